"""What identity alone needs while it runs. Routes and reactions find it as `context.resources`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from common.crypto import Cipher
from common.database import Database
from common.errors import Unavailable
from common.service import Context
from common.settings import DatabaseSettings
from identity.keys.commands import SigningKeys
from identity.passwords import Passwords
from identity.sessions.liveness import LiveSessions
from identity.settings import IdentitySettings

ASIDE_CONNECTIONS = 3
TOKEN_CONNECTIONS = 2
LOCK_TIMEOUT_MS = 500
"""Far longer than any transaction aside holds a row, far shorter than a person waits."""
FREE_CONNECTION_SECONDS = 5.0
LOCK_NOT_AVAILABLE = "55P03"
TRY_AGAIN_SECONDS = 2


class Busy(Unavailable):
    """What has to be written down first is held by others. Nothing was written, the same request may be sent again."""

    code = "identity.busy"
    title = "当前操作人数较多，请稍后重试"


class Aside(Database):
    """Transactions beside the request's own: what they write stays although the request is refused.

    They are short and wait for nobody: PostgreSQL ends the wait for a lock (`lock_timeout`), since a circle of requests
    that hold a row and wait for a connection is none that it could see. So that there is no circle at all, **whoever
    holds a lock in the request's transaction waits for no transaction aside**: first what is counted aside, then what
    is held.
    """

    def __init__(self, settings: DatabaseSettings, application: str) -> None:
        super().__init__(settings, application)
        event.listen(self.engine.sync_engine, "do_connect", _end_waiting_for_locks)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One session, one transaction, on a connection of its own.

        Raises:
            Busy: no connection is free, or a row is held, for too long.
        """
        try:
            async with super().transaction() as own:
                await _take_connection(own)
                yield own
        except DBAPIError as fault:
            if getattr(fault.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            raise Busy(retry_after=TRY_AGAIN_SECONDS) from fault


async def _take_connection(own: AsyncSession) -> None:
    try:
        async with asyncio.timeout(FREE_CONNECTION_SECONDS):
            await own.connection()
    except TimeoutError as fault:
        raise Busy(retry_after=TRY_AGAIN_SECONDS) from fault


def _end_waiting_for_locks(_dialect: Any, _record: Any, _args: Any, parameters: dict[str, Any]) -> None:
    parameters["server_settings"] = {**parameters["server_settings"], "lock_timeout": str(LOCK_TIMEOUT_MS)}


@dataclass(frozen=True)
class IdentityResources:
    """The parts every feature of identity may use."""

    cipher: Cipher
    passwords: Passwords
    signing_keys: SigningKeys
    aside: Aside
    """For what must be remembered although the request is refused."""
    tokens: Database
    """For reading signing keys and whether sessions live: every request needs them, so they wait for no other work."""


@asynccontextmanager
async def identity_resources(context: Context) -> AsyncIterator[IdentityResources]:
    """Open them; nothing is asked of the database before the first request."""
    settings: IdentitySettings = context.settings
    cipher = Cipher(settings.cipher)
    aside = Aside(_few(settings.database, ASIDE_CONNECTIONS), "wangqian-identity-aside")
    tokens = Database(_few(settings.database, TOKEN_CONNECTIONS), "wangqian-identity-tokens")
    signing_keys = SigningKeys(tokens, cipher, settings)
    context.verifier = LiveSessions(settings.tokens, signing_keys.jwks, tokens, settings.sessions.liveness_kept_seconds)
    try:
        yield IdentityResources(
            cipher=cipher,
            passwords=Passwords(settings.passwords),
            signing_keys=signing_keys,
            aside=aside,
            tokens=tokens,
        )
    finally:
        await aside.close()
        await tokens.close()


def _few(settings: DatabaseSettings, connections: int) -> DatabaseSettings:
    return settings.model_copy(update={"pool_size": connections})
