"""Filling in the employer, and moving it through its verification."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import EmployerUser
from common.errors import Conflict
from common.service import Context
from identity.accounts.commands import hold_account, join_employer
from identity.employers import states, store
from identity.employers.errors import (
    EmployerAlreadyVerified,
    EmployerBeingVerified,
    EmployerNotGiven,
    UsccBeingFilledIn,
)
from identity.employers.tables import Employer
from identity.verification.states import VerificationStatus

ENCRYPTED = ("contact_phone", "contact_mobile")


async def fill_in(session: AsyncSession, context: Context, actor: EmployerUser, form: dict[str, Any]) -> Employer:
    """Give or correct the data of the user's employer.

    Raises:
        EmployerDataLocked: they are under review or approved.
        EmployerAlreadyVerified, EmployerBeingVerified, UsccBeingFilledIn: another account has the USCC.
    """
    # The account's row also keeps two requests of one user apart.
    account = await hold_account(session, actor.id)
    now = clock.now()
    await _claim_uscc(session, context, form["uscc"], account.employer_id, now)
    values = {**form, **_sealed(context, form), "saved_at": now, "holds_uscc": True}
    if account.employer_id is not None:
        return await _correct(session, account.employer_id, values)
    first = {"status": VerificationStatus.UNVERIFIED, "version": 1, "created_at": now}
    employer = await store.add(session, id=uuid7(), **first, **values)
    await join_employer(session, account.id, employer.id)
    return employer


async def hold_to_submit(session: AsyncSession, context: Context, employer_id: UUID) -> Employer:
    """The employer, held until the transaction ends, and sure of its USCC.

    Raises:
        EmployerNotGiven: the token names an employer that does not exist.
        EmployerAlreadyVerified, EmployerBeingVerified, UsccBeingFilledIn: it was left lying, and another has its USCC.
    """
    seen = await _found(session, employer_id)
    await _claim_uscc(session, context, seen.uscc, employer_id, clock.now())
    return await hold(session, employer_id)


async def hold(session: AsyncSession, employer_id: UUID) -> Employer:
    """The employer, held until the transaction ends."""
    found = await store.locked_employer(session, employer_id)
    if found is None:
        raise EmployerNotGiven
    return found


async def move(session: AsyncSession, employer_id: UUID, status: VerificationStatus, now: datetime) -> Employer:
    """The employer's next version, in this status."""
    verified = {"verified_at": now} if status is VerificationStatus.APPROVED else {}
    return await store.change(session, employer_id, status=status, holds_uscc=True, **verified)


async def _correct(session: AsyncSession, employer_id: UUID, values: dict[str, Any]) -> Employer:
    employer = await hold(session, employer_id)
    locked = states.why_not_change(VerificationStatus(employer.status))
    if locked is not None:
        raise locked
    return await store.change(session, employer_id, **values)


async def _claim_uscc(
    session: AsyncSession, context: Context, uscc: str, employer_id: UUID | None, now: datetime
) -> None:
    await store.uscc_alone(session, uscc)
    other = await store.holder(session, uscc)
    if other is None or other.id == employer_id:
        return
    holds = timedelta(hours=context.settings.employers.draft_holds_uscc_hours)
    status = VerificationStatus(other.status)
    # From the first save on: saving a draft again and again must not keep the real employer out.
    if not states.gives_way(status, other.created_at, now, holds):
        raise _taken(status, other.created_at + holds)
    await store.change(session, other.id, holds_uscc=False)


def _taken(status: VerificationStatus, free_at: datetime) -> Conflict:
    if status is VerificationStatus.APPROVED:
        return EmployerAlreadyVerified(who_can_change=f"该单位已认证的用户，或{states.CUSTOMER_SERVICE}")
    if status is VerificationStatus.MATERIAL_REVIEW:
        return EmployerBeingVerified(who_can_change=states.CUSTOMER_SERVICE)
    return UsccBeingFilledIn(who_can_change=states.CUSTOMER_SERVICE, free_at=free_at)


async def _found(session: AsyncSession, employer_id: UUID) -> Employer:
    found = await store.employer(session, employer_id)
    if found is None:
        raise EmployerNotGiven
    return found


def _sealed(context: Context, form: dict[str, Any]) -> dict[str, str | None]:
    cipher = context.resources.cipher
    return {name: cipher.encrypt(form[name], f"employers.{name}") if form.get(name) else None for name in ENCRYPTED}
