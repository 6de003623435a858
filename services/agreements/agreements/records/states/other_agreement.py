"""What a graduate who has another live agreement is told, and the school that asks about the graduate. Pure."""

from typing import NamedTuple

from agreements.records import errors
from agreements.records.states.statuses import IN_REVIEWS, STANDING, Audience, Kind, Status
from common.errors import Problem


class Other(NamedTuple):
    """The live agreement that stands in the way."""

    employer: str
    kind: Kind | None
    status: Status | None
    typed_in: bool = False
    """Its employer has no account."""
    given_up_no_more: bool = False
    """It is in a review of which a step has been passed."""


def refusal_by(other: Other, *, wanted: Kind, invited: bool, reader: Audience) -> Problem:
    """Why nothing else is signed now.

    Args:
        wanted: of what kind the agreement would be that is asked about.
        invited: there is an invitation, which can be looked at.
        reader: the graduate, or somebody of the school.
    """
    if other.kind is not None and other.status is not None and (wanted, other.kind) != (Kind.ONLINE, Kind.ONLINE):
        return _of_another_form(other, other.kind, other.status, wanted, reader)
    remedy = None if invited else "与原单位的签约未通过审核或解约后，才能接受其他单位的邀请。"
    fact = f"{_subject(reader)}已同意与“{other.employer}”签约。"
    return errors.GraduateSignsWithAnother(fact, remedy=remedy, who_can_change="审核该签约的学校（院系），或双方解约")


def _of_another_form(other: Other, kind: Kind, status: Status, wanted: Kind, reader: Audience) -> Problem:
    """One of the two is on paper: the graduate has filled in a form, and may be able to take it back."""
    fact = f"{_subject(reader)}与“{other.employer}”的{kind.label}状态为“{status.label(reader)}”。"
    who = status.moved_by(kind, typed_in=other.typed_in)
    then, again = ("接受其他单位的邀请", "接受邀请") if wanted is Kind.ONLINE else ("提交新的申请", "重新填写")
    if status in STANDING:
        remedy = f"该协议解约通过后，才能{then}。"
        return errors.GraduateSignsWithAnother(fact, remedy=remedy, who_can_change=who)
    if kind is Kind.ONLINE:
        remedy = f"该签约审核不通过后，才能{then}。"
        return errors.GraduateSignsWithAnother(fact, remedy=remedy, who_can_change=who)
    if other.given_up_no_more:
        remedy = "院系已审核通过，该申请不能再撤回；请等待学校审核结果。"
        return errors.GraduateSignsWithAnother(fact, remedy=remedy, who_can_change="该毕业生的学校用户，可审核该申请")
    draft = "先撤回修改，再" if status is Status.SUPPLEMENT_IN_REVIEW else ""
    until = "在首级审核通过前" if status in IN_REVIEWS else ""
    asked = "请" if reader is Audience.GRADUATE else "请毕业生"
    remedy = f"如需{again}，{asked}{until}{draft}撤回该申请；否则请等待其办理结果。"
    return errors.GraduateSignsWithAnother(fact, remedy=remedy, who_can_change=f"{who}；毕业生可{until}{draft}撤回申请")


def _subject(reader: Audience) -> str:
    return "您" if reader is Audience.GRADUATE else "该毕业生"
