"""What agreements does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes import commands as acceptance_codes
from agreements.favourite_imports import commands as favourite_imports
from agreements.records import commands as records
from agreements.search_misses import commands as search_misses
from agreements.signing import commands as signing
from common.jobs import Jobs
from common.service import Context

jobs = Jobs()


@jobs.every(seconds=5)
async def expire_invitations(session: AsyncSession, context: Context) -> int:
    """End what nobody answered in time. A late clock changes no outcome: an answer checks the deadline itself."""
    return await signing.expire_overdue(session, context.settings.expiry_batch)


@jobs.every(seconds=60)
async def remind(session: AsyncSession, context: Context) -> int:
    """Tell whoever is waited for too long, and from the last reminder on whose list of what is overdue it stands in."""
    return await records.remind(session, context.settings.reminder_batch)


@jobs.every(seconds=600)
async def forget_favourite_imports(session: AsyncSession, context: Context) -> int:
    """Workbooks hold ID numbers and are kept for a day."""
    return await favourite_imports.forget_imports(session)


@jobs.every(seconds=600)
async def forget_search_misses(session: AsyncSession, context: Context) -> int:
    """They count for a day."""
    return await search_misses.forget_misses(session)


@jobs.every(seconds=600)
async def forget_acceptance_codes(session: AsyncSession, context: Context) -> int:
    """What they proved stands in the history."""
    return await acceptance_codes.forget_codes(session)
