"""One decision of a reviewer on one agreement, handed to the process that the agreement is in."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.offline.commands import review as review_offline
from agreements.records import errors
from agreements.records import queries as records
from agreements.records.commands import refuse_other_version
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision, Pass, Return
from agreements.records.states import Kind, Status
from agreements.rescission.commands import NO_RULING_HERE
from agreements.rescission.commands import review as review_rescission
from agreements.reviews.schemas import Reviewed
from agreements.signing.commands import review as review_online
from agreements.supplement.commands import review as review_supplement
from common.auth.actors import SchoolReviewer
from common.errors import FieldFault, Invalid, Problem

Review = Callable[[AsyncSession, SchoolReviewer, Agreement, Decision], Awaitable[Agreement]]

REVIEWS: dict[Kind, Review] = {
    Kind.ONLINE: review_online,
    Kind.OFFLINE: review_offline,
    Kind.SUPPLEMENT: review_supplement,
}
"""Who decides on agreements of a kind before they stand; each takes the locked agreement."""
RESCISSION_REVIEWS: dict[Kind, Review] = dict.fromkeys(Kind, review_rescission)
"""Who decides on the rescission of agreements of a kind, likewise."""
NO_MARKS_HERE = FieldFault(
    field="fields", reason="解约申请由毕业生整份修改，不需标记字段", remedy="请在说明中写明问题。"
)
RESCISSIONS_IN_REVIEW = frozenset({Status.RESCISSION_IN_REVIEW, Status.RESCISSION_REQUESTED})


async def decide(session: AsyncSession, actor: SchoolReviewer, agreement_id: UUID, decision: Decision) -> Agreement:
    """通过, 不通过 or 退回修改 at the reviewer's step.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        ChangedMeanwhile: it is not the version that was read.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    refuse_other_version(agreement, decision.version)
    return await REVIEWS[Kind(agreement.kind)](session, actor, agreement, decision)


async def decide_all(
    session: AsyncSession, actor: SchoolReviewer, items: Sequence[Reviewed], decision: Decision
) -> dict[UUID, Agreement | Problem]:
    """The same decision on many agreements, each with a record of its own; a refusal of one undoes no other.

    All are locked first, in the order of their ids, and then decided on by cohort: whoever passes takes the numbers of
    a cohort, and two reviewers who took agreements and numbers in different orders would wait for each other for ever.
    """
    locked = await records.find_all_for_change(session, {item.agreement_id for item in items}, actor)
    became: dict[UUID, Agreement | Problem] = {}
    for item in sorted(items, key=lambda item: _place(locked.get(item.agreement_id))):
        became[item.agreement_id] = await _decide_one(session, actor, locked.get(item.agreement_id), item, decision)
    return became


def _place(agreement: Agreement | None) -> tuple[int, str]:
    return (agreement.cohort, str(agreement.id)) if agreement else (0, "")


async def _decide_one(
    session: AsyncSession, actor: SchoolReviewer, agreement: Agreement | None, item: Reviewed, decision: Decision
) -> Agreement | Problem:
    if agreement is None:
        return errors.NoSuchAgreement()
    kind = Kind(agreement.kind)
    rescinds = Status(agreement.status) in RESCISSIONS_IN_REVIEW
    review = RESCISSION_REVIEWS[kind] if rescinds else REVIEWS[kind]
    try:
        refuse_other_version(agreement, item.version)
        _refuse_needless_words(decision, rescinds=rescinds)
        async with session.begin_nested():
            return await review(session, actor, agreement, decision)
    except Problem as refusal:
        return refusal


def _refuse_needless_words(decision: Decision, *, rescinds: bool) -> None:
    """Of a rescission the process asks for the ruling itself; nothing that a reviewer says of the others is dropped.

    Raises:
        Invalid: a ruling where nothing is rescinded, or marks where no letter is corrected.
    """
    if isinstance(decision, Pass) and decision.ruling and not rescinds:
        raise Invalid(errors=[NO_RULING_HERE])
    if isinstance(decision, Return) and decision.fields and rescinds:
        raise Invalid(errors=[NO_MARKS_HERE])
