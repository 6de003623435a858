"""Disputes and endings as screens show them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings import store
from agreements.endings.schemas import DisputeView, EndingView
from agreements.endings.states import Outcome, case_number
from agreements.endings.tables import Dispute
from agreements.records.states import Audience, reason_label
from common.answers import Coded
from common.clock import shanghai_date


async def disputes_of(session: AsyncSession, agreement_id: UUID, audience: Audience) -> list[DisputeView]:
    """The cases of an agreement, the latest first. They are between the graduate and the school."""
    if audience is Audience.EMPLOYER:
        return []
    return [_dispute(row, audience) for row in await store.disputes(session, agreement_id)]


async def ending_of(
    session: AsyncSession, agreement_id: UUID, audience: Audience, reason: str | None, detail: str | None
) -> EndingView | None:
    """Why an agreement has ended, if it says so; only the school reads what was talked."""
    if reason is None and detail is None:
        return None
    talked = await store.voiding(session, agreement_id) if audience is Audience.SCHOOL else None
    return EndingView(
        reason=Coded(code=reason, label=reason_label(reason)) if reason else None,
        detail=detail,
        talk=talked.talk if talked else None,
    )


def number_of(dispute: Dispute) -> str:
    """案件编号."""
    return case_number(shanghai_date(dispute.opened_at).year, dispute.id)


def _dispute(row: Dispute, audience: Audience) -> DisputeView:
    return DisputeView(
        case_number=number_of(row),
        opened_at=row.opened_at,
        detail=row.detail,
        file_ids=[UUID(file_id) for file_id in row.file_ids],
        outcome=Coded(code=row.outcome, label=Outcome(row.outcome).label) if row.outcome else None,
        decided_at=row.decided_at,
        decided_by=row.decided_by if audience is Audience.SCHOOL else None,
        answer=row.answer,
    )
