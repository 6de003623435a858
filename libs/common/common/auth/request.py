"""The actor of a request."""

from fastapi import Request

from common.auth.actors import Actor
from common.errors import Unauthenticated

ACTOR = "wangqian_actor"


async def current_actor(request: Request) -> Actor:
    """Who is asking.

    Raises:
        Unauthenticated: there is no bearer token, or it is not good.
    """
    known = request.scope.get(ACTOR)
    if known is not None:
        return known
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    actor = await request.app.state.context.verifier.verify(token.strip())
    request.scope[ACTOR] = actor
    return actor


async def identify(request: Request) -> str:
    """The asker's key, or `anonymous`."""
    return (await current_actor(request)).key if "authorization" in request.headers else "anonymous"
