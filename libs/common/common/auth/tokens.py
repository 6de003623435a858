"""Verifying access tokens locally. Keys come from identity's JWKS and are kept, so identity may be away."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

import httpx
import jwt
from jwt import PyJWK

from common.auth.actors import Actor
from common.errors import Unauthenticated, Unavailable
from common.logging import get_logger
from common.settings import TokenSettings

log = get_logger(__name__)

ALGORITHM = "EdDSA"
CACHED_TOKENS = 10_000
"""About 8 MiB of a process. Whoever is forgotten costs one more verification."""
REFRESH_SECONDS = 300.0
"""Keys older than this are asked for again in passing; a failure keeps the old ones."""
UNKNOWN_KEY_PAUSE_SECONDS = 2.0
"""An unknown key id asks for the keys at once, but not more often than this: forged tokens must not load identity."""

FetchKeys = Callable[[], Awaitable[dict[str, Any]]]


class TokenExpired(Unauthenticated):
    """The access token has run out."""

    code = "token_expired"
    title = "登录已过期"
    remedy = "请刷新令牌或重新登录。"


class TokenRefused(Unauthenticated):
    """The token was not made by us, was changed, or is not for this platform."""

    code = "token_refused"
    title = "登录凭证无效"


class KeysUnavailable(Unavailable):
    """No key has ever been fetched and identity does not answer."""

    code = "keys_unavailable"
    title = "暂时无法验证登录"


def keys_from(url: str, client: httpx.AsyncClient) -> FetchKeys:
    """Fetch a JWKS over HTTP."""

    async def fetch() -> dict[str, Any]:
        response = await client.get(url)
        response.raise_for_status()
        return response.json()

    return fetch


class TokenVerifier:
    """Turns a bearer token into an actor. A token verified once is remembered until it expires."""

    def __init__(self, settings: TokenSettings, fetch_keys: FetchKeys) -> None:
        self._settings = settings
        self._fetch_keys = fetch_keys
        self._keys: dict[str, PyJWK] = {}
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()
        self._verified: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def verify(self, token: str) -> Actor:
        """The actor.

        Raises:
            TokenExpired, TokenRefused: sign in again.
            KeysUnavailable: nothing can be verified now.
        """
        digest = sha256(token.encode()).digest()
        known = self._verified.get(digest)
        if known is not None and known[0] > time.time():
            return known[1]
        expires, actor = self._decode(token, await self._key_for(token))
        self._verified[digest] = (expires, actor)
        if len(self._verified) > CACHED_TOKENS:
            self._verified.popitem(last=False)
        return actor

    def _decode(self, token: str, key: PyJWK) -> tuple[float, Actor]:
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                options={"require": ["exp", "iat", "sub"]},
            )
            return claims["exp"], Actor.from_claims(claims)
        except jwt.ExpiredSignatureError as fault:
            raise TokenExpired from fault
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as fault:
            raise TokenRefused from fault

    async def _key_for(self, token: str) -> PyJWK:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except jwt.PyJWTError as fault:
            raise TokenRefused from fault
        if time.monotonic() - self._asked_at > REFRESH_SECONDS or kid not in self._keys:
            await self._refresh(needed=kid not in self._keys)
        if not self._keys:
            raise KeysUnavailable
        if kid not in self._keys:
            raise TokenRefused
        return self._keys[kid]

    async def _refresh(self, *, needed: bool) -> None:
        async with self._asking:
            pause = UNKNOWN_KEY_PAUSE_SECONDS if needed else REFRESH_SECONDS
            if time.monotonic() - self._asked_at < pause:
                return
            self._asked_at = time.monotonic()
            try:
                found = await self._fetch_keys()
                self._keys = _readable(found["keys"])
            except (httpx.HTTPError, ValueError, KeyError, OSError) as fault:
                log.warning("keys not fetched, keeping the ones held", held=len(self._keys), reason=str(fault))


def _readable(keys: list[dict[str, Any]]) -> dict[str, PyJWK]:
    """The keys by id; one of a kind we do not know does not spoil the others."""
    readable = {}
    for key in keys:
        try:
            readable[key["kid"]] = PyJWK.from_dict(key)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as fault:
            log.warning("unreadable key", reason=type(fault).__name__)
    return readable
