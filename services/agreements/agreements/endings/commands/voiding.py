"""作废 of an agreement that stands (guides/000 §7)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings import states, store
from agreements.endings.schemas import VoidAgreement
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action, VoidReason
from common import clock
from common.auth.actors import SchoolUser


async def void(session: AsyncSession, actor: SchoolUser, agreement_id: UUID, why: VoidAgreement) -> Agreement:
    """作废: 原签约不再生效, with whatever rescission was under way; the graduate is free at once.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.VOID, actor, clock.now())
    await store.add_voiding(
        session, agreement_id=agreement.id, voided_at=change.at, voided_by=actor.name, talk=why.talk
    )
    reason = VoidReason.SCHOOL_VOIDED.value
    told = Told(reason=reason, detail=why.detail)
    return await carry_out(session, agreement, change, told, end_reason=reason, end_detail=why.detail)
