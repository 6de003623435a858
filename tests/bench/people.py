"""Who asks: tokens of the real kind, signed by a key that the service knows, and the requests they carry."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from common.auth.actors import Actor, EmployerUser, Graduate, SchoolUser
from common.settings import TokenSettings
from common.testing.tokens import TestKeys
from tests.bench.ids import id_of

KNOW = "INSERT INTO known_keys (issuer, jwks) VALUES ($1, $2::jsonb)"
LIFETIME = 6 * 3600.0


class People:
    """Actors with their tokens."""

    def __init__(self) -> None:
        self._keys = TestKeys()
        self._settings = TokenSettings(client_secret="unused")  # type: ignore[arg-type]
        self._tokens: dict[UUID, str] = {}

    async def be_known(self, connection: asyncpg.Connection) -> None:
        """Let the services know the key, as if identity had told it."""
        await connection.execute(KNOW, self._settings.issuer, orjson.dumps(await self._keys.jwks()).decode())

    def graduate(self, number: int) -> str:
        """The token of a graduate."""
        graduate_id = id_of("graduate", number)
        known = {"name": "毕业生", "school_code": "20000", "cohort": 2027, "confirmed": True}
        return self._token(Graduate(id=graduate_id, graduate_id=graduate_id, **known))  # type: ignore[arg-type]

    def employer(self, number: int) -> str:
        """The token of a user of an employer."""
        employer_id = id_of("employer", number)
        return self._token(EmployerUser(id=employer_id, name="招聘专员", employer_id=employer_id))

    def school(self, code: str) -> str:
        """The token of a school's user."""
        return self._token(SchoolUser(id=UUID(int=int(code)), name="王老师", school_code=code))

    def _token(self, actor: Actor) -> str:
        known = self._tokens.get(actor.id)
        if known is None:
            known = self._tokens[actor.id] = self._keys.token(actor, self._settings, lifetime=LIFETIME)
        return known


def get(path: str, token: str) -> bytes:
    """A request as it goes over the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def post(path: str, token: str, body: Any = None) -> bytes:
    """The same with a body and a key of its own."""
    content = orjson.dumps(body) if body is not None else b""
    return (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {uuid4().hex}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content
