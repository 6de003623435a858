"""Every statement on replaced letters."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.signing.tables import ReplacedLetter


async def keep_letter(session: AsyncSession, **values: Any) -> None:
    """Keep one that is being replaced."""
    await session.execute(insert(ReplacedLetter).values(**values))


async def replaced_letters(session: AsyncSession, agreement_id: UUID) -> Sequence[ReplacedLetter]:
    """All that were replaced, the first one first."""
    found = select(ReplacedLetter).where(ReplacedLetter.agreement_id == agreement_id)
    return (await session.scalars(found.order_by(ReplacedLetter.terms_version))).all()


async def last_replaced(session: AsyncSession, agreement_id: UUID) -> ReplacedLetter | None:
    """The one before the present letter."""
    found = select(ReplacedLetter).where(ReplacedLetter.agreement_id == agreement_id)
    return (await session.scalars(found.order_by(ReplacedLetter.terms_version.desc()).limit(1))).one_or_none()
