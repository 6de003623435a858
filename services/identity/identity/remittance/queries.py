"""What screens show of remittances. The amount is shown to nobody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.values import cnaps
from common.paging import Page, PageRequest, page_of
from common.service import Context
from identity.remittance import states, store
from identity.remittance.states import RemittanceStatus
from identity.remittance.tables import ACCOUNT_FIELD, Remittance
from identity.verification.states import reason_label


async def remittance_of(session: AsyncSession, context: Context, verification_id: UUID) -> dict[str, Any] | None:
    """The remittance of a submission; None when it was made in another way."""
    found = await store.of_verification(session, verification_id)
    return view(context, found) if found else None


async def remittances_of(session: AsyncSession, context: Context, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The remittances of these submissions, by submission."""
    return {key: view(context, row) for key, row in (await store.of_verifications(session, ids)).items()}


async def needing_attention(session: AsyncSession, context: Context, page: PageRequest) -> Page[Any]:
    """What the centre should look at: orders that the bank has not carried out in time, payments that came back."""
    before = clock.now() - timedelta(days=context.settings.remittance.overdue_days)
    position = page.position(UUID)
    rows = await store.needing_attention(session, before, position[0] if position else None, page.limit + 1)
    return page_of(rows, page, lambda row: _listed(context, row), lambda row: row.id)


def view(context: Context, row: Remittance) -> dict[str, Any]:
    """A remittance with its account number masked."""
    status = RemittanceStatus(row.status)
    account = context.resources.cipher.decrypt(row.account, ACCOUNT_FIELD)
    return {
        "payee": row.payee,
        "account": states.masked(account),
        "bank_name": row.bank_name,
        "bank_code": row.bank_code,
        "warnings": cnaps.warnings(row.bank_code) if row.bank_code else [],
        "status": {"code": status, "label": status.label},
        "reason": {"code": row.reason_code, "label": reason_label(row.reason_code)} if row.reason_code else None,
        "paid_at": row.paid_at,
        "answer_by": row.answer_by,
        "tries_left": row.answers - row.wrong_answers,
    }


def _listed(context: Context, row: Remittance) -> dict[str, Any]:
    return {
        **view(context, row),
        "id": row.id,
        "employer_id": row.employer_id,
        "verification_id": row.verification_id,
        "ordered_at": row.ordered_at,
        "ended_at": row.ended_at,
    }
