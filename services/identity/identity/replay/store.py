"""How much waits for the relay."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

WAITING = text("SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT :most) AS waiting")


async def waiting(session: AsyncSession, most: int) -> int:
    """How many events have not been published yet; nobody counts further than `most`."""
    return int((await session.execute(WAITING, {"most": most})).scalar_one())
