"""What every use case begins with: the agreement is locked, and the table decides."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import queries as records
from agreements.records.queries import Agreement
from agreements.records.states import Action, Change
from agreements.rescission.states import LIVES
from common import clock
from common.auth.actors import Actor
from common.review import ReviewMode


@dataclass(frozen=True)
class Decided:
    """The locked agreement, what becomes of it, and how a review would go that begins now."""

    agreement: Agreement
    change: Change
    review_mode: ReviewMode

    @property
    def frozen_mode(self) -> str | None:
        """审核设置 as the review keeps it; None if none begins."""
        return self.review_mode.value if self.change.review_step else None

    @property
    def rescission_id(self) -> UUID:
        """The request that runs."""
        return running(self.agreement)


async def decide(session: AsyncSession, actor: Actor, agreement_id: UUID, action: Action) -> Decided:
    """Lock it and ask the table.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    case = records.case_of(agreement, await records.situation_around(session, agreement))
    return Decided(agreement, LIVES[case.kind].apply(case, action, actor, clock.now()), case.review_mode)


def running(agreement: Agreement) -> UUID:
    """The request that an agreement points to while one runs; the table lets nobody in here without one."""
    if agreement.rescission_id is None:
        raise LookupError(f"agreement {agreement.id} is {agreement.status} without a request")
    return agreement.rescission_id
