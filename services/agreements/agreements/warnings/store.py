"""Every statement on the copy of warning employers."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.warnings.tables import WarningEmployer
from common.database import keep_copy


async def keep(session: AsyncSession, employer_key: str, sequence: int, **values: Any) -> bool:
    """Keep what is newer. Returns whether the copy was changed."""
    return await keep_copy(session, WarningEmployer, {"employer_key": employer_key}, sequence, **values)


async def of_keys(session: AsyncSession, employer_keys: Collection[str]) -> Sequence[WarningEmployer]:
    """Those of these employers that somebody has marked at some time."""
    found = select(WarningEmployer).where(WarningEmployer.employer_key.in_(employer_keys))
    return (await session.scalars(found.order_by(WarningEmployer.employer_key))).all()
