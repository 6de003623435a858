"""Many reviews at once."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from agreements.records.schemas.reviews import Decision, Detail, Marks, Pass, Reject, Return, Version
from agreements.records.schemas.views import StatusView
from agreements.records.states import RejectReason, Ruling
from agreements.schemas import Refusal
from common.answers import Answer, Request
from common.errors import FieldFault, Invalid

MOST_REVIEWS = 200
SAYS_NOTHING_OF = {
    "pass": {"reason_code": "审核不通过原因", "detail": "具体问题", "fields": "标记字段"},
    "return": {"reason_code": "审核不通过原因", "ruling": "认定的解约原因"},
    "reject": {"fields": "标记字段", "ruling": "认定的解约原因"},
}
"""What a decision has no place for: whoever writes it means another decision, so it is not dropped."""
DECISIONS = {"pass": "通过", "return": "退回修改", "reject": "不通过"}


class Reviewed(Request):
    """One agreement as the reviewer has read it."""

    agreement_id: UUID
    version: Version


class ReviewAll(Request):
    """The same decision on up to 200 agreements, before they stand or when they are to be rescinded."""

    decision: Literal["pass", "reject", "return"] = Field(description="通过、不通过、退回修改")
    reason_code: RejectReason | None = Field(default=None, description="审核不通过原因；不通过时必填")
    detail: Detail | None = Field(default=None, description="具体问题；不通过和退回修改时必填")
    fields: Marks = Field(default_factory=list, description="退回修改时标记的字段")
    ruling: Ruling | None = Field(default=None, description="线下解约学校审核通过时认定的解约原因")
    items: list[Reviewed] = Field(min_length=1, max_length=MOST_REVIEWS)

    def decided(self) -> Decision:
        """As it would be said of one.

        Raises:
            Invalid: it does not say why, says what it has no place for, or names an agreement twice.
        """
        faults = [*self._missing(), *self._needless()]
        if faults:
            raise Invalid(errors=faults)
        if self.decision == "pass":
            return Pass(ruling=self.ruling)
        if self.decision == "return":
            return Return(detail=self.detail or "", fields=self.fields)
        return Reject.model_validate({"reason_code": self.reason_code, "detail": self.detail})

    def _missing(self) -> list[FieldFault]:
        faults = []
        if self.decision == "reject" and self.reason_code is None:
            faults.append(FieldFault(field="reason_code", reason="缺少审核不通过原因", remedy="请选择原因。"))
        if self.decision != "pass" and self.detail is None:
            faults.append(FieldFault(field="detail", reason="缺少具体问题", remedy="请填写具体问题。"))
        if len({item.agreement_id for item in self.items}) < len(self.items):
            faults.append(FieldFault(field="items", reason="有重复的签约记录", remedy="每条记录只能出现一次。"))
        return faults

    def _needless(self) -> list[FieldFault]:
        decision = DECISIONS[self.decision]
        return [
            FieldFault(
                field=field,
                reason=f"审核结论为“{decision}”时没有“{title}”",
                remedy=f"请核对审核结论；确为“{decision}”的，请去掉“{title}”。",
            )
            for field, title in SAYS_NOTHING_OF[self.decision].items()
            if getattr(self, field)
        ]


class ReviewResult(Answer):
    """What became of one agreement."""

    agreement_id: UUID
    ok: bool
    version: int | None = Field(description="办理后的版本；未办理时为空")
    status: StatusView | None = Field(description="办理后的状态；未办理时为空")
    problem: Refusal | None = Field(description="未办理时：原因")


class ReviewAnswer(Answer):
    """One result for each agreement, in the order of the request."""

    done: int
    refused: int
    results: list[ReviewResult]
