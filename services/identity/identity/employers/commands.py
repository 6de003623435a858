"""Filling in the employer, and moving it through its verification."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor, EmployerUser
from common.contracts.identity import AboutEmployer, EmployerCorrected
from common.errors import Conflict
from common.messaging.outbox import emit, emit_all
from common.service import Context
from identity.accounts.commands import hold_account
from identity.accounts.queries import users_of
from identity.employers import states, store
from identity.employers.errors import (
    EmployerAlreadyVerified,
    EmployerBeingVerified,
    EmployerNotGiven,
    NothingChanged,
    UsccBeingFilledIn,
)
from identity.employers.queries import data_of, employer_of, facts
from identity.employers.states import Change
from identity.employers.tables import Employer
from identity.job_platform.queries import verified_there
from identity.job_platform.states import why_not_change_fields
from identity.membership import commands as membership  # as a module: it tells of employers, too
from identity.membership.states import Entry
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
    if account.employer_id is not None:
        return await _fill_in_again(session, context, actor, account.employer_id, form)
    values = {**form, **sealed(context, form), "saved_at": now, "holds_uscc": True}
    first = {"status": VerificationStatus.UNVERIFIED, "version": 1, "created_at": now}
    employer = await store.add(session, id=uuid7(), **first, **values)
    await _write_down(session, employer, actor, Change.FILLED_IN, list(form))
    await membership.enter(session, account.id, employer.id, Entry.FILLED_IN, actor)
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


async def hold_to_correct(session: AsyncSession, context: Context, employer_id: UUID, uscc: str | None) -> Employer:
    """The employer, held until the transaction ends, and the USCC that it is to have, if that is given.

    Raises:
        EmployerNotFound: there is none.
        EmployerAlreadyVerified, EmployerBeingVerified, UsccBeingFilledIn: another employer has the USCC.
    """
    await employer_of(session, employer_id)
    if uscc is not None:
        await _claim_uscc(session, context, uscc, employer_id, clock.now())
    return await hold(session, employer_id)


async def hold(session: AsyncSession, employer_id: UUID) -> Employer:
    """The employer, held until the transaction ends."""
    found = await store.locked_employer(session, employer_id)
    if found is None:
        raise EmployerNotGiven
    return found


async def keep(session: AsyncSession, *employer_ids: UUID) -> None:
    """Hold these employers, in the order of their ids.

    Before a row is added that refers to one: that row shares the employer, and two who share it wait for each other
    when both want it alone afterwards.
    """
    for employer_id in sorted(set(employer_ids)):
        await store.locked_employer(session, employer_id)


async def tell(session: AsyncSession, *events: AboutEmployer) -> None:
    """Say this, each under the next version of its employer, which is held from now on.

    Who tells of several tells of them at once. Who adds rows that refer to the employer calls `keep` before.
    """
    await keep(session, *(event.employer_id for event in events))
    said = [(event, (await store.change(session, event.employer_id)).version) for event in events]
    await emit_all(session, said)


async def move(
    session: AsyncSession, employer_id: UUID, status: VerificationStatus, verified_at: datetime | None
) -> Employer:
    """The employer's next version, in this status; `verified_at` is given when it has proved who it is just now."""
    verified = {"verified_at": verified_at} if verified_at else {}
    return await store.change(session, employer_id, status=status, holds_uscc=True, **verified)


async def correct(
    session: AsyncSession,
    context: Context,
    employer: Employer,
    changes: dict[str, Any],
    by: Actor,
    *,
    change: Change,
    note: str,
    correction_id: UUID,
) -> Employer:
    """The next version of verified data, in plain text as given. The caller holds the employer and has decided.

    Raises:
        NothingChanged: they are like that already.
    """
    changed = states.changed_fields(data_of(context, employer), changes)
    if not changed:
        raise NothingChanged
    values = {**changes, **sealed(context, changes), "saved_at": clock.now()}
    corrected = await store.change(session, employer.id, **values)
    await _write_down(session, corrected, by, change, changed, note=note, correction_id=correction_id)
    event = EmployerCorrected(**facts(corrected), changed_fields=changed)
    await emit(session, event, sequence=corrected.version)
    return corrected


def sealed(context: Context, given: dict[str, Any]) -> dict[str, str | None]:
    """Those of the given values that are stored encrypted, encrypted."""
    cipher = context.resources.cipher
    kept = [name for name in ENCRYPTED if name in given]
    return {name: cipher.encrypt(given[name], f"employers.{name}") if given[name] else None for name in kept}


async def _fill_in_again(
    session: AsyncSession, context: Context, actor: EmployerUser, employer_id: UUID, form: dict[str, Any]
) -> Employer:
    employer = await hold(session, employer_id)
    locked = states.why_not_change(VerificationStatus(employer.status))
    if locked is not None:
        raise locked
    fixed = why_not_change_fields(await verified_there(session, employer_id), form["name"], form["uscc"])
    if fixed is not None:
        raise fixed
    changed = states.changed_fields(data_of(context, employer), form)
    values = {**form, **sealed(context, form), "saved_at": clock.now(), "holds_uscc": True}
    employer = await store.change(session, employer_id, **values)
    if changed:
        await _write_down(session, employer, actor, Change.CHANGED, changed)
    return employer


async def _write_down(
    session: AsyncSession, employer: Employer, actor: Actor, change: Change, changed: list[str], **why: Any
) -> None:
    who = {"actor": actor.key, "actor_name": actor.name, "changed_at": employer.saved_at}
    await store.add_version(session, employer, change=change, changed_fields=changed, **who, **why)


async def _claim_uscc(
    session: AsyncSession, context: Context, uscc: str, employer_id: UUID | None, now: datetime
) -> None:
    await store.uscc_alone(session, uscc)
    other = await store.holder(session, uscc)
    if other is None or other.id == employer_id:
        return
    # Both held in one order, for two may take over each other's codes; and read again, for it may have changed its own.
    await keep(session, other.id, *([employer_id] if employer_id else []))
    other = await store.holder(session, uscc)
    if other is None:
        return
    holds = timedelta(hours=context.settings.employers.draft_holds_uscc_hours)
    status = VerificationStatus(other.status)
    # From the first save on: saving a draft again and again must not keep the real employer out.
    given_up = not await users_of(session, other.id)
    if not states.gives_way(status, other.created_at, now, timedelta() if given_up else holds):
        raise _taken(status, other.created_at + holds)
    await store.change(session, other.id, holds_uscc=False)


def _taken(status: VerificationStatus, free_at: datetime) -> Conflict:
    who = f"该单位的用户，或{states.CUSTOMER_SERVICE}"
    if status in states.VERIFIED:
        return EmployerAlreadyVerified(who_can_change=who, join=states.JOIN)
    if states.why_not_change(status) is not None:
        return EmployerBeingVerified(who_can_change=who, join=states.JOIN)
    return UsccBeingFilledIn(who_can_change=states.CUSTOMER_SERVICE, free_at=free_at)


async def _found(session: AsyncSession, employer_id: UUID) -> Employer:
    found = await store.employer(session, employer_id)
    if found is None:
        raise EmployerNotGiven
    return found
