"""Identity's keys in the service's own database, so that a process which starts while identity is away verifies tokens.

Public keys only: whoever reads the table can verify tokens and sign none.
"""

from typing import TYPE_CHECKING, Any

import httpx
import orjson
from sqlalchemy import Column, DateTime, MetaData, Table, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import SQLAlchemyError

from common.auth.tokens import FetchKeys
from common.logging import get_logger

if TYPE_CHECKING:
    from common.database import Database

log = get_logger(__name__)

TABLE = "known_keys"
KEEP = text(
    "INSERT INTO known_keys (issuer, jwks) VALUES (:issuer, CAST(:jwks AS jsonb))"
    " ON CONFLICT (issuer) DO UPDATE SET jwks = excluded.jwks, fetched_at = now()"
    " WHERE known_keys.jwks <> excluded.jwks"
)
FIND = text("SELECT jwks FROM known_keys WHERE issuer = :issuer").columns(jwks=JSONB)


def known_keys_table(metadata: MetaData) -> Table:
    """Add the table of the last known keys to a service's metadata."""
    return Table(
        TABLE,
        metadata,
        Column("issuer", Text, primary_key=True),
        Column("jwks", JSONB, nullable=False),
        Column("fetched_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


def keys_kept(fetch: FetchKeys, database: "Database", issuer: str) -> FetchKeys:
    """Fetch a JWKS and keep it; when that fails, the one that was fetched last, by whichever process of the service."""

    async def fetch_or_recall() -> dict[str, Any]:
        try:
            fetched = await fetch()
        except (httpx.HTTPError, ValueError, OSError) as fault:
            known = await _recall(database, issuer)
            if known is None:
                raise
            log.warning("keys not fetched, taking the last known ones", reason=str(fault))
            return known
        await _keep(database, issuer, fetched)
        return fetched

    return fetch_or_recall


async def _recall(database: "Database", issuer: str) -> dict[str, Any] | None:
    try:
        async with database.transaction() as session:
            return (await session.execute(FIND, {"issuer": issuer})).scalar_one_or_none()
    except (SQLAlchemyError, OSError) as fault:
        log.warning("known keys not read", reason=type(fault).__name__)
        return None


async def _keep(database: "Database", issuer: str, fetched: dict[str, Any]) -> None:
    if not fetched.get("keys"):
        return  # an answer without keys must not replace keys that verify
    try:
        async with database.transaction() as session:
            await session.execute(KEEP, {"issuer": issuer, "jwks": orjson.dumps(fetched).decode()})
    except (SQLAlchemyError, OSError) as fault:
        log.warning("keys not kept", reason=type(fault).__name__)  # they verify all the same
