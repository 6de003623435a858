"""SQL of WeChat bindings."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.bindings.tables import WeChatAccount, WeChatBinding


async def keep_account(session: AsyncSession, person_id: UUID, openid: str, index: str, now: datetime) -> bool:
    """Put a person's account in place of an earlier one. False if it is another person's."""
    values = {"openid": openid, "openid_index": index, "bound_at": now}
    fresh = insert(WeChatAccount).values(person_id=person_id, **values)
    try:
        async with session.begin_nested():
            await session.execute(fresh.on_conflict_do_update(index_elements=["person_id"], set_=values))
    except IntegrityError:
        return False
    return True


async def keep_binding(session: AsyncSession, graduate_id: UUID, person_id: UUID) -> None:
    """Say which person a graduate is."""
    fresh = insert(WeChatBinding).values(graduate_id=graduate_id, person_id=person_id)
    await session.execute(fresh.on_conflict_do_update(index_elements=["graduate_id"], set_={"person_id": person_id}))


async def remove_account(session: AsyncSession, person_id: UUID) -> None:
    """Forget a person's account, and with it the bindings of all cohorts."""
    await session.execute(delete(WeChatAccount).where(WeChatAccount.person_id == person_id))


async def bound_at(session: AsyncSession, graduate_id: UUID) -> datetime | None:
    """Since when a graduate's WeChat is bound."""
    found = await session.execute(
        select(WeChatAccount.bound_at)
        .join(WeChatBinding, WeChatBinding.person_id == WeChatAccount.person_id)
        .where(WeChatBinding.graduate_id == graduate_id)
    )
    return found.scalar_one_or_none()


async def is_bound(session: AsyncSession, graduate_id: UUID) -> bool:
    """Whether there is a WeChat account to write to."""
    found = await session.execute(select(exists().where(WeChatBinding.graduate_id == graduate_id)))
    return bool(found.scalar_one())


async def sealed_openids(session: AsyncSession, graduate_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The encrypted openids of those who are bound."""
    found = await session.execute(
        select(WeChatBinding.graduate_id, WeChatAccount.openid)
        .join(WeChatAccount, WeChatBinding.person_id == WeChatAccount.person_id)
        .where(WeChatBinding.graduate_id.in_(list(graduate_ids)))
    )
    return {row.graduate_id: row.openid for row in found}
