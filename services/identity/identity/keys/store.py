"""The SQL of signing keys."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import lock_for_transaction
from identity.keys.states import Key
from identity.keys.tables import SigningKey


async def all_keys(session: AsyncSession) -> list[Key]:
    """Every key that is still published, oldest first."""
    rows = await session.scalars(select(SigningKey).order_by(SigningKey.signs_from))
    return [Key(row.kid, row.public, row.private_sealed, row.signs_from) for row in rows]


async def alone(session: AsyncSession) -> None:
    """Wait until no other process makes or removes keys, until this transaction ends."""
    await lock_for_transaction(session, "signing-keys")


async def add(session: AsyncSession, key: Key) -> None:
    """Publish a key."""
    await session.execute(insert(SigningKey).values(**asdict(key)))


async def remove(session: AsyncSession, keys: Sequence[Key]) -> None:
    """Publish these no longer."""
    await session.execute(delete(SigningKey).where(SigningKey.kid.in_([key.kid for key in keys])))
