"""What identity alone needs while it runs. Routes and reactions find it as `context.resources`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from common.crypto import Cipher
from common.database import Database
from common.service import Context
from identity.keys.commands import SigningKeys
from identity.passwords import Passwords
from identity.sessions.liveness import LiveSessions
from identity.settings import IdentitySettings

ASIDE_CONNECTIONS = 3


@dataclass(frozen=True)
class IdentityResources:
    """The parts every feature of identity may use."""

    cipher: Cipher
    passwords: Passwords
    signing_keys: SigningKeys
    aside: Database
    """For what must be remembered although the request is refused.

    Short transactions that wait for nothing. They have connections of their own: requests that each hold one and wait
    for a second would wait for each other.
    """


@asynccontextmanager
async def identity_resources(context: Context) -> AsyncIterator[IdentityResources]:
    """Open them; nothing is asked of the database before the first request."""
    settings: IdentitySettings = context.settings
    cipher = Cipher(settings.cipher)
    aside = Database(settings.database.model_copy(update={"pool_size": ASIDE_CONNECTIONS}), "wangqian-identity-aside")
    signing_keys = SigningKeys(aside, cipher, settings)
    context.verifier = LiveSessions(settings.tokens, signing_keys.jwks, aside, settings.sessions.liveness_kept_seconds)
    try:
        yield IdentityResources(
            cipher=cipher,
            passwords=Passwords(settings.passwords),
            signing_keys=signing_keys,
            aside=aside,
        )
    finally:
        await aside.close()
