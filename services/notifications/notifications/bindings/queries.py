"""Who can be written to over WeChat."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.crypto import Cipher
from notifications.bindings import store
from notifications.bindings.schemas import Binding

FIELD = "wechat.openid"


async def binding_of(session: AsyncSession, graduate_id: UUID) -> Binding:
    """What the graduate sees of it."""
    bound_at = await store.bound_at(session, graduate_id)
    return Binding(bound=bound_at is not None, bound_at=bound_at)


async def is_bound(session: AsyncSession, graduate_id: UUID) -> bool:
    """Whether the graduate has bound WeChat."""
    return await store.is_bound(session, graduate_id)


async def openids(session: AsyncSession, cipher: Cipher, graduate_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The openids of those who have bound WeChat, in plain text: for sending only."""
    if not graduate_ids:
        return {}
    sealed = await store.sealed_openids(session, graduate_ids)
    return {graduate_id: cipher.decrypt(openid, FIELD) for graduate_id, openid in sealed.items()}
