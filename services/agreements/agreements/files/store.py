"""Every statement on the copy of uploads."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.files.tables import KnownFile
from common.database import keep_copy


async def keep(session: AsyncSession, file_id: UUID, sequence: int, **values: Any) -> bool:
    """Keep what is newer. Returns whether the copy was changed."""
    return await keep_copy(session, KnownFile, {"file_id": file_id}, sequence, **values)


async def known(session: AsyncSession, file_ids: Collection[UUID]) -> dict[UUID, KnownFile]:
    """Those of the files that documents has told of."""
    found = await session.scalars(select(KnownFile).where(KnownFile.file_id.in_(file_ids)))
    return {row.file_id: row for row in found}
