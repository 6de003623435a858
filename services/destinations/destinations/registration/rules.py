"""The rules of registering, each a sentence that is true or is refused with the fact and who can change it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from common.auth.actors import DepartmentUser, SchoolUser
from common.contracts.codes import TRAINING_MODES
from common.contracts.values.cohort import cohort_label
from common.errors import Problem
from common.lifecycle import Rule
from common.review import ReviewMode, ReviewStep
from destinations.catalogue import states as catalogue
from destinations.catalogue.entries import DestinationType
from destinations.catalogue.errors import TypeNotForTrainingMode, TypeNotOpen
from destinations.copies.states import Standing
from destinations.registration import errors


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that the rules look at: a registration, or one about to begin, and what is around it."""

    status: StrEnum | None
    """None before there is a registration."""
    review_step: ReviewStep | None = None
    review_mode: ReviewMode = ReviewMode.SCHOOL_ONLY
    """审核设置: now, while it is not in review; as frozen at submission, while it is."""
    school_name: str
    cohort: int
    training_mode_code: str = "1"
    on_roster: bool = True
    type: DestinationType | None = None
    """None while the graduate has not chosen."""
    destinations_open: bool | None = None
    """None when the school has no settings for the cohort."""
    signing_with: str | None = None
    signing_stands: Standing | None = None
    current_id: UUID | None = None
    """Another registration of the graduate that is a draft, in review or approved."""


def destinations_are_open(case: Case, actor: Any, now: datetime) -> Problem | None:
    """填报去向登记开关 of the graduate's cohort is on (guides/003 §3, guides/004 §3)."""
    if case.destinations_open:
        return None
    fact = "尚未填写签约设置" if case.destinations_open is None else "已关闭填报去向登记"
    return errors.DestinationsNotOpen(
        f"{case.school_name}{cohort_label(case.cohort)}{fact}。",
        who_can_change=f"{case.school_name}的学校用户，在“签约设置”中开启",
    )


def graduate_is_on_roster(case: Case, actor: Any, now: datetime) -> Problem | None:
    """Whoever the school has taken off the list registers nothing (guides/003 §4)."""
    if case.on_roster:
        return None
    return errors.NotOnRoster(
        f"{case.school_name}已将您移出{cohort_label(case.cohort)}学生名单。",
        who_can_change=f"{case.school_name}的学校用户，在就业管理系统中更正",
    )


def type_fits_training_mode(case: Case, actor: Any, now: datetime) -> Problem | None:
    """培养方式 21 and 41 have one type, the others have all but that one (guides/004 §8.1)."""
    if case.type is None or catalogue.fits(case.type, case.training_mode_code):
        return None
    mode = TRAINING_MODES.label(case.training_mode_code)
    return TypeNotForTrainingMode(
        f"您的培养方式为“{mode}”，不能登记“{case.type.label}”。", who_can_change="学校就业部门，可更正培养方式"
    )


def type_is_open(case: Case, actor: Any, now: datetime) -> Problem | None:
    """What the type asks for is entered."""
    if case.type is None or case.type.open:
        return None
    return TypeNotOpen(f"“{case.type.label}”暂未开放登记。", who_can_change="平台（中心）")


def graduate_has_no_live_agreement(case: Case, actor: Any, now: datetime) -> Problem | None:
    """Whoever signs or has signed registers nothing else before it is rescinded (guides/004 §8.2)."""
    if case.signing_with is None:
        return None
    if case.signing_stands is Standing.SIGNED:
        return errors.AgreementSignedAlready(
            f"您已与“{case.signing_with}”签约。", who_can_change="您与用人单位，经学校（院系）审核解约"
        )
    return errors.AgreementInReview(f"您已同意与“{case.signing_with}”签约。", who_can_change="审核该签约的学校（院系）")


def graduate_has_no_other_destination(case: Case, actor: Any, now: datetime) -> Problem | None:
    """One draft, reviewed or approved registration for each graduate."""
    if case.current_id is None:
        return None
    return errors.DestinationExists(who_can_change="当前用户", destination_id=case.current_id)


def nobody_has_reviewed(case: Case, actor: Any, now: datetime) -> Problem | None:
    """The department has not passed it yet (guides/004 §8.1)."""
    if case.review_mode is ReviewMode.DEPARTMENT_THEN_SCHOOL and case.review_step is ReviewStep.SCHOOL:
        return errors.ReviewHasBegun("院系已审核通过。", who_can_change="学校用户")
    return None


def reviewer_is_at_this_step(case: Case, actor: Any, now: datetime) -> Problem | None:
    """The department decides at the department's step, the school at the school's (guides/003 §3 ②)."""
    turn = DepartmentUser if case.review_step is ReviewStep.DEPARTMENT else SchoolUser
    if isinstance(actor, turn):
        return None
    return errors.NotAtThisStep(f"该去向登记正在等待{turn.label}处理。", who_can_change=f"该毕业生的{turn.label}")


TO_RESUBMIT: tuple[Rule[Case], ...] = (
    graduate_is_on_roster,
    destinations_are_open,
    graduate_has_no_live_agreement,
    type_fits_training_mode,
    type_is_open,
)
TO_REGISTER: tuple[Rule[Case], ...] = (*TO_RESUBMIT, graduate_has_no_other_destination)
