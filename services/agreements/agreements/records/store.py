"""Every statement on agreements, and who may see which rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, false, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import errors
from agreements.records.states import Status, Tab, chain
from agreements.records.tables import IS_LIVE, IS_OPEN, ONE_LIVE_AGREEMENT, ONE_OPEN_INVITATION, Agreement, HistoryRow
from common.auth import actors
from common.contracts.codes.levels import DataScope, levels_in
from common.errors import Problem


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None does not narrow."""

    cohort: int | None = None
    tab: Tab | None = None
    status: Status | None = None
    department: str | None = None
    name: str | None = None
    """Any part of the graduate's name."""


ChainRow = tuple[UUID, int, HistoryRow | None]
"""An agreement's id and version, and one row of its history; None if it has none."""


def visible_to(actor: actors.Actor) -> ColumnElement[bool]:
    """The rows an actor may know of. Whatever is not listed here sees nothing."""
    match actor:
        case actors.EmployerUser(employer_id=UUID() as employer_id):
            return Agreement.employer_id == employer_id
        case actors.Graduate(graduate_id=graduate_id):
            return Agreement.graduate_id == graduate_id
        case actors.SchoolUser(school_code=school_code):
            return and_(Agreement.school_code == school_code, *_in_scope(actor.data_scope))
        case actors.DepartmentUser(school_code=school_code, department=department):
            own = and_(Agreement.school_code == school_code, Agreement.department == department)
            return and_(own, *_in_scope(actor.data_scope))
        case _:
            return false()


async def find(session: AsyncSession, agreement_id: UUID, actor: actors.Actor) -> Agreement:
    """One that the actor may see.

    Raises:
        NoSuchAgreement: there is none.
    """
    found = await session.scalars(select(Agreement).where(Agreement.id == agreement_id, visible_to(actor)))
    return _there(found.one_or_none())


async def find_for_change(session: AsyncSession, agreement_id: UUID, actor: actors.Actor) -> Agreement:
    """The same, locked until the transaction ends: whoever comes second sees what the first has done.

    Raises:
        NoSuchAgreement: there is none.
    """
    wanted = select(Agreement).where(Agreement.id == agreement_id, visible_to(actor)).with_for_update()
    return _there((await session.scalars(wanted)).one_or_none())


async def find_any(session: AsyncSession, agreement_id: UUID) -> Agreement:
    """One for another of our services, which may see all.

    Raises:
        NoSuchAgreement: there is none.
    """
    return _there(await session.get(Agreement, agreement_id))


async def open_invitation_for_change(session: AsyncSession, employer_id: UUID, graduate_id: UUID) -> Agreement | None:
    """The employer's unanswered invitation to the graduate, locked."""
    wanted = select(Agreement).where(
        Agreement.employer_id == employer_id,
        Agreement.graduate_id == graduate_id,
        IS_OPEN,
    )
    return (await session.scalars(wanted.with_for_update())).one_or_none()


async def overdue_for_change(session: AsyncSession, now: datetime, limit: int) -> Sequence[Agreement]:
    """Unanswered invitations whose deadline has passed, locked. Those locked by somebody else are left to them."""
    wanted = select(Agreement).where(IS_OPEN, Agreement.deadline <= now)
    claimed = wanted.order_by(Agreement.deadline).limit(limit).with_for_update(skip_locked=True)
    return (await session.scalars(claimed)).all()


async def live_agreement(session: AsyncSession, graduate_id: UUID) -> Agreement | None:
    """The one agreement of the graduate that is in review or stands."""
    wanted = select(Agreement).where(Agreement.graduate_id == graduate_id, IS_LIVE)
    return (await session.scalars(wanted)).one_or_none()


async def last_letter(session: AsyncSession, employer_id: UUID) -> Agreement | None:
    """The employer's latest invitation."""
    wanted = select(Agreement).where(Agreement.employer_id == employer_id).order_by(Agreement.id.desc()).limit(1)
    return (await session.scalars(wanted)).one_or_none()


async def listed(
    session: AsyncSession, actor: actors.Actor, filters: Filters, *, limit: int, before: Sequence[Any] | None
) -> Sequence[Agreement]:
    """What the actor may see of what the filters want, the latest invitation first."""
    wanted = select(Agreement).where(visible_to(actor), *_conditions(filters))
    if before is not None:
        wanted = wanted.where(Agreement.id < before[0])
    return (await session.scalars(wanted.order_by(Agreement.id.desc()).limit(limit))).all()


async def history(session: AsyncSession, agreement_id: UUID) -> Sequence[HistoryRow]:
    """All changes of an agreement, the first one first."""
    wanted = select(HistoryRow).where(HistoryRow.agreement_id == agreement_id).order_by(HistoryRow.version)
    return (await session.scalars(wanted)).all()


