"""The SQL of requests to join."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from identity.joining.tables import JoinRequest

WAITING = JoinRequest.status == "waiting"


async def add(session: AsyncSession, **values: Any) -> JoinRequest:
    """A new request."""
    return (await session.execute(insert(JoinRequest).values(**values).returning(JoinRequest))).scalar_one()


async def request(session: AsyncSession, request_id: UUID) -> JoinRequest | None:
    """A request by its id."""
    return await session.get(JoinRequest, request_id, populate_existing=True)


async def locked_request(session: AsyncSession, request_id: UUID) -> JoinRequest | None:
    """A request by its id, held until the transaction ends."""
    return await session.get(JoinRequest, request_id, populate_existing=True, with_for_update=True)


async def open_request(session: AsyncSession, user_id: UUID) -> JoinRequest | None:
    """The request of a user that waits for an answer, held until the transaction ends."""
    return await session.scalar(select(JoinRequest).where(JoinRequest.user_id == user_id, WAITING).with_for_update())


async def answer(session: AsyncSession, request_id: UUID, **values: Any) -> JoinRequest:
    """Write down what became of a request."""
    answered = (
        update(JoinRequest)
        .where(JoinRequest.id == request_id)
        .values(**values)
        .returning(JoinRequest)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(answered)).scalar_one()


async def of_user(session: AsyncSession, user_id: UUID, limit: int) -> list[JoinRequest]:
    """A user's own requests, newest first."""
    found = select(JoinRequest).where(JoinRequest.user_id == user_id).order_by(JoinRequest.id.desc())
    return list(await session.scalars(found.limit(limit)))


async def requests_since(session: AsyncSession, user_id: UUID, since: datetime) -> int:
    """How often a user has asked since then, whatever became of it."""
    mine = (JoinRequest.user_id == user_id, JoinRequest.requested_at > since)
    return await session.scalar(select(func.count()).select_from(JoinRequest).where(*mine)) or 0


async def waiting_for(
    session: AsyncSession, employer_id: UUID | None, after: UUID | None, now: datetime, limit: int
) -> list[JoinRequest]:
    """Requests that can still be answered, of one employer or of all, the one that waits longest first."""
    found = select(JoinRequest).where(WAITING, JoinRequest.expires_at > now).order_by(JoinRequest.id)
    if employer_id is not None:
        found = found.where(JoinRequest.employer_id == employer_id)
    if after is not None:
        found = found.where(JoinRequest.id > after)
    return list(await session.scalars(found.limit(limit)))


async def expire(session: AsyncSession, now: datetime, batch: int, **values: Any) -> list[JoinRequest]:
    """End a batch of requests that nobody has answered in time. Returns them."""
    late = select(JoinRequest.id).where(WAITING, JoinRequest.expires_at <= now)
    ids = late.limit(batch).with_for_update(skip_locked=True)
    ended = update(JoinRequest).where(JoinRequest.id.in_(ids)).values(**values).returning(JoinRequest)
    return list(await session.scalars(ended.execution_options(populate_existing=True)))
