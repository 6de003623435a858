"""Why a letter cannot be made now."""

from common.errors import Conflict, NotFound, TooManyRequests, Unavailable


class UserNameMissing(Conflict):
    """The employer is given, the user's own name is not: the letter would authorise nobody."""

    code = "documents.letter_user_name_missing"
    title = "暂时不能生成网签授权书"
    remedy = "请先在“个人信息”中填写姓名，再下载授权书。"


class AccountUnknown(NotFound):
    """Identity does not know the account any more."""

    code = "documents.letter_account_unknown"
    title = "没有找到当前账号"
    remedy = "请重新登录。"


class LetterUnavailable(Unavailable):
    """Identity does not answer, so there is nothing to fill in."""

    code = "documents.letter_unavailable"
    title = "网签授权书暂时无法生成"
    remedy = "单位和账号信息暂时读取不到，请稍后重新下载。"


class TooManyLetters(TooManyRequests):
    """Drawing takes its time; one user needs few letters."""

    code = "documents.too_many_letters"
    title = "下载授权书过于频繁"
    remedy = "请稍后再下载；已下载的授权书可以继续使用。"
