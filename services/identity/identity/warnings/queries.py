"""What screens show of warning employers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import ActionOption, Coded, action_option
from common.auth.actors import Actor, EmployerUser, SchoolUser
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES, CodeList
from common.contracts.codes.warnings import ADVICE, WARNING_TYPES, employer_keys
from common.contracts.identity import SchoolMark, WarningEmployerRestated
from common.errors import Problem
from common.paging import Page, PageRequest, page_of
from identity.warnings import states, store
from identity.warnings.commands import own_keys
from identity.warnings.errors import NoSuchMark
from identity.warnings.schemas import Advice, AppealView, MarkToEmployer, MarkView, Step, WarningRow
from identity.warnings.states import AppealStatus, Case, Filters, MarkAction, MarkStatus
from identity.warnings.tables import WarningAppeal, WarningEmployer, WarningMark, WarningStep

MOST_SHOWN = 200


async def marks_seen_by(session: AsyncSession, actor: Actor, filters: Filters, page: PageRequest) -> Page[WarningRow]:
    """本校添加: the school's own marks, the latest first; to the centre those of all schools."""
    rows = await store.listed(session, actor, filters, limit=page.limit + 1, before=page.position(UUID))
    return page_of(rows, page, lambda row: WarningRow(**_row(row, actor)), lambda row: row.id)


async def national_warnings(session: AsyncSession, filters: Filters, page: PageRequest) -> Page[WarningRow]:
    """全国共享: the employers that enough schools have marked."""
    rows = await store.national(session, filters, limit=page.limit + 1, after=page.position(str))
    return page_of(rows, page, _national_row, lambda row: row.employer_key)


async def mark_whole(session: AsyncSession, actor: Actor, mark_id: UUID) -> MarkView:
    """A mark with its appeals, its history and what the reader can do.

    Raises:
        NoSuchMark: there is none, or it is another school's.
    """
    mark = await store.mark(session, mark_id, actor)
    if mark is None:
        raise NoSuchMark
    [employer] = await store.employers(session, [mark.employer_key])
    appeals = await store.appeals_of(session, [mark.id])
    return MarkView(
        **_row(mark, actor, appealed=_waits(appeals)),
        version=mark.version,
        reason=mark.reason,
        file_ids=mark.file_ids,
        national=employer.national,
        appeals=[_appeal(row) for row in appeals],
        history=[_step(row) for row in await store.history(session, mark.id)],
        type_choices=[Coded(code=code, label=label) for code, label in WARNING_TYPES.items()],
    )


async def marks_of_employer(session: AsyncSession, employer_id: UUID) -> list[MarkToEmployer]:
    """All marks of a verified employer, ended ones too, the latest first.

    Raises:
        EmployerNotVerifiedYet: it has not proved who it is.
    """
    marks = await store.marks_of(session, await own_keys(session, employer_id), MOST_SHOWN)
    appeals = defaultdict(list)
    for row in await store.appeals_of(session, [mark.id for mark in marks]):
        appeals[row.mark_id].append(row)
    return [_told(mark, appeals[mark.id]) for mark in marks]


async def advice_on(session: AsyncSession, school_code: str, uscc: str | None, name: str) -> Advice:
    """What a school and its graduates are shown of an employer: their own school's mark, and national warnings."""
    keys = employer_keys(uscc, name)
    marks = await store.live_marks(session, keys)
    national = {row.employer_key for row in await store.employers(session, keys) if row.national}
    own = [mark for mark in marks if mark.school_code == school_code]
    shown = [mark for mark in marks if mark.employer_key in national or mark in own]
    return Advice(
        warned=bool(shown),
        national=bool(national),
        by_own_school=bool(own),
        types=_types(states.all_types(mark.types for mark in shown)),
        text=ADVICE if shown else None,
    )


