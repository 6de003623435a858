"""Access tokens of ended sessions are refused here at once; other services refuse them when they run out."""

import base64
import time
from collections import OrderedDict
from uuid import UUID

import orjson

from common import clock
from common.auth.actors import Actor
from common.auth.tokens import FetchKeys, TokenVerifier
from common.database import Database
from common.settings import TokenSettings
from identity.sessions import store
from identity.sessions.errors import SessionEnded

KEPT_SESSIONS = 50_000


class LiveSessions(TokenVerifier):
    """Turns a bearer token into an actor while its session is alive. What was looked up is trusted for seconds."""

    def __init__(self, settings: TokenSettings, keys: FetchKeys, database: Database, kept_seconds: float) -> None:
        super().__init__(settings, keys)
        self._database = database
        self._kept_seconds = kept_seconds
        self._seen_alive: OrderedDict[UUID, float] = OrderedDict()

    async def verify(self, token: str) -> Actor:
        """The actor.

        Raises:
            SessionEnded: the token is good, its session is not.
            TokenExpired, TokenRefused, KeysUnavailable: as everywhere.
        """
        actor = await super().verify(token)
        session_id = session_of(token)
        if session_id is not None and not await self._is_alive(session_id):
            raise SessionEnded
        return actor

    async def _is_alive(self, session_id: UUID) -> bool:
        seen = self._seen_alive.get(session_id)
        if seen is not None and time.monotonic() - seen < self._kept_seconds:
            return True
        async with self._database.transaction() as own:
            if not await store.is_alive(own, session_id, clock.now()):
                self._seen_alive.pop(session_id, None)
                return False
        self._seen_alive[session_id] = time.monotonic()
        self._seen_alive.move_to_end(session_id)
        if len(self._seen_alive) > KEPT_SESSIONS:
            self._seen_alive.popitem(last=False)
        return True


def session_of(token: str) -> UUID | None:
    """The session that a verified token names; None for a service's token, which has none."""
    payload = token.split(".")[1]
    claims = orjson.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return UUID(claims["sid"]) if claims.get("sid") else None
