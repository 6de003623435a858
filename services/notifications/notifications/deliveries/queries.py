"""What others ask about deliveries."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications.deliveries import store


async def codes_sent_to(session: AsyncSession, address_index: str, since: datetime) -> list[datetime]:
    """When codes went to a number (by its blind index), oldest first."""
    return await store.codes_sent_to(session, address_index, since)
