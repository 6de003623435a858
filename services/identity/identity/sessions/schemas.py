"""Signing in: what is sent and what is answered."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from common.auth.actors import Actor, DepartmentUser, SchoolUser
from common.contracts.codes.levels import DATA_SCOPE_LABELS
from common.contracts.values.mobile import Mobile
from identity.captcha.schemas import WithCaptcha
from identity.sessions.commands import Tokens
from identity.sessions.tables import SignedInSession

Password = Annotated[SecretStr, Field(min_length=1, max_length=64, description="密码")]


class EmployerSignIn(WithCaptcha):
    """An employer user signs in with the mobile; after failures with a captcha."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"mobile": "13812340001", "password": "Qianyue2026"}]}
    )

    mobile: Mobile
    password: Password


class StaffSignIn(WithCaptcha):
    """School, department, province or centre staff sign in with a user name and a captcha (guides/003 fig 1)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "username": "centre01",
                    "password": "Shenhe2026",
                    "captcha_id": "0193b0a0-0000-7000-8000-000000000001",
                    "captcha_answer": "7KWM",
                }
            ]
        },
    )

    # In one spelling, so that guesses at an account are counted together.
    username: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True)] = Field(
        min_length=1, max_length=64, description="用户名"
    )
    password: Password


class RefreshRequest(BaseModel):
    """The newest refresh token of a session."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"refresh_token": "q1Zk…"}]})

    refresh_token: str = Field(min_length=1, max_length=200, description="最近一次获得的刷新令牌")


class ActorView(BaseModel):
    """Who is signed in. Beside these, the members that belong to the role (employer_id, school_code, cohort …); of
    coded ones the label too (data_scope and data_scope_label)."""

    model_config = ConfigDict(extra="allow")

    role: str = Field(description="角色代码")
    role_label: str = Field(description="角色名称")
    id: str
    name: str


class TokenAnswer(BaseModel):
    """Tokens of a session."""

    access_token: str = Field(description="访问令牌（JWT），放在 Authorization: Bearer 中")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="访问令牌的有效秒数")
    refresh_token: str = Field(description="刷新令牌，只能使用一次，请妥善保存")
    actor: ActorView


class AccountWarning(BaseModel):
    """A doubt about one's own account, such as a department that no roster row has."""

    model_config = ConfigDict(from_attributes=True)

    field: str
    reason: str
    remedy: str
    choices: list[str] = Field(description="可选的值")


class Me(ActorView):
    """The reader, as the account is now."""

    refresh_needed: bool = Field(description="账号信息已变化，请刷新令牌后继续")
    warnings: list[AccountWarning] = Field(description="账号存在的问题")


class DeviceView(BaseModel):
    """One sign-in that is still good."""

    id: UUID
    address: str | None = Field(description="登录地址（已缩略）", examples=["203.0.113.*"])
    user_agent: str | None = Field(description="浏览器或应用")
    begun_at: datetime = Field(description="登录时间")
    refreshed_at: datetime = Field(description="最近一次使用时间（以刷新令牌计）")
    current: bool = Field(description="是否为当前登录")

    @classmethod
    def of(cls, row: SignedInSession, current: UUID | None) -> Self:
        """The view of a stored session."""
        return cls(
            id=row.id,
            address=row.address_shown,
            user_agent=row.user_agent,
            begun_at=row.created_at,
            refreshed_at=row.refreshed_at,
            current=row.id == current,
        )


class Devices(BaseModel):
    """Where one is signed in, last used first."""

    items: list[DeviceView]


class EndedSessions(BaseModel):
    """How many sessions were ended."""

    ended: int


def actor_view(actor: Actor) -> dict[str, Any]:
    """An actor as it is shown."""
    claims = actor.claims()
    view = {"role": claims.pop("role"), "role_label": actor.label, "id": claims.pop("sub"), **claims}
    if isinstance(actor, SchoolUser | DepartmentUser):
        view["data_scope_label"] = DATA_SCOPE_LABELS[actor.data_scope]
    return view


def token_answer(tokens: Tokens) -> dict[str, Any]:
    """The answer of every way of signing in."""
    return {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
        "actor": actor_view(tokens.actor),
    }
