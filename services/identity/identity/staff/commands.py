"""Creating staff accounts."""

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor
from identity.passwords import Passwords
from identity.schools.queries import opened_school
from identity.staff import store
from identity.staff.errors import MayNotCreateUser, ScopeDoesNotFitRole, UsernameTaken
from identity.staff.schemas import NewStaffUser
from identity.staff.states import StaffRole, may_create, scope_faults
from identity.staff.tables import StaffUser

FROM_THE_COMMAND_LINE = "command-line"


async def create_staff_user(
    session: AsyncSession, passwords: Passwords, creator: Actor, wanted: NewStaffUser
) -> StaffUser:
    """A new account that can sign in at once.

    Raises:
        ScopeDoesNotFitRole: a school user without a school, and the like.
        MayNotCreateUser: not the creator's to create.
        SchoolNotOpened: no such school takes part.
        UsernameTaken: choose another one.
    """
    faults = scope_faults(wanted.role, wanted.scope)
    if faults:
        raise ScopeDoesNotFitRole(errors=faults)
    if not may_create(creator, wanted.role, wanted.school_code):
        raise MayNotCreateUser
    if wanted.school_code is not None:
        await opened_school(session, wanted.school_code)
    user = await _add(session, passwords, wanted, creator.key)
    if user is None:
        raise UsernameTaken
    return user


async def create_centre_user(
    session: AsyncSession, passwords: Passwords, username: str, name: str, password: str
) -> bool:
    """The account from which all others are made. Returns False when it exists already; then nothing is changed.

    Raises:
        UsernameTaken: another role has this user name.
    """
    wanted = NewStaffUser.model_validate(
        {"username": username, "name": name, "password": password, "role": StaffRole.CENTRE}
    )
    if await _add(session, passwords, wanted, FROM_THE_COMMAND_LINE) is not None:
        return True
    existing = await store.find_by_username(session, wanted.username)
    if existing is None or existing.role != StaffRole.CENTRE:
        raise UsernameTaken
    return False


async def _add(session: AsyncSession, passwords: Passwords, wanted: NewStaffUser, creator: str) -> StaffUser | None:
    return await store.add(
        session,
        id=uuid7(),
        username=wanted.username,
        password_hash=await passwords.hash(wanted.password.get_secret_value()),
        name=wanted.name,
        role=wanted.role.value,
        **wanted.scope,
        created_by=creator,
        created_at=clock.now(),
    )
