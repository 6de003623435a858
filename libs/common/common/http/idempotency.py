"""`Idempotency-Key`: the same POST sent twice happens once and is answered the same both times."""

import hashlib
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from sqlalchemy import Column, DateTime, Index, LargeBinary, MetaData, SmallInteger, Table, Text, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from common.auth.request import identify
from common.errors import Conflict, FieldFault, Invalid

TABLE = "idempotency_keys"
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
    remedy = "请为每次新建操作生成一个唯一的 Idempotency-Key(建议使用 UUID),重试时保持不变。"


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
        raise IdempotencyKeyMissing(errors=[FieldFault(field="Idempotency-Key", reason="缺少此请求头")])
    # One transaction for the whole request; the key is put there by TransactionalRoute.
    session: AsyncSession = request.scope["wangqian_session"]
    who = {"actor": await identify(request), "key": key}
    fingerprint = await _fingerprint(request)
    claimed = await session.execute(CLAIM, {**who, "fingerprint": fingerprint})
    if claimed.rowcount:  # type: ignore[attr-defined]
        request.scope[CLAIMED] = who
        return
    first = (await session.execute(FIND, who)).one()
    if first.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    raise Replay(
        Response(first.body, first.status, headers={"Idempotent-Replay": "true"}, media_type="application/json")
    )


async def remember_answer(request: Request, session: AsyncSession, response: Response) -> None:
    """Keep the answer with the key, in the same transaction as what the request did."""
    claimed: dict[str, Any] | None = request.scope.get(CLAIMED)
    if claimed is not None:
        await session.execute(KEEP, {**claimed, "status": response.status_code, "body": bytes(response.body)})


async def _fingerprint(request: Request) -> str:
    body = await _content(request)
    return hashlib.sha256(b"\0".join([request.method.encode(), request.url.path.encode(), body])).hexdigest()


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
