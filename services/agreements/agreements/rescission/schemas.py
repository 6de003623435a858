"""What people say when rescinding, and a rescission as they see it (guides/003 fig 19 and 21, 004 fig 13 and 14)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from agreements.files.schemas import FileIds, OptionalFileIds
from agreements.records.schemas.reviews import Detail, Read
from agreements.records.states import RescissionReason
from common.answers import Answer, Coded, Request
from common.contracts.values.text import Text

ShortDetail = Annotated[str, Text(200, lines=True)]


class RequestRescission(Request):
    """申请解约 or 发起解约."""

    reason: RescissionReason = Field(description="解约原因")
    detail: ShortDetail | None = Field(default=None, description="解约说明")
    file_ids: OptionalFileIds = Field(
        default_factory=list, description="解约函等材料；线下签约和补登必填，线上签约不填"
    )


class DeclineRescission(Request):
    """不同意解约: the agreement stands."""

    detail: ShortDetail | None = Field(default=None, description="不同意的理由")


class ForceRescission(Request):
    """强制解约: why, and the material to be kept in case of a dispute (guides/003 §7.1)."""

    detail: Detail = Field(description="强制解约的理由，以及与用人单位协商的情况")
    file_ids: FileIds = Field(description="留存的证明材料")


class ReturnRescission(Read):
    """退回修改: what exactly the graduate has to correct."""

    detail: Detail = Field(description="需要修改的问题")


class RescissionRejection(Answer):
    """Why it was not passed."""

    step: Coded
    reason: Coded
    detail: str


class RescissionView(Answer):
    """解约申请, as both sides and the reviewers see it."""

    id: UUID
    form: Coded = Field(description="解约方式")
    by: Coded = Field(description="解约方", examples=[{"code": "graduate", "label": "学生"}])
    applicant: str = Field(description="解约申请人")
    reason: Coded = Field(description="解约原因")
    detail: str | None = Field(description="解约说明")
    file_ids: list[UUID] = Field(description="解约函等材料；对用人单位为空")
    asked_at: datetime = Field(description="解约申请时间；退回修改后重新提交的，为最近一次提交时间")
    answered_at: datetime | None = Field(description="对方回应的时间；线下解约为空")
    answer_detail: str | None = Field(description="对方不同意的理由")
    review_mode: Coded | None = Field(description="解约审核开始时确定")
    return_detail: str | None = Field(description="最近一次退回修改时指出的问题")
    ruling: Coded | None = Field(description="学校审核线下解约时认定的解约原因")
    rejection: RescissionRejection | None
    force_detail: str | None = Field(description="强制解约的理由")
    force_file_ids: list[UUID] = Field(description="强制解约留存的证明材料；只对学校和院系显示")
    outcome: Coded | None = Field(description="结果；进行中为空")
    decided_at: datetime | None
