"""Making, keeping and rotating the keys that sign access tokens."""

import asyncio
import base64
import json
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.tokens import ALGORITHM
from common.crypto import Cipher
from common.database import Database
from common.service import Context
from identity.keys import states, store
from identity.keys.states import Key
from identity.settings import IdentitySettings

SEALED_FIELD = "signing_keys.private"
KEPT_SECONDS = 60.0
"""So long a process trusts what it read; far less than a new key is published ahead."""


def make_key(cipher: Cipher, signs_from: datetime) -> Key:
    """A new random key."""
    private = Ed25519PrivateKey.generate()
    seed = base64.b64encode(private.private_bytes_raw()).decode()
    public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(private.public_key()))["x"]
    return Key(uuid4().hex, public, cipher.encrypt(seed, SEALED_FIELD), signs_from)


async def rotate_keys(session: AsyncSession, context: Context) -> int:
    """One round of rotation. Returns how many keys came and went."""
    settings: IdentitySettings = context.settings
    await store.alone(session)
    keys, now = await store.all_keys(session), clock.now()
    changed = 0
    if states.rotation_is_due(keys, now, timedelta(days=settings.keys.rotate_after_days)):
        ahead = timedelta(minutes=settings.keys.published_ahead_minutes)
        await store.add(session, make_key(context.resources.cipher, now + ahead))
        changed += 1
    gone = states.outlived(keys, now, _longest_token(settings))
    if gone:
        await store.remove(session, gone)
    return changed + len(gone)


def _longest_token(settings: IdentitySettings) -> timedelta:
    return timedelta(minutes=max(settings.sessions.access_minutes, settings.sessions.service_token_minutes))


class SigningKeys:
    """The keys as this process knows them. The first process that needs one makes it; all others find it."""

    def __init__(self, database: Database, cipher: Cipher, settings: IdentitySettings) -> None:
        self._database = database
        self._cipher = cipher
        self._settings = settings
        self._keys: list[Key] = []
        self._read_at = float("-inf")
        self._opened: dict[str, Ed25519PrivateKey] = {}
        self._reading = asyncio.Lock()

    async def sign(self, claims: dict[str, Any]) -> str:
        """A JWT of these claims with issuer and audience, signed by the key whose time it is."""
        key = states.signing_key(await self._known(), clock.now())
        assert key is not None  # noqa: S101 - `_known` sees to it that one has begun
        whole = {"iss": self._settings.tokens.issuer, "aud": self._settings.tokens.audience, **claims}
        return jwt.encode(whole, self._open(key), algorithm=ALGORITHM, headers={"kid": key.kid})

    async def jwks(self) -> dict[str, Any]:
        """The public halves, RFC 7517 and RFC 8037: of keys that sign, will sign soon, or have signed living tokens."""
        common = {"kty": "OKP", "crv": "Ed25519", "alg": ALGORITHM, "use": "sig"}
        return {"keys": [{**common, "kid": key.kid, "x": key.public} for key in await self._known()]}

    async def _known(self) -> list[Key]:
        async with self._reading:
            if time.monotonic() - self._read_at > KEPT_SECONDS:
                self._keys = await self._read()
                self._read_at = time.monotonic()
            return self._keys

    async def _read(self) -> list[Key]:
        # A transaction of its own: what is signed with a new key must not depend on the request that needed it.
        async with self._database.transaction() as session:
            keys = await store.all_keys(session)
            if states.signing_key(keys, clock.now()):
                return keys
            await store.alone(session)
            keys = await store.all_keys(session)
            if not states.signing_key(keys, clock.now()):
                first = make_key(self._cipher, clock.now() - states.CLOCK_MARGIN)  # begun by every machine's clock
                await store.add(session, first)
                keys = [*keys, first]
            return keys

    def _open(self, key: Key) -> Ed25519PrivateKey:
        if key.kid not in self._opened:
            seed = base64.b64decode(self._cipher.decrypt(key.private_sealed, SEALED_FIELD))
            self._opened = {key.kid: Ed25519PrivateKey.from_private_bytes(seed)}
        return self._opened[key.kid]
