"""What identity alone needs while it runs. Routes and reactions find it as `context.resources`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from common.crypto import Cipher
from common.service import Context
from identity.keys.commands import SigningKeys
from identity.passwords import Passwords


@dataclass(frozen=True)
class IdentityResources:
    """The parts every feature of identity may use."""

    cipher: Cipher
    passwords: Passwords
    signing_keys: SigningKeys


@asynccontextmanager
async def identity_resources(context: Context) -> AsyncIterator[IdentityResources]:
    """Open them; nothing is asked of the database before the first request."""
    cipher = Cipher(context.settings.cipher)
    yield IdentityResources(
        cipher=cipher,
        passwords=Passwords(context.settings.passwords),
        signing_keys=SigningKeys(context.database, cipher, context.settings),
    )
