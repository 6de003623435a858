"""What agreements does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourite_imports import commands as favourite_imports
from agreements.signing import commands as signing
from common.jobs import Jobs
from common.service import Context

jobs = Jobs()


@jobs.every(seconds=5)
async def expire_invitations(session: AsyncSession, context: Context) -> int:
    """End what nobody answered in time. A late clock changes no outcome: an answer checks the deadline itself."""
    return await signing.expire_overdue(session, context.settings.expiry_batch)


@jobs.every(seconds=600)
async def forget_favourite_imports(session: AsyncSession, context: Context) -> int:
    """Workbooks hold ID numbers and are kept for a day."""
    return await favourite_imports.forget_imports(session)
