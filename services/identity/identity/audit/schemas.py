"""The audit as its readers see it."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from common.answers import Coded
from common.auth.actors import ROLES
from identity.audit.states import REALM_LABELS, WHAT_LABELS, Outcome, reader_label, what_and_reason
from identity.audit.tables import Reveal, SignIn


class SignInView(BaseModel):
    """One try to sign in."""

    realm: str
    realm_label: str = Field(description="登录入口")
    outcome: str
    outcome_label: str = Field(description="结果")
    address: str = Field(description="登录地址（已缩略）", examples=["203.0.113.*"])
    user_agent: str = Field(description="浏览器或应用")
    at: datetime

    @classmethod
    def of(cls, row: SignIn) -> Self:
        """The view of a stored try."""
        return cls(
            realm=row.realm,
            realm_label=REALM_LABELS.get(row.realm, row.realm),
            outcome=row.outcome,
            outcome_label=Outcome(row.outcome).label,
            address=row.address_shown,
            user_agent=row.user_agent,
            at=row.at,
        )


class RevealView(BaseModel):
    """Somebody was shown particulars."""

    subject: str = Field(description="被查看的对象", examples=["graduate:0193b0a0-0000-7000-8000-000000000001"])
    version: int | None
    reader_role_label: str = Field(description="查看者的角色")
    reader_name: str = Field(description="查看者")
    what: Coded = Field(description="查看的内容")
    reason: str | None = Field(description="查看者填写的原因；无需填写时为空")
    at: datetime

    @classmethod
    def of(cls, row: Reveal) -> Self:
        """The view of a stored reveal."""
        code = row.reader.partition(":")[0]
        role = ROLES.get(code)
        what, reason = what_and_reason(row.what)
        return cls(
            subject=row.subject,
            version=row.version,
            reader_role_label=role.label if role else code,
            reader_name=reader_label(code, row.reader_name),
            what=Coded(code=what, label=WHAT_LABELS.get(what, what)),
            reason=reason,
            at=row.revealed_at,
        )
