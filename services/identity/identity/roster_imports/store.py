"""The SQL of rehearsals. A workbook goes in and comes out as bytes; what lies in the database is sealed here."""

import asyncio
import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import SchoolUser
from common.crypto import Cipher
from identity.roster_imports.tables import RosterRehearsal

FIELD = "roster_rehearsals.workbook"


async def keep(session: AsyncSession, cipher: Cipher, workbook: bytes, **values: Any) -> None:
    """Keep a checked workbook."""
    # Megabytes are sealed: not on the event loop.
    sealed = await asyncio.to_thread(lambda: cipher.encrypt(base64.b64encode(workbook).decode(), FIELD))
    await session.execute(insert(RosterRehearsal).values(workbook_sealed=sealed, **values))


async def find(session: AsyncSession, rehearsal_id: UUID, by: SchoolUser, now: datetime) -> Row[Any] | None:
    """A rehearsal of this user that is still kept, if the user still works for that school with that 数据权限."""
    which = (
        RosterRehearsal.id == rehearsal_id,
        RosterRehearsal.made_by == by.key,
        RosterRehearsal.school_code == by.school_code,
        RosterRehearsal.data_scope == by.data_scope,
        RosterRehearsal.expires_at > now,
    )
    return (await session.execute(select(*RosterRehearsal.__table__.columns).where(*which))).one_or_none()


async def workbook_of(cipher: Cipher, rehearsal: Row[Any]) -> bytes:
    """The checked workbook."""
    return await asyncio.to_thread(lambda: base64.b64decode(cipher.decrypt(rehearsal.workbook_sealed, FIELD)))


async def forget(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget a batch of rehearsals whose day is over. Returns how many."""
    over = select(RosterRehearsal.id).where(RosterRehearsal.expires_at <= before).limit(batch)
    gone = await session.scalars(
        delete(RosterRehearsal)
        .where(RosterRehearsal.id.in_(over.with_for_update(skip_locked=True)))
        .returning(RosterRehearsal.id)
    )
    return len(gone.all())
