"""What others ask about deliveries."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications.deliveries import store


async def sent_to(session: AsyncSession, address_index: str, since: datetime) -> list[datetime]:
    """When text messages went to a number (by its blind index), oldest first."""
    return await store.sent_to(session, address_index, since)
