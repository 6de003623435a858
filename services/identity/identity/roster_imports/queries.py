"""The checked workbook, for who had it checked."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import SchoolUser
from common.crypto import Cipher
from identity.roster_imports import store
from identity.roster_imports.errors import RehearsalNotFound


async def workbook(session: AsyncSession, cipher: Cipher, reader: SchoolUser, rehearsal_id: UUID) -> bytes:
    """The workbook as it was sent, with a result per row and the faulty cells marked.

    Raises:
        RehearsalNotFound: another user's, or its day is over.
    """
    kept = await store.find(session, rehearsal_id, reader, clock.now())
    if kept is None:
        raise RehearsalNotFound
    return await store.workbook_of(cipher, kept)
