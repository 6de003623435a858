"""What every use case ends with: the change is saved, written into the history and said."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.signing import store
from agreements.signing.states import Change, RejectReason
from agreements.signing.tables import Agreement
from common.messaging.outbox import emit

EVENT_FACTS = (
    "employer_id",
    "employer_name",
    "graduate_id",
    "graduate_name",
    "school_code",
    "department",
    "cohort",
    "job_title",
    "deadline",
    "accepted_at",
    "review_step",
    "signed_at",
)
"""Columns that events may take."""


async def carry_out(session: AsyncSession, agreement: Agreement, change: Change, **values: Any) -> Agreement:
    """Save what the table has decided, with one history row and one event."""
    before, at_step = agreement.status, agreement.review_step
    saved = await store.save(
        session,
        agreement,
        status=change.status.value,
        review_step=change.review_step.value if change.review_step else None,
        updated_at=change.at,
        **values,
    )
    await record(session, saved, change, before=before, at_step=at_step)
    return saved


async def record(
    session: AsyncSession, agreement: Agreement, change: Change, *, before: str | None, at_step: str | None
) -> None:
    """One history row and one event for one change, in the transaction of the change."""
    await store.add_history(
        session,
        agreement_id=agreement.id,
        version=agreement.version,
        at=change.at,
        actor_role=change.by.role,
        actor_id=change.by.id,
        actor_name=change.by.name,
        action=change.transition.action.value,
        from_status=before,
        to_status=agreement.status,
        at_step=at_step,
        reason=agreement.reject_reason,
        detail=agreement.reject_detail,
    )
    # Each event takes from these what its contract names.
    facts = {field: getattr(agreement, field) for field in EVENT_FACTS}
    reason = RejectReason(agreement.reject_reason).label if agreement.reject_reason else None
    event = change.transition.event.model_validate(
        {
            **facts,
            "agreement_id": agreement.id,
            "agreement_number": agreement.number,
            "step": at_step,
            "reason": reason,
            "detail": agreement.reject_detail,
        }
    )
    await emit(session, event, sequence=agreement.version)
