"""One request, one transaction, committed before the answer leaves."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from common.http.idempotency import Replay, remember_answer
from common.http.query_string import StrictRoute

SESSION = "wangqian_session"
REQUEST = "wangqian_request"
SMALL_BODY = 256 * 1024
"""Bytes."""


class TransactionalRoute(StrictRoute):
    """Opens a transaction around the endpoint and commits it after the answer is made and before it is sent.

    An endpoint that raises leaves nothing behind; a commit that fails becomes a 5xx, never a false success.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler that is strict about the query string."""
        handle = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            try:
                async with request.app.state.context.database.transaction() as session:
                    request.scope[SESSION] = session
                    session.info[REQUEST] = request
                    response = await handle(request)
                    await remember_answer(request, session, response)
                    return response
            except Replay as replay:
                return replay.response

        return in_transaction


def api_router(prefix: str, tag: str, *, max_body_size: int = SMALL_BODY) -> APIRouter:
    """The router of one feature. Every route of it is transactional."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=TransactionalRoute, max_body_size=max_body_size)


def hot_router(prefix: str, tag: str) -> APIRouter:
    """Routes of hot transitions, which open no transaction: they read and write through `Database.at_once`, and answer
    out of what is at hand."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=StrictRoute, max_body_size=SMALL_BODY)


async def current_session(request: Request) -> AsyncSession:
    """The transaction of the request that is being answered."""
    return request.scope[SESSION]


def request_of(session: AsyncSession) -> Request | None:
    """The request that a transaction answers; None in jobs, reactions and commands."""
    return session.info.get(REQUEST)


Session = Annotated[AsyncSession, Depends(current_session)]
