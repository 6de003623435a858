"""Signing keys and tokens for tests of a service without identity."""

import json
import time
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from common.auth.actors import Actor
from common.auth.tokens import ALGORITHM
from common.settings import TokenSettings


class TestKeys:
    """One Ed25519 key, its JWKS and tokens signed by it."""

    __test__ = False

    def __init__(self) -> None:
        self.kid = uuid4().hex
        self._private = Ed25519PrivateKey.generate()

    async def jwks(self) -> dict[str, Any]:
        """What identity would publish."""
        public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(self._private.public_key()))
        return {"keys": [{**public, "kid": self.kid, "alg": ALGORITHM, "use": "sig"}]}

    def token(self, actor: Actor, settings: TokenSettings, *, lifetime: float = 900, **overrides: Any) -> str:
        """An access token of this actor; `overrides` replace claims, for tokens that must be refused."""
        issued = int(time.time())
        claims = {
            **actor.claims(),
            "iss": settings.issuer,
            "aud": settings.audience,
            "iat": issued,
            "exp": issued + int(lifetime),
            **overrides,
        }
        return jwt.encode(claims, self._private, algorithm=ALGORITHM, headers={"kid": self.kid})
