"""Keeping whose department reads an agreement."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.agreements import AgreementFacts
from documents.departments import store


async def keep_department(session: AsyncSession, facts: AgreementFacts, sequence: int) -> None:
    """Every event of an agreement names the department that reads it from then on."""
    await store.keep(session, facts.agreement_id, sequence, facts.school_code, facts.department)
