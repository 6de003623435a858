"""What a reviewer says, of every kind of agreement."""

from typing import Annotated

from pydantic import Field

from agreements.records.states import RejectReason, Ruling
from common.answers import Request
from common.contracts.values.text import Text

Detail = Annotated[str, Text(500, lines=True)]
MOST_VERSION = 2**31 - 1
"""What the column holds: a greater one was never read."""
Version = Annotated[int, Field(ge=1, le=MOST_VERSION, strict=True)]
Marks = Annotated[list[str], Field(max_length=40)]
"""Which of them are fields of a letter, the table of its fields knows."""


class Read(Request):
    """What a reviewer has read: the decision is on exactly that."""

    version: Version | None = Field(
        default=None, description="所阅读的签约记录版本（version）；填写后，记录已有变化时不予办理"
    )


class Reject(Read):
    """审核不通过: a reason from the list and what exactly is wrong, both required (guides/003 fig 11)."""

    reason_code: RejectReason = Field(description="审核不通过原因")
    detail: Detail = Field(description="具体问题")


class Return(Read):
    """退回修改: what exactly has to be corrected, and where."""

    detail: Detail = Field(description="需要修改的问题")
    fields: Marks = Field(
        default_factory=list,
        description="标记需要修改的字段，如 letter.job_title；只能标记时必填（线上签约）",
    )


class Pass(Read):
    """审核通过 / 鉴证通过. Only the school's pass of an offline rescission says more: what it has found."""

    ruling: Ruling | None = Field(default=None, description="线下解约中学校认定的解约原因；其他审核不填")


Decision = Pass | Reject | Return
