"""What can go wrong with issued agreements."""

from common.errors import NotFound


class AgreementNotIssued(NotFound):
    """There is no such agreement, its PDF is not there yet, or the reader has no part in it."""

    code = "documents.agreement_not_issued"
    title = "没有找到该协议书"
    remedy = "签约完成后稍等片刻即可下载；请确认使用的是签约双方或毕业生所在学校、院系的账号。"


class NotPrintable(Exception):
    """The agreement holds something that no sheet can print; the message names the entries, never their values."""
