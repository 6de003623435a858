"""SQL of the shared access token."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.access_tokens.tables import WeChatToken


async def find(session: AsyncSession, appid: str) -> WeChatToken | None:
    """The newest token of the account."""
    return await session.get(WeChatToken, appid)


async def keep(session: AsyncSession, appid: str, token: str, expires_at: datetime) -> None:
    """Put a newer one in its place."""
    values = {"token": token, "expires_at": expires_at}
    fresh = insert(WeChatToken).values(appid=appid, **values)
    await session.execute(fresh.on_conflict_do_update(index_elements=["appid"], set_=values))
