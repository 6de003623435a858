"""What can go wrong when signing in and staying signed in."""

from common.errors import NotFound, Unauthenticated


class WrongCredentials(Unauthenticated):
    """No such account, or not its password: the same answer, so that accounts cannot be guessed."""

    code = "identity.wrong_credentials"
    title = "账号或密码错误"
    remedy = "请核对后重新输入。连续多次错误后将暂时不能登录。"


class RefreshTokenUnknown(Unauthenticated):
    """Not one of ours, or run out, or its session has ended."""

    code = "identity.refresh_token_unknown"
    title = "登录已失效"
    remedy = "请重新登录。"


class RefreshTokenReused(Unauthenticated):
    """An older refresh token came back: somebody has a copy. The whole session ends."""

    code = "identity.refresh_token_reused"
    title = "登录凭证被重复使用，已退出登录"
    remedy = "为保护账号安全，本次登录已全部退出，请重新登录；若非本人操作，请联系客服（电话：010-67410355）。"


class AccountClosed(Unauthenticated):
    """The account behind the session may not be used any more."""

    code = "identity.account_closed"
    title = "账号已停用"
    remedy = "请联系账号管理人员。"


class SessionEnded(Unauthenticated):
    """The session of this access token was ended: signed out here or elsewhere, or by a new password."""

    code = "identity.session_ended"
    title = "本次登录已退出"
    remedy = "请重新登录。"


class SessionNotFound(NotFound):
    """No such session of this account, or it has ended already."""

    code = "identity.session_not_found"
    title = "没有找到该登录，或已经退出"