async def restated(session: AsyncSession, after: str, limit: int) -> list[tuple[WarningEmployerRestated, int]]:
    """Present facts said again, each with its sequence: of employers by their keys, from behind `after` ("" first)."""
    employers = await store.all_employers(session, after, limit)
    marks = defaultdict(list)
    for mark in await store.live_marks(session, [row.employer_key for row in employers]):
        marks[mark.employer_key].append(SchoolMark(school_code=mark.school_code, warning_types=mark.types))
    return [
        (
            WarningEmployerRestated(
                employer_key=row.employer_key,
                name=row.name,
                uscc=row.uscc,
                national=row.national,
                marks=marks[row.employer_key],
            ),
            row.version,
        )
        for row in employers
    ]


def _row(mark: WarningMark, actor: Actor, *, appealed: bool = False) -> dict[str, Any]:
    status = MarkStatus(mark.status)
    return {
        "mark_id": mark.id,
        **_about(mark),
        "operator": mark.marked_by_name,
        "operated_at": mark.marked_at,
        "school": Coded(code=mark.school_code, label=mark.school_name),
        "schools": None,
        "expires_on": mark.expires_on,
        "status": Coded(code=status, label=status.label),
        "actions": _school_actions(status, appealed=appealed) if isinstance(actor, SchoolUser) else [],
    }


def _national_row(row: WarningEmployer) -> WarningRow:
    return WarningRow(
        mark_id=None,
        **_about(row),
        operator=None,
        operated_at=row.changed_at,
        school=None,
        schools=row.schools,
        expires_on=None,
        status=Coded(code=MarkStatus.LIVE, label=MarkStatus.LIVE.label),
        actions=[],
    )


def _about(row: WarningMark | WarningEmployer) -> dict[str, Any]:
    return {
        "name": row.name,
        "uscc": row.uscc,
        "industry": _labelled(INDUSTRIES, row.industry_code),
        "nature": _labelled(EMPLOYER_NATURES, row.nature_code),
        "types": _types(row.types),
    }


def _told(mark: WarningMark, appeals: Sequence[WarningAppeal]) -> MarkToEmployer:
    status = MarkStatus(mark.status)
    return MarkToEmployer(
        mark_id=mark.id,
        school=Coded(code=mark.school_code, label=mark.school_name),
        types=_types(mark.types),
        reason=mark.reason,
        marked_at=mark.marked_at,
        expires_on=mark.expires_on,
        status=Coded(code=status, label=status.label),
        ended_at=mark.ended_at,
        appeals=[_appeal(row) for row in appeals],
        actions=[_option(status, MarkAction.APPEAL, EmployerUser, appealed=_waits(appeals))],
    )


def _appeal(row: WarningAppeal) -> AppealView:
    status = AppealStatus(row.status)
    return AppealView(
        id=row.id,
        status=Coded(code=status, label=status.label),
        text=row.text,
        file_ids=row.file_ids,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        answer=row.answer,
    )


def _step(row: WarningStep) -> Step:
    action, after = MarkAction(row.action), MarkStatus(row.after)
    return Step(
        at=row.at,
        action=Coded(code=action, label=action.label),
        after=Coded(code=after, label=after.label),
        actor=row.actor_name,
        types=_types(row.types),
        detail=row.detail,
    )


def _school_actions(status: MarkStatus, *, appealed: bool) -> list[ActionOption]:
    mine = [MarkAction.CHANGE, MarkAction.REMOVE, *(states.ANSWERS if appealed else ())]
    return [_option(status, action, SchoolUser, appealed=appealed) for action in mine]


def _option(status: MarkStatus, action: MarkAction, by: type[Actor], *, appealed: bool) -> ActionOption:
    try:
        states.apply(Case(status, appealed), action, by)
    except Problem as refusal:
        return action_option(action, action.label, refusal)
    return action_option(action, action.label, None)


def _waits(appeals: Iterable[WarningAppeal]) -> bool:
    return any(row.status == AppealStatus.OPEN for row in appeals)


def _types(codes: Iterable[str]) -> list[Coded]:
    return [Coded(code=code, label=WARNING_TYPES.label(code)) for code in codes]


def _labelled(codes: CodeList, code: str | None) -> Coded | None:
    return Coded(code=code, label=codes.label(code)) if code else None
