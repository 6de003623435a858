"""Single agreements for the use cases of the processes; a locked one is decided on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import store
from agreements.records.states import Status
from agreements.records.tables import Agreement, HistoryRow
from common.auth.actors import Actor


async def read(session: AsyncSession, agreement_id: UUID, actor: Actor) -> Agreement:
    """One that the actor may see.

    Raises:
        NoSuchAgreement: there is none.
    """
    return await store.find(session, agreement_id, actor)


async def find_for_change(session: AsyncSession, agreement_id: UUID, actor: Actor) -> Agreement:
    """The same, locked until the transaction ends: whoever comes second sees what the first has done.

    Raises:
        NoSuchAgreement: there is none.
    """
    return await store.find_for_change(session, agreement_id, actor)


async def find_all_for_change(
    session: AsyncSession, agreement_ids: Collection[UUID], actor: Actor
) -> dict[UUID, Agreement]:
    """Those of them that the actor may see, locked in the order of their ids."""
    return {found.id: found for found in await store.find_all_for_change(session, agreement_ids, actor)}


async def find_any(session: AsyncSession, agreement_id: UUID) -> Agreement:
    """One for another of our services, which may see all.

    Raises:
        NoSuchAgreement: there is none.
    """
    return await store.find_any(session, agreement_id)


async def open_invitation_for_change(session: AsyncSession, employer_id: UUID, graduate_id: UUID) -> Agreement | None:
    """The employer's unanswered invitation to the graduate, locked."""
    return await store.open_invitation_for_change(session, employer_id, graduate_id)


async def open_invitations_for_change(
    session: AsyncSession, employer_id: UUID, graduate_ids: Collection[UUID]
) -> Sequence[Agreement]:
    """The employer's unanswered invitations to these graduates, locked."""
    return await store.open_invitations_for_change(session, employer_id, graduate_ids)


async def overdue_for_change(session: AsyncSession, now: datetime, limit: int) -> Sequence[Agreement]:
    """Unanswered invitations whose deadline has passed, locked. Those locked by somebody else are left to them."""
    return await store.overdue_for_change(session, now, limit)


async def last_letter(session: AsyncSession, employer_id: UUID) -> Agreement | None:
    """The employer's latest invitation."""
    return await store.last_letter(session, employer_id)


async def last_form(session: AsyncSession, graduate_id: UUID) -> Agreement | None:
    """The graduate's latest agreement on paper."""
    return await store.last_form(session, graduate_id)


async def history_of(session: AsyncSession, agreement_id: UUID) -> Sequence[HistoryRow]:
    """All changes of an agreement that may be seen, the first one first."""
    return await store.history(session, agreement_id)


async def of_graduate_for_change(
    session: AsyncSession, graduate_id: UUID, statuses: Collection[Status], school_code: str, department: str
) -> Sequence[Agreement]:
    """All of a graduate that stand in one of these statuses or that another department of this school reads, locked in
    the order of their ids."""
    return await store.of_graduate_for_change(session, graduate_id, statuses, school_code, department)
