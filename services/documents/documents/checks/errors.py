"""What can go wrong with a public check."""

from common.errors import NotFound, TooManyRequests


class CheckCodeUnknown(NotFound):
    """No agreement was issued with this code."""

    code = "documents.check_code_unknown"
    title = "没有查到该协议书"
    remedy = "请核对协议书上的查验码；确认无误仍查不到的，该协议书不是由本平台生成。"


class TooManyChecks(TooManyRequests):
    """This address has asked too often."""

    code = "documents.too_many_checks"
    title = "查验过于频繁"
