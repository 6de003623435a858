"""Where somebody is signed in."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import Actor
from identity.sessions import store
from identity.sessions.schemas import Devices, DeviceView


async def devices(session: AsyncSession, actor: Actor, current: UUID | None) -> Devices:
    """The sessions of one's own account that could still be refreshed."""
    rows = await store.live_sessions(session, actor.role, actor.id, clock.now())
    return Devices(items=[DeviceView.of(row, current) for row in rows])


async def is_alive(session: AsyncSession, session_id: UUID) -> bool:
    """Whether a session has neither been ended nor run out."""
    return await store.is_alive(session, session_id, clock.now())
