"""单位的用户: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from common.answers import ActionOption, Answer, Coded, Request
from common.contracts.values.mobile import Mobile
from common.contracts.values.text import Text

Reason = Annotated[str, Text(200, minimum=2), Field(description="原因")]


class ReachableUser(Answer):
    """A user whom one of our services has something to tell."""

    user_id: UUID
    name: str | None
    mobile: str


class ReachableUsers(Answer):
    """All users of an employer."""

    items: list[ReachableUser]


class Removal(Request):
    """移除用户."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "已离职"}]})

    reason: Reason


class Addition(Request):
    """企业客服 adds a registered user."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"mobile": "13812340002"}]})

    mobile: Mobile


class UserLine(Answer):
    """One user in 账号管理 (guides/000 fig 27)."""

    id: UUID
    name: str | None = Field(description="姓名")
    mobile: str = Field(description="手机号（已隐去中间四位）")
    since: datetime = Field(description="加入本单位的时间")
    entered: Coded = Field(description="加入方式")
    let_in_by: str = Field(description="同意或添加人")
    last_sign_in: datetime | None = Field(description="最近登录时间")
    is_me: bool
    actions: list[ActionOption]


class PastUser(Answer):
    """Somebody who belonged to the employer."""

    id: UUID
    name: str | None
    since: datetime
    until: datetime
    left: Coded = Field(description="离开方式")
    by: str = Field(description="操作人")
    reason: str | None


class Users(Answer):
    """账号管理: who belongs to the employer, and who did."""

    items: list[UserLine]
    past: list[PastUser] = Field(description="历史用户，最近离开的在前")


class Left(Answer):
    """The user belongs to no employer any more."""

    refresh_needed: bool = Field(description="请刷新令牌后继续")
