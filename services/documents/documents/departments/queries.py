"""Whether a department reads an agreement."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import DepartmentUser
from documents.departments import store


async def reads_any(session: AsyncSession, actor: DepartmentUser, agreement_ids: Collection[UUID]) -> bool:
    """Whether one of these agreements is the actor's department's to read now."""
    return await store.reads_any(session, agreement_ids, actor.school_code, actor.department)
