"""Accounts of the platform: created, corrected, closed and reopened by the centre."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor, CentreUser, SchoolUser
from common.crypto import Cipher
from common.service import Context
from identity.sessions.commands import end_sessions
from identity.staff import store
from identity.staff.errors import (
    AccountChangedMeanwhile,
    AccountLivesElsewhere,
    ScopeDoesNotFitRole,
    StaffUserNotFound,
    UsernameTaken,
)
from identity.staff.queries import MOBILE_FIELD
from identity.staff.schemas.accounts import CorrectedStaffUser, NewStaffUser
from identity.staff.states import Change, Origin, StaffRole, Standing, origin_of, refusal, scope_faults
from identity.staff.tables import StaffUser

FROM_THE_COMMAND_LINE = "command-line"


async def create_staff_user(
    session: AsyncSession, context: Context, creator: CentreUser | SchoolUser, wanted: NewStaffUser
) -> StaffUser:
    """A new account of the centre or a province, which can sign in at once.

    Raises:
        AccountLivesElsewhere: school and department users are made in the employment system.
        ScopeDoesNotFitRole: a province user without a province, and the like.
        UsernameTaken: choose another one.
    """
    if isinstance(creator, SchoolUser) or origin_of(wanted.role) is not Origin.PLATFORM:
        raise AccountLivesElsewhere(who_can_change=SchoolUser.label)
    faults = scope_faults(wanted.role, wanted.scope)
    if faults:
        raise ScopeDoesNotFitRole(errors=faults)
    user = await _add(session, context, wanted, creator.key)
    if user is None:
        raise UsernameTaken
    await note(session, user.id, Change.CREATED, creator)
    return user


async def create_centre_user(
    session: AsyncSession, context: Context, username: str, name: str, password: str, mobile: str | None = None
) -> bool:
    """The account from which all others are made. Returns False when it exists already; then nothing is changed.

    Raises:
        UsernameTaken: another role has this user name.
    """
    wanted = NewStaffUser.model_validate(
        {"username": username, "name": name, "password": password, "role": StaffRole.CENTRE, "mobile": mobile}
    )
    if await _add(session, context, wanted, FROM_THE_COMMAND_LINE) is not None:
        return True
    existing = await store.find_by_username(session, wanted.username)
    if existing is None or existing.role != StaffRole.CENTRE:
        raise UsernameTaken
    return False


async def correct(
    session: AsyncSession, context: Context, actor: CentreUser, user_id: UUID, wanted: CorrectedStaffUser
) -> StaffUser:
    """Change name, mobile, title or e-mail. What is left out stays as it is.

    Raises:
        StaffUserNotFound, AccountLivesElsewhere, AccountIsClosed: not to be corrected here.
        AccountChangedMeanwhile: the editor has seen another version.
    """
    user = await admitted(session, Change.CORRECTED, user_id, actor)
    if user.version != wanted.version:
        raise AccountChangedMeanwhile(current=user.version)
    values: dict[str, Any] = wanted.model_dump(exclude={"version"}, exclude_unset=True)
    if "mobile" in values:
        values["mobile"] = sealed(context.resources.cipher, values["mobile"])
    changed = await store.change(session, user_id, **values)
    await note(session, user_id, Change.CORRECTED, actor)
    return changed


async def close(session: AsyncSession, actor: CentreUser, user_id: UUID, reason: str) -> StaffUser:
    """Nobody signs in with the account any more, and its sessions end.

    Raises:
        StaffUserNotFound, AccountLivesElsewhere, OwnAccount, AccountIsClosed: not to be closed here.
    """
    user = await admitted(session, Change.CLOSED, user_id, actor)
    closed = await store.change(session, user_id, closed_at=clock.now())
    await end_sessions(session, user.role, user_id, "account_closed")
    await note(session, user_id, Change.CLOSED, actor, reason)
    return closed


async def reopen(session: AsyncSession, actor: CentreUser, user_id: UUID, reason: str) -> StaffUser:
    """The account can be used again, with the password it had.

    Raises:
        StaffUserNotFound, AccountLivesElsewhere, AccountIsOpen: not to be reopened here.
    """
    await admitted(session, Change.REOPENED, user_id, actor)
    opened = await store.change(session, user_id, closed_at=None)
    await note(session, user_id, Change.REOPENED, actor, reason)
    return opened


async def admitted(session: AsyncSession, action: Change, user_id: UUID, actor: Actor) -> StaffUser:
    """The account, held, if this may be done to it. Raises what `states.refusal` says, and StaffUserNotFound."""
    user = await store.hold(session, user_id)
    if user is None:
        raise StaffUserNotFound
    problem = refusal(action, standing(user), actor)
    if problem:
        raise problem
    return user


def standing(user: StaffUser) -> Standing:
    """What decides about an account."""
    return Standing(user.id, user.origin, user.closed_at is not None)


def sealed(cipher: Cipher, mobile: str | None) -> str | None:
    """A mobile as it is stored."""
    return cipher.encrypt(mobile, MOBILE_FIELD) if mobile else None


def mobile_of(cipher: Cipher, user: StaffUser) -> str | None:
    """The mobile of an account, in full."""
    return cipher.decrypt(user.mobile, MOBILE_FIELD) if user.mobile else None


async def note(session: AsyncSession, user_id: UUID, change: Change, actor: Actor, reason: str | None = None) -> None:
    """Keep what was done to an account."""
    await store.add_change(
        session,
        user_id=user_id,
        change=change.value,
        reason=reason,
        by=actor.key,
        by_name=actor.name,
        at=clock.now(),
    )


async def _add(session: AsyncSession, context: Context, wanted: NewStaffUser, creator: str) -> StaffUser | None:
    return await store.add(
        session,
        id=uuid7(),
        username=wanted.username,
        origin=Origin.PLATFORM.value,
        password_hash=await context.resources.passwords.hash(wanted.password.get_secret_value()),
        name=wanted.name,
        role=wanted.role.value,
        **wanted.scope,
        mobile=sealed(context.resources.cipher, wanted.mobile),
        title=wanted.title,
        email=wanted.email,
        created_by=creator,
        created_at=clock.now(),
    )
