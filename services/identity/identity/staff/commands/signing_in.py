"""Signing in: centre and provinces with a password of ours, schools and departments with the employment system's."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.values.checked import ValueFault
from common.errors import Problem
from common.service import Context
from identity.employment.client import EmploymentSystem
from identity.roles import Proof, roles
from identity.sessions.errors import AccountClosed
from identity.staff import store
from identity.staff.commands.employment import take_over
from identity.staff.errors import PasswordMustChange
from identity.staff.queries import actor_from
from identity.staff.schemas.accounts import check_username
from identity.staff.states import Origin
from identity.staff.tables import StaffUser

STAFF_REALM = "staff"


@roles.signs_in(STAFF_REALM)
async def prove_staff_user(session: AsyncSession, context: Context, username: str, password: str) -> Proof:
    """Whose user name and password these are. No connection is held while the employment system is asked.

    While that system is away its accounts and unknown names are answered 503 and the platform's own 401: who tries then
    can tell which names are the platform's. That is accepted, for the centre and the provinces must be able to work.

    Raises:
        EmploymentSystemUnavailable: it does not answer; accounts of the platform do not need it.
        EmploymentAccountClosed, EmploymentAccountLocked: said by the employment system.
        SchoolNotOpened: the password is right, and the school does not take part.
    """
    passwords = context.resources.passwords
    try:
        username = check_username(username)
    except ValueFault:
        await passwords.matches(None, password)
        return Proof(None)
    async with context.resources.aside.transaction() as own:
        known = await store.find_by_username(own, username)
    if known is not None and known.origin == Origin.PLATFORM:
        right = await passwords.matches(known.password_hash, password)
        return Proof(actor_from(known) if right else None, known.id, _obstacle(known))
    # As much hashing as for an account of the platform, so that time does not tell which names are the platform's.
    await passwords.matches(None, password)
    account = await EmploymentSystem.of(context).log_in(username, password)
    if account is None:
        return Proof(None, known.id if known else None)
    user = await take_over(session, context, account)
    return Proof(actor_from(user), user.id)


def _obstacle(user: StaffUser) -> Problem | None:
    if user.closed_at is not None:
        return AccountClosed()
    return PasswordMustChange() if user.must_change_password else None
