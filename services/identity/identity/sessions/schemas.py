"""Signing in: what is sent and what is answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from common.auth.actors import Actor
from common.contracts.values.mobile import Mobile
from identity.sessions.commands import Tokens

Password = Annotated[SecretStr, Field(min_length=1, max_length=64, description="密码")]


class EmployerSignIn(BaseModel):
    """An employer user signs in with the mobile."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"mobile": "13812340001", "password": "Qianyue2026"}]})

    mobile: Mobile
    password: Password


class StaffSignIn(BaseModel):
    """School, department, province or centre staff sign in with a user name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"username": "centre01", "password": "Shenhe2026"}]})

    username: str = Field(min_length=1, max_length=64, description="用户名")
    password: Password


class RefreshRequest(BaseModel):
    """The newest refresh token of a session."""

    refresh_token: str = Field(min_length=1, max_length=200, description="最近一次获得的刷新令牌")


class ActorView(BaseModel):
    """Who is signed in. Beside these, the members that belong to the role (employer_id, school_code, cohort …)."""

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


def actor_view(actor: Actor) -> dict[str, Any]:
    """An actor as it is shown."""
    claims = actor.claims()
    return {"role": claims.pop("role"), "role_label": actor.label, "id": claims.pop("sub"), **claims}


def token_answer(tokens: Tokens) -> dict[str, Any]:
    """The answer of every way of signing in."""
    return {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
        "actor": actor_view(tokens.actor),
    }
