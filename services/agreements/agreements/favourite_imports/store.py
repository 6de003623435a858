"""Every statement on imports. A workbook goes in and comes out as bytes; what lies in the database is sealed here."""

import base64
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourite_imports.tables import FavouriteImport, ImportCount
from common.crypto import Cipher

FIELD = "favourite_imports.workbook"


def sealed(workbook: bytes, cipher: Cipher) -> str:
    """As it is stored. Takes a while for a large one."""
    return cipher.encrypt(base64.b64encode(workbook).decode(), FIELD)


def opened(stored: str, cipher: Cipher) -> bytes:
    """As it was sent, or given back."""
    return base64.b64decode(cipher.decrypt(stored, FIELD))


async def keep(session: AsyncSession, **values: Any) -> None:
    """Keep a checked workbook."""
    await session.execute(insert(FavouriteImport).values(**values))


async def replace_workbook(session: AsyncSession, import_id: UUID, workbook_sealed: str) -> None:
    """Keep the workbook with its new results."""
    changed = update(FavouriteImport).where(FavouriteImport.id == import_id)
    await session.execute(changed.values(workbook_sealed=workbook_sealed))


async def find(
    session: AsyncSession, import_id: UUID, *, employer_id: UUID, made_by: UUID, now: datetime
) -> FavouriteImport | None:
    """An import of this user for this employer that is still kept."""
    own = select(FavouriteImport).filter_by(id=import_id, employer_id=employer_id, made_by=made_by)
    return (await session.scalars(own.where(FavouriteImport.expires_at > now))).one_or_none()


async def forget(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget a batch of imports whose day is over. Returns how many."""
    over = select(FavouriteImport.id).where(FavouriteImport.expires_at <= before).limit(batch)
    gone = delete(FavouriteImport).where(FavouriteImport.id.in_(over.with_for_update(skip_locked=True)))
    return len((await session.scalars(gone.returning(FavouriteImport.id))).all())


async def count(
    session: AsyncSession, employer_id: UUID, day: date, *, files: int = 0, looked_up: int = 0, not_found: int = 0
) -> ImportCount:
    """Count what is asked for. Who counts for the same employer waits until this transaction ends."""
    more = {"files": files, "looked_up": looked_up, "not_found": not_found}
    today = ImportCount.day == day
    first = upsert(ImportCount).values(employer_id=employer_id, day=day, **more)
    added = {name: case((today, getattr(ImportCount, name) + number), else_=number) for name, number in more.items()}
    counted = first.on_conflict_do_update(index_elements=[ImportCount.employer_id], set_={"day": day, **added})
    returned = counted.returning(ImportCount).execution_options(populate_existing=True)
    return (await session.scalars(returned)).one()
