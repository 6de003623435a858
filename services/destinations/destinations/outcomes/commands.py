"""Bringing a graduate's outcome up to date."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.destinations import OutcomeChanged
from common.messaging.outbox import emit
from destinations.copies import queries as copies
from destinations.copies.states import Standing
from destinations.outcomes import store
from destinations.outcomes.states import CurrentOutcome, derive


class Whose(NamedTuple):
    """The graduate an outcome belongs to, as whoever asks knows them."""

    graduate_id: UUID
    school_code: str
    department: str
    cohort: int


async def settle_outcome(session: AsyncSession, whose: Whose, approved_code: str | None) -> None:
    """Derive the outcome from what is known now; keep and say it only if it has changed.

    The caller holds the graduate's lock, so versions follow each other without a gap.

    Args:
        approved_code: the code of the graduate's approved destination, if there is one.
    """
    live = await copies.live_agreement_of(session, whose.graduate_id)
    signed = live is not None and live.standing is Standing.SIGNED
    rescinded = await copies.has_rescinded(session, whose.graduate_id)
    outcome = derive(agreement_signed=signed, approved_code=approved_code, rescinded=rescinded)
    before = await store.find(session, whose.graduate_id)
    known = CurrentOutcome(before.outcome_code, before.source) if before else CurrentOutcome(None, "none")  # type: ignore[arg-type]
    if outcome == known:
        return
    version = before.version + 1 if before else 1
    await store.keep(
        session,
        whose.graduate_id,
        version=version,
        cohort=whose.cohort,
        school_code=whose.school_code,
        outcome_code=outcome.code,
        source=outcome.source,
        changed_at=clock.now(),
    )
    said = OutcomeChanged(**whose._asdict(), outcome_code=outcome.code, source=outcome.source)
    await emit(session, said, sequence=version)
