"""What screens show of the audit."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from identity.audit import store


async def last_sign_ins(session: AsyncSession, realm: str, account_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these accounts last signed in through a door, as far back as sign-ins are kept.

    Args:
        realm: the door: `employer`, `staff` or `graduate`.
    """
    return await store.last_sign_ins(session, realm, account_ids)
