"""The SQL of the audit."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from common.paging import PageRequest
from identity.audit.states import SignInFilters
from identity.audit.tables import Reveal, SignIn


async def add_reveal(session: AsyncSession, **values: Any) -> None:
    """Keep who was shown whose particulars."""
    await session.execute(insert(Reveal).values(**values))


async def reveals(session: AsyncSession, subjects: Sequence[str], page: PageRequest) -> Sequence[Reveal]:
    """Who was shown the particulars of any of these subjects, newest first; one more than a page, if there is."""
    which = select(Reveal).where(Reveal.subject.in_(subjects))
    position = page.position(int)
    if position:
        which = which.where(Reveal.id < position[0])
    return (await session.scalars(which.order_by(Reveal.id.desc()).limit(page.limit + 1))).all()


async def add_sign_in(session: AsyncSession, **values: Any) -> None:
    """Keep a try to sign in."""
    await session.execute(insert(SignIn).values(**values))


async def search_sign_ins(session: AsyncSession, filters: SignInFilters, page: PageRequest) -> Sequence[SignIn]:
    """Tries of anybody, newest first; one more than a page, if there is."""
    which = select(SignIn)
    if filters.account is not None:
        which = which.where(or_(SignIn.account_id == filters.account, _meant(filters.account)))
    if filters.logins is not None:
        which = which.where(SignIn.login_index.in_(filters.logins))
    if filters.since is not None:
        which = which.where(SignIn.at >= filters.since)
    if filters.until is not None:
        which = which.where(SignIn.at < filters.until)
    position = page.position(int)
    if position:
        which = which.where(SignIn.id < position[0])
    return (await session.scalars(which.order_by(SignIn.id.desc()).limit(page.limit + 1))).all()


async def forget_sign_ins(session: AsyncSession, before: datetime, batch: int) -> int:
    """Delete a batch of tries that need not be kept any longer."""
    old = select(SignIn.id).where(SignIn.at < before).limit(batch).with_for_update(skip_locked=True)
    forgotten = await session.execute(delete(SignIn).where(SignIn.id.in_(old)))
    return forgotten.rowcount  # type: ignore[attr-defined]


async def last_sign_ins(session: AsyncSession, realm: str, account_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these accounts last signed in; an account that never did is left out."""
    last = (
        select(SignIn.account_id, func.max(SignIn.at))
        .where(SignIn.realm == realm, SignIn.account_id.in_(account_ids), SignIn.outcome == "signed_in")
        .group_by(SignIn.account_id)
    )
    return {account_id: at for account_id, at in await session.execute(last) if account_id is not None}


def _meant(account_id: UUID) -> ColumnElement[bool]:
    """Tries that nobody looked up, at a login name that was this account's when it was looked up last before.

    A mobile changes hands: whoever has it now is not shown what was tried at its former owner, nor the other way round.
    """
    earlier = aliased(SignIn)
    names = select(earlier.login_index).where(earlier.account_id == account_id, earlier.login_index.is_not(None))
    last = aliased(SignIn)
    owner = (
        select(last.account_id)
        .where(last.login_index == SignIn.login_index, last.account_id.is_not(None), last.id < SignIn.id)
        .order_by(last.id.desc())
        .limit(1)
        .correlate(SignIn)
        .scalar_subquery()
    )
    return and_(SignIn.account_id.is_(None), SignIn.login_index.in_(names), owner == account_id)
