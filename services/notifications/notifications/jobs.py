"""What notifications does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.jobs import Jobs
from common.service import Context
from notifications.deliveries.commands import receipts, send

jobs = Jobs()


@jobs.every(seconds=1)
async def send_deliveries(session: AsyncSession, context: Context) -> int:
    """Send what is due."""
    return await send.send_batch(session, context)


@jobs.every(seconds=60)
async def abandon_deliveries(session: AsyncSession, context: Context) -> int:
    """Give up what is too late, and what killed its senders again and again."""
    return await receipts.abandon_hopeless(session, context)
