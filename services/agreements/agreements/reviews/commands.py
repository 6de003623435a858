"""One decision of a reviewer on one agreement, handed to the process that the agreement is in."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.offline.commands import review as review_offline
from agreements.records import queries as records
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision
from agreements.records.states import Kind
from agreements.rescission.commands import review as review_rescission
from agreements.signing.commands import review as review_online
from agreements.supplement.commands import review as review_supplement
from common.auth.actors import SchoolReviewer

Review = Callable[[AsyncSession, SchoolReviewer, Agreement, Decision], Awaitable[Agreement]]

REVIEWS: dict[Kind, Review] = {
    Kind.ONLINE: review_online,
    Kind.OFFLINE: review_offline,
    Kind.SUPPLEMENT: review_supplement,
}
"""Who decides on agreements of a kind before they stand; each takes the locked agreement."""
RESCISSION_REVIEWS: dict[Kind, Review] = dict.fromkeys(Kind, review_rescission)
"""Who decides on the rescission of agreements of a kind, likewise."""


async def decide(session: AsyncSession, actor: SchoolReviewer, agreement_id: UUID, decision: Decision) -> Agreement:
    """通过, 不通过 or 退回修改 at the reviewer's step.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    return await REVIEWS[Kind(agreement.kind)](session, actor, agreement, decision)
