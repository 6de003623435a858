"""Single agreements: found, locked, written."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import errors
from agreements.records.states import Kind
from agreements.records.store.readers import visible_to
from agreements.records.tables import IS_LIVE, IS_OPEN, ONE_LIVE_AGREEMENT, ONE_OPEN_INVITATION, Agreement
from common.auth import actors
from common.errors import Problem


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


async def find_all_for_change(
    session: AsyncSession, agreement_ids: Collection[UUID], actor: actors.Actor
) -> Sequence[Agreement]:
    """Those of them that the actor may see, locked in the order of their ids, so that two of these at once wait for
    each other in one order."""
    wanted = select(Agreement).where(Agreement.id.in_(agreement_ids), visible_to(actor))
    return (await session.scalars(wanted.order_by(Agreement.id).with_for_update())).all()


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
    wanted = select(Agreement).where(Agreement.employer_id == employer_id, Agreement.kind == Kind.ONLINE.value)
    return (await session.scalars(wanted.order_by(Agreement.id.desc()).limit(1))).one_or_none()


async def last_form(session: AsyncSession, graduate_id: UUID) -> Agreement | None:
    """The graduate's latest agreement on paper."""
    wanted = select(Agreement).where(Agreement.graduate_id == graduate_id, Agreement.kind != Kind.ONLINE.value)
    return (await session.scalars(wanted.order_by(Agreement.id.desc()).limit(1))).one_or_none()


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


async def _write(session: AsyncSession, statement: Any) -> Agreement:
    try:
        written = (await session.scalars(statement)).one_or_none()
    except IntegrityError as fault:
        refusal = refusal_of(str(fault.orig))
        if refusal is None:
            raise
        raise refusal from fault
    if written is None:
        raise errors.was_faster()
    return written


def refusal_of(broken: str) -> Problem | None:
    """The indexes are the last judges of simultaneous requests; their verdicts are ordinary refusals.

    Args:
        broken: what the database says of it, which names the index.
    """
    if ONE_LIVE_AGREEMENT in broken:
        return errors.GraduateSignsWithAnother(
            "该毕业生刚刚已同意另一份签约。",
            rule="graduate_has_no_live_agreement",
            remedy="请刷新后查看该签约；该签约未通过审核、撤回或解约后，才能再签约。",
            who_can_change="审核该签约的学校（院系），或双方解约；线下签约、补登由毕业生撤回申请或申请解约",
        )
    if ONE_OPEN_INVITATION in broken:
        return errors.InvitationStillOpen(
            "本单位刚刚已向该毕业生发出邀请。",
            rule="employer_has_no_open_invitation_to_graduate",
            who_can_change="本单位用户，可撤回或修改邀请",
        )
    return None


def _there(agreement: Agreement | None) -> Agreement:
    if agreement is None:
        raise errors.NoSuchAgreement
    return agreement
