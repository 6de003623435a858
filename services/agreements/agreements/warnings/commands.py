"""Keeping the copy of warning employers."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.warnings import store
from common.contracts.identity import WarningEmployerChanged


async def keep_warnings(session: AsyncSession, event: WarningEmployerChanged, sequence: int) -> None:
    """All marks in force of one employer, as identity says them now."""
    marks = [mark.model_dump(mode="json") for mark in event.marks]
    await store.keep(session, event.employer_key, sequence, national=event.national, marks=marks)
