"""What the owner of a file, and those who were let in, read of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from documents.audiences import audience_of
from documents.uploads import store
from documents.uploads.errors import FileNotFound
from documents.uploads.tables import File


async def readable_file(session: AsyncSession, actor: Actor, file_id: UUID) -> File:
    """The file.

    Raises:
        FileNotFound: there is none, or the actor has no part in it.
    """
    audience = audience_of(actor)
    found = await store.readable(session, file_id, audience) if audience else None
    if found is None:
        raise FileNotFound
    return found