async def add(session: AsyncSession, **values: Any) -> Agreement:
    """A new invitation.

    Raises:
        InvitationStillOpen: another user of the employer has just invited this graduate.
    """
    return await _write(session, insert(Agreement).values(**values).returning(Agreement))


async def save(session: AsyncSession, agreement: Agreement, **values: Any) -> Agreement:
    """The next version of an agreement.

    Raises:
        ChangedMeanwhile: it is no longer the version that was loaded.
        GraduateSignsWithAnother: the graduate has accepted another invitation at the same moment.
    """
    seen = agreement.version
    statement = (
        update(Agreement)
        .where(Agreement.id == agreement.id, Agreement.version == seen)
        .values(version=seen + 1, **values)
        .returning(Agreement)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return await _write(session, statement)


async def add_history(session: AsyncSession, *, agreement_id: UUID, version: int, **values: Any) -> None:
    """One row for one change, chained to the one before it, which the same statement reads.

    Nobody writes between the two: the agreement is new or its row is locked. Without a row before it the insert fails.
    """
    previous = _link_before(agreement_id, version)
    # As `chain.link_hash`, which cannot know the hash before without another round trip; the verification compares.
    hashed = previous.concat(chain.SEPARATOR + chain.content_of(version=version, **values))
    links = {"previous_sha256": previous, "sha256": func.encode(func.sha256(func.convert_to(hashed, "UTF8")), "hex")}
    await session.execute(insert(HistoryRow).values(agreement_id=agreement_id, version=version, **values, **links))


async def chains(
    session: AsyncSession, *, agreement_id: UUID | None, since: datetime | None, after: UUID | None, limit: int
) -> Sequence[ChainRow]:
    """The next agreements by id with their whole histories, in the order of versions.

    One statement, so that a change that is being made is seen whole or not at all.
    """
    conditions = []
    if agreement_id is not None:
        conditions.append(Agreement.id == agreement_id)
    if since is not None:
        said = select(HistoryRow.id).where(HistoryRow.agreement_id == Agreement.id, HistoryRow.at >= since)
        conditions.append(or_(Agreement.updated_at >= since, said.exists()))
    if after is not None:
        conditions.append(Agreement.id > after)
    batch = select(Agreement.id, Agreement.version).where(*conditions).order_by(Agreement.id).limit(limit).cte("batch")
    wanted = (
        select(batch.c.id, batch.c.version, HistoryRow)
        .outerjoin_from(batch, HistoryRow, HistoryRow.agreement_id == batch.c.id)
        .order_by(batch.c.id, HistoryRow.version)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(wanted)]


def _link_before(agreement_id: UUID, version: int) -> ColumnElement[str]:
    if version == 1:
        return literal(chain.before_first(agreement_id), Text)
    before = select(HistoryRow.sha256)
    return before.where(HistoryRow.agreement_id == agreement_id, HistoryRow.version == version - 1).scalar_subquery()


def _in_scope(scope: DataScope) -> list[ColumnElement[bool]]:
    """数据权限 of a school's or department's user (guides/003 §2)."""
    return [] if scope == "all" else [Agreement.level_code.in_(levels_in(scope))]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = []
    if filters.cohort is not None:
        conditions.append(Agreement.cohort == filters.cohort)
    if filters.tab is not None:
        conditions.append(Agreement.status.in_([status for status in Status if status.tab is filters.tab]))
    if filters.status is not None:
        conditions.append(Agreement.status == filters.status)
    if filters.department is not None:
        conditions.append(Agreement.department == filters.department)
    if filters.name is not None:
        conditions.append(Agreement.graduate_name.icontains(filters.name, autoescape=True))
    return conditions


async def _write(session: AsyncSession, statement: Any) -> Agreement:
    try:
        written = (await session.scalars(statement)).one_or_none()
    except IntegrityError as fault:
        refusal = _refusal_of(fault)
        if refusal is None:
            raise
        raise refusal from fault
    if written is None:
        raise errors.ChangedMeanwhile
    return written


def _refusal_of(fault: IntegrityError) -> Problem | None:
    """The indexes are the last judges of simultaneous requests; their verdicts are ordinary refusals."""
    broken = str(fault.orig)
    if ONE_LIVE_AGREEMENT in broken:
        return errors.GraduateSignsWithAnother("该毕业生刚刚已同意另一份签约。", rule="graduate_has_no_live_agreement")
    if ONE_OPEN_INVITATION in broken:
        return errors.InvitationStillOpen(
            "本单位刚刚已向该毕业生发出邀请。", rule="employer_has_no_open_invitation_to_graduate"
        )
    return None


def _there(agreement: Agreement | None) -> Agreement:
    if agreement is None:
        raise errors.NoSuchAgreement
    return agreement
