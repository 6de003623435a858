"""What can go wrong with issued agreements."""

from common.errors import NotFound


class AgreementNotIssued(NotFound):
    """There is no such agreement, its PDF is not there yet, or the reader has no part in it."""

    code = "documents.agreement_not_issued"
    title = "没有可供您下载的协议书"
    remedy = (
        "线上签约完成后、线下签约的就业协议审核通过后，稍等片刻即可下载；补登没有电子协议书。"
        "请确认使用的是签约双方或毕业生所在学校、院系的账号。"
    )


class NotPrintable(Exception):
    """The agreement holds something that no sheet can print; the message names the entries, never their values."""
