"""`Idempotency-Key`: the same POST sent twice happens once and is answered the same both times."""

import hashlib
import hmac
import os
from datetime import timedelta
from typing import Annotated

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Depends, Header, Request, Response
from sqlalchemy import Column, DateTime, Index, LargeBinary, MetaData, SmallInteger, Table, Text, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from common.auth.request import identify
from common.errors import Conflict, FieldFault, Invalid

TABLE = "idempotency_keys"
NONCE_BYTES = 12
KEPT = timedelta(hours=24)
CLAIM = text(
    "INSERT INTO idempotency_keys (actor, key, fingerprint) VALUES (:actor, :key, :fingerprint) ON CONFLICT DO NOTHING"
)
FIND = text("SELECT fingerprint, status, body FROM idempotency_keys WHERE actor = :actor AND key = :key")
KEEP = text("UPDATE idempotency_keys SET status = :status, body = :body WHERE actor = :actor AND key = :key")
CLAIMED = "wangqian_idempotency"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def idempotency_table(metadata: MetaData) -> Table:
    """Add the table of used keys to a service's metadata."""
    return Table(
        TABLE,
        metadata,
        Column("actor", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", Text, nullable=False),
        Column("status", SmallInteger),
        Column("body", LargeBinary),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )


class IdempotencyKeyMissing(Invalid):
    """A creating request must carry a key, or a retry would create twice."""

    code = "idempotency_key_missing"
    title = "缺少 Idempotency-Key 请求头"
    remedy = "请为每次新建操作生成一个唯一的 Idempotency-Key（建议使用 UUID），重试时保持不变。"


class IdempotencyKeyReused(Conflict):
    """The key has been used with another content."""

    code = "idempotency_key_reused"
    title = "该 Idempotency-Key 已用于另一个请求"
    remedy = "新的操作请使用新的 Idempotency-Key。"


class Replay(Exception):
    """Not an error: the request was answered before, and this is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered before")
        self.response = response


async def claim_key(
    request: Request,
    key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", min_length=8, max_length=200, description="同一操作重试时保持不变的唯一键"),
    ] = None,
) -> None:
    """Claim the key in the request's own transaction; a second request waits here for the first.

    Raises:
        IdempotencyKeyMissing: there is none.
        IdempotencyKeyReused: it belongs to a request with another content.
        Replay: the request was answered before.
    """
    if key is None:
        raise IdempotencyKeyMissing(
            errors=[FieldFault(field="Idempotency-Key", reason="缺少此请求头", remedy=IdempotencyKeyMissing.remedy)]
        )
    # One transaction for the whole request; the session is put there by TransactionalRoute.
    session: AsyncSession = request.scope["wangqian_session"]
    claim = Claim(await identify(request), key)
    fingerprint = claim.fingerprint(request.method, request.url.path, request.url.query, await _content(request))
    claimed = await session.execute(CLAIM, {**claim.row, "fingerprint": fingerprint})
    if claimed.rowcount:  # type: ignore[attr-defined]
        request.scope[CLAIMED] = claim
        return
    first = (await session.execute(FIND, claim.row)).one()
    if first.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    headers = {"Idempotent-Replay": "true"}
    raise Replay(Response(claim.unseal(first.body), first.status, headers=headers, media_type="application/json"))


async def remember_answer(request: Request, session: AsyncSession, response: Response) -> None:
    """Keep the answer with the key, in the same transaction as what the request did."""
    claim: Claim | None = request.scope.get(CLAIMED)
    if claim is not None:
        kept = {"status": response.status_code, "body": claim.seal(bytes(response.body))}
        await session.execute(KEEP, {**claim.row, **kept})


class Claim:
    """One actor's use of one key.

    Answers hold personal data, so they are kept sealed with the key itself, of which only a fingerprint is stored: who
    repeats the request can read its answer again, who reads the table cannot.
    """

    def __init__(self, actor: str, key: str) -> None:
        self._secret = hashlib.sha256(f"{actor}\0{key}".encode()).digest()
        self.row = {"actor": actor, "key": self._derived(b"row").hex()}

    def fingerprint(self, method: str, path: str, query: str, content: bytes) -> str:
        """The same for the same request alone."""
        return self._derived(b"request\0" + f"{method} {path}?{query}\0".encode() + content).hex()

    def seal(self, body: bytes) -> bytes:
        """What is stored of the answer."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._derived(b"answer")).encrypt(nonce, body, None)

    def unseal(self, sealed: bytes) -> bytes:
        """The answer."""
        return AESGCM(self._derived(b"answer")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)

    def _derived(self, purpose: bytes) -> bytes:
        return hmac.new(self._secret, purpose, hashlib.sha256).digest()


async def _content(request: Request) -> bytes:
    """The body. Of a form its fields: it has been read by now, and every try puts another boundary between them."""
    if not request.headers.get("content-type", "").lower().startswith(FORMS):
        return await request.body()
    digests = []
    for name, value in (await request.form()).multi_items():
        field = value.encode() if isinstance(value, str) else await _whole(value)
        digests.append(f"{name}\0{hashlib.sha256(field).hexdigest()}".encode())
    return b"\0".join(digests)


async def _whole(file: UploadFile) -> bytes:
    await file.seek(0)
    content = await file.read()
    await file.seek(0)
    return (file.filename or "").encode() + b"\0" + content


Once = Annotated[None, Depends(claim_key)]
"""Declared by every POST that creates: `once: Once`."""
