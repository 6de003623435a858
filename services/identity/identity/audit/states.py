"""What can come of a try to sign in, and what somebody can be shown. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What came of it, with the word that its owner reads."""

    SIGNED_IN = "signed_in"
    WRONG_CREDENTIALS = "wrong_credentials"
    REFUSED = "refused"
    LOCKED = "locked"
    CAPTCHA_NEEDED = "captcha_needed"
    CAPTCHA_WRONG = "captcha_wrong"

    @property
    def label(self) -> str:
        """The outcome on screens."""
        return LABELS[self]


LABELS = {
    Outcome.SIGNED_IN: "登录成功",
    Outcome.WRONG_CREDENTIALS: "密码错误",
    Outcome.REFUSED: "密码正确，但账号当前不能登录",
    Outcome.LOCKED: "失败次数过多，已暂停登录",
    Outcome.CAPTCHA_NEEDED: "未填写图片验证码",
    Outcome.CAPTCHA_WRONG: "图片验证码错误",
}
REALM_LABELS = {"employer": "单位用户登录", "staff": "学校、省级和中心用户登录", "graduate": "毕业生登录"}
WHAT_LABELS = {
    "record": "完整信息（身份证号、联系方式等）",
    "particulars": "签约所需信息",
    "contact": "联系方式",
    "contacts": "单位联系方式",
    "users_contacts": "单位用户的联系方式",
    "authorisation": "网签授权书所需信息",
}
"""What was shown, as its owner reads it."""
SERVICE_LABELS = {
    "agreements": "签约服务",
    "destinations": "去向登记服务",
    "documents": "文件与协议书",
    "identity": "账号与名单服务",
    "notifications": "消息通知",
    "stats": "统计服务",
}
"""A service that asks for what events do not carry, as people know it."""
REASON_BEHIND = "："


def what_and_reason(kept: str) -> tuple[str, str | None]:
    """The code of what was shown and the reader's reason: `record：核对材料` → record, 核对材料."""
    what, _, reason = kept.partition(REASON_BEHIND)
    return what, reason or None


def reader_label(role: str, name: str) -> str:
    """What the reader is called: people by their names, services by what they are for."""
    return SERVICE_LABELS.get(name, name) if role == "service" else name


@dataclass(frozen=True, kw_only=True)
class SignInFilters:
    """What the centre's list of tries is narrowed to; None does not narrow."""

    account: UUID | None = None
    logins: tuple[str, ...] | None = None
    """Fingerprints of one login name, one for each door that it may have been typed in at."""
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
