"""Accounts that live in the employment system: kept here as it told them last (docs/adr/0008)."""

from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.errors import Problem
from common.logging import get_logger
from common.service import Context
from identity.employment.client import EmploymentSystem
from identity.employment.schemas import EmploymentAccount
from identity.schools.errors import SchoolNotOpened
from identity.schools.queries import find_school, opened_codes
from identity.sessions.commands import end_sessions
from identity.staff import store
from identity.staff.commands.accounts import mobile_of, sealed
from identity.staff.errors import UsernameTaken
from identity.staff.states import Change, Origin, StaffRole
from identity.staff.tables import StaffUser

log = get_logger(__name__)

BY_EMPLOYMENT_SYSTEM, BY_NAME = "employment-system", "就业管理系统"
ROLES = {"school": StaffRole.SCHOOL, "department": StaffRole.DEPARTMENT}
WHAT_IS_SEEN = ("role", "school_code", "department", "data_scope")
FAULTS_OF_THE_DATA = ("22", "23")
"""Classes of SQLSTATE that speak of the values (PostgreSQL, Appendix A): data exceptions, violated constraints."""
OVERLAP = timedelta(minutes=1)
"""Changes are asked for from a little before the last one seen: two may bear the same time."""


async def take_over(session: AsyncSession, context: Context, account: EmploymentAccount) -> StaffUser:
    """Write what the employment system says of an account. Its sessions end when it is closed or may see other data.

    Raises:
        SchoolNotOpened: its school does not take part.
        UsernameTaken: an account of the platform has this user name.
    """
    if await find_school(session, account.school_code) is None:
        raise SchoolNotOpened(
            f"您所在的学校（院校代码 {account.school_code}）尚未开通网上签约平台。",
            remedy="请由学校联系中心工作人员开通后再登录。",
            who_can_change="中心工作人员",
        )
    await store.one_at_a_time(session, account.username)
    kept = await _kept(session, account)
    if kept is None:
        return await _add(session, context, account)
    if kept.source_changed_at is not None and kept.source_changed_at > account.changed_at:
        return kept  # A page that was asked for before the account's owner signed in is older than the sign-in.
    await store.seen_at_source(session, kept.id, account.changed_at)
    facts = _facts(account)
    changed = {name: value for name, value in facts.items() if getattr(kept, name) != value}
    if account.mobile != mobile_of(context.resources.cipher, kept):
        changed["mobile"] = sealed(context.resources.cipher, account.mobile)
    if account.closed != (kept.closed_at is not None):
        changed["closed_at"] = clock.now() if account.closed else None
    if not changed:
        return kept
    if account.closed or any(name in changed for name in WHAT_IS_SEEN):
        await end_sessions(session, kept.role, kept.id, "account_closed" if account.closed else "account_changed")
    await _note(session, kept)
    return await store.change(session, kept.id, **changed)


async def sync_accounts(session: AsyncSession, context: Context) -> int:
    """Look at one page of the accounts that changed since the last look. Returns 0 when there are no more.

    Accounts of schools that take part are kept even before their first sign-in: lists show them, and a forgotten
    password can be reset.

    Raises:
        EmploymentSystemUnavailable: nothing was written; the next round begins where this one did.
    """
    async with context.resources.aside.transaction() as own:
        since, cursor, seen_version = await store.synced_until(own)
    page = await EmploymentSystem.of(context).accounts(changed_after=since, cursor=cursor)
    opened = await opened_codes(session)
    for account in page.readable:
        if account.school_code in opened:
            await _take_over_if_possible(session, context, account)
    if page.next_cursor is not None:
        await store.remember_sync(session, since, page.next_cursor, seen_version)
        return len(page.items)
    seen = [account.changed_at - OVERLAP for account in page.readable]
    latest = max([*seen, *([since] if since else [])], default=None)
    await store.remember_sync(session, latest, None, seen_version)
    return 0


async def look_at_all_again(session: AsyncSession) -> None:
    """The next look begins at the beginning: a school takes part now whose accounts were passed over."""
    await store.begin_sync_anew(session)


async def _take_over_if_possible(session: AsyncSession, context: Context, account: EmploymentAccount) -> None:
    try:
        async with session.begin_nested():
            await take_over(session, context, account)
    except Problem as problem:
        log.warning("account not taken over", account_id=account.account_id, reason=problem.code)
    except DBAPIError as fault:
        state = str(getattr(fault.orig, "sqlstate", None) or "")
        if not state.startswith(FAULTS_OF_THE_DATA):
            raise
        log.error("account not taken over", account_id=account.account_id, reason=f"sqlstate {state}")


async def _kept(session: AsyncSession, account: EmploymentAccount) -> StaffUser | None:
    """The account as kept. Whoever had its user name before gives it up."""
    same = await store.find_by_external_id(session, account.account_id)
    holder = await store.find_by_username(session, account.username)
    if holder is None or (same is not None and holder.id == same.id):
        return same
    if holder.origin == Origin.PLATFORM:
        raise UsernameTaken
    if same is None and holder.external_id is None and holder.school_code == account.school_code:
        return holder
    await _retire(session, holder)
    return same


async def _retire(session: AsyncSession, former: StaffUser) -> None:
    await end_sessions(session, former.role, former.id, "account_closed")
    await store.change(session, former.id, username=f"{former.username}~{former.id}", closed_at=clock.now())


def _facts(account: EmploymentAccount) -> dict[str, Any]:
    return {
        "username": account.username,
        "external_id": account.account_id,
        "name": account.name,
        "role": ROLES[account.role].value,
        "school_code": account.school_code,
        "department": account.department,
        "data_scope": account.data_scope,
        "title": account.title,
        "email": account.email,
    }


async def _add(session: AsyncSession, context: Context, account: EmploymentAccount) -> StaffUser:
    now = clock.now()
    added = await store.add(
        session,
        id=uuid7(),
        **_facts(account),
        origin=Origin.EMPLOYMENT_SYSTEM.value,
        source_changed_at=account.changed_at,
        mobile=sealed(context.resources.cipher, account.mobile),
        created_by=BY_EMPLOYMENT_SYSTEM,
        created_at=now,
        closed_at=now if account.closed else None,
    )
    if added is None:
        raise UsernameTaken
    await _note(session, added)
    return added


async def _note(session: AsyncSession, user: StaffUser) -> None:
    await store.add_change(
        session,
        user_id=user.id,
        change=Change.TAKEN_OVER.value,
        reason=None,
        by=BY_EMPLOYMENT_SYSTEM,
        by_name=BY_NAME,
        at=clock.now(),
    )
