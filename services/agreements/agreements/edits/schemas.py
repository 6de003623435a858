"""An edit as screens show it."""

from datetime import datetime

from pydantic import Field

from common.answers import Answer, Coded


class FieldChange(Answer):
    """One field that was changed; null where there was or is nothing."""

    field: str
    title: str
    before: str | int | bool | None
    after: str | int | bool | None


class EditView(Answer):
    """Who changed what, and when."""

    version: int = Field(description="被编辑对象的版本号；学校设置与省级协议类型各自计数")
    edited_at: datetime
    by: str
    by_role: str
    source: Coded | None = Field(description="由其他操作带入时：来源；为空表示直接编辑")
    changes: list[FieldChange]
