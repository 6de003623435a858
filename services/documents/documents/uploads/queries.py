"""What the owner of a file, and those who were let in, read of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor, DepartmentUser
from documents.audiences import audience_of
from documents.departments.queries import reads_any
from documents.uploads import store
from documents.uploads.errors import FileNotFound
from documents.uploads.tables import File


async def readable_file(session: AsyncSession, actor: Actor, file_id: UUID) -> File:
    """The file.

    Raises:
        FileNotFound: there is none, or the actor has no part in it.
    """
    if isinstance(actor, DepartmentUser):
        found = await _of_department(session, actor, file_id)
    else:
        found = await _own(session, actor, file_id)
    if found is None:
        raise FileNotFound
    return found


async def _own(session: AsyncSession, actor: Actor, file_id: UUID) -> File | None:
    audience = audience_of(actor)
    return await store.readable(session, file_id, audience) if audience else None


async def _of_department(session: AsyncSession, actor: DepartmentUser, file_id: UUID) -> File | None:
    """Departments own nothing: they see what was handed in with the agreements that they read now."""
    agreement_ids = await store.handed_in_with(session, file_id)
    return await store.find(session, file_id) if await reads_any(session, actor, agreement_ids) else None
