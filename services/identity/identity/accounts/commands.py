"""Registering with a mobile, and what becomes of the account."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import EmployerUser
from common.contracts.values.mobile import check_mobile, mask
from common.errors import Invalid, NotFound
from common.service import Context
from identity.accounts import states, store
from identity.accounts.errors import MobileTaken
from identity.accounts.tables import EmployerAccount
from identity.roles import Proof, roles
from identity.sms_codes.commands import prove_mobile
from identity.sms_codes.states import Purpose

MOBILE_FIELD = "employer_users.mobile"
EMPLOYER_REALM = "employer"


async def register(
    session: AsyncSession, context: Context, mobile: str, sms_code: str, password: str, confirmation: str
) -> EmployerAccount:
    """Open an account.

    Raises:
        Invalid: the password cannot be taken; the code was not touched.
        SmsCodeWrong, SmsCodeExpired: the mobile is not proved.
        MobileTaken: it is, and has an account already.
    """
    faults = states.password_faults(password, confirmation, mobile)
    if faults:
        raise Invalid(errors=faults)
    await prove_mobile(context, mobile, sms_code, Purpose.REGISTER)
    added = await store.add_user(
        session,
        id=uuid7(),
        mobile=context.resources.cipher.encrypt(mobile, MOBILE_FIELD),
        mobile_index=mobile_index(context, mobile),
        password_hash=await context.resources.passwords.hash(password),
        created_at=clock.now(),
    )
    if added is None:
        raise MobileTaken
    return added


async def open_proved_account(
    session: AsyncSession, context: Context, mobile: str, name: str | None
) -> EmployerAccount | None:
    """An account without a password for somebody whose mobile was proved elsewhere; None when it has one already."""
    return await store.add_user(
        session,
        id=uuid7(),
        mobile=context.resources.cipher.encrypt(mobile, MOBILE_FIELD),
        mobile_index=mobile_index(context, mobile),
        name=name,
        created_at=clock.now(),
    )


async def change_personal_data(session: AsyncSession, user_id: UUID, values: dict[str, Any]) -> EmployerAccount:
    """Change one's own name or e-mail."""
    if values:
        await store.change_user(session, user_id, **values)
    return await own_account(session, user_id)


async def own_account(session: AsyncSession, user_id: UUID) -> EmployerAccount:
    """The account of who is signed in.

    Raises:
        NotFound: the token outlived the account.
    """
    found = await store.user(session, user_id)
    if found is None:
        raise NotFound
    return found


async def hold_account(session: AsyncSession, user_id: UUID) -> EmployerAccount:
    """The same, held until the transaction ends."""
    found = await store.locked_user(session, user_id)
    if found is None:
        raise NotFound
    return found


async def join_employer(session: AsyncSession, user_id: UUID, employer_id: UUID) -> None:
    """The account belongs to this employer from now on; the next token says so."""
    await store.change_user(session, user_id, employer_id=employer_id)


async def leave_employer(session: AsyncSession, user_id: UUID) -> None:
    """The account belongs to no employer from now on."""
    await store.change_user(session, user_id, employer_id=None)


async def set_password(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    """The account has this password from now on."""
    await store.change_user(session, user_id, password_hash=password_hash)


async def set_mobile(session: AsyncSession, context: Context, user_id: UUID, mobile: str) -> EmployerAccount:
    """The account signs in with this mobile from now on.

    Raises:
        MobileTaken: another account has it.
    """
    sealed, index = context.resources.cipher.encrypt(mobile, MOBILE_FIELD), mobile_index(context, mobile)
    if not await store.change_mobile(session, user_id, sealed, index):
        raise MobileTaken
    return await own_account(session, user_id)


def mobile_index(context: Context, mobile: str) -> str:
    """The fingerprint by which a mobile is found."""
    return context.resources.cipher.blind_index(mobile, MOBILE_FIELD)


def shown_mobile(context: Context, account: EmployerAccount) -> str:
    """The mobile with its middle hidden."""
    return mask(context.resources.cipher.decrypt(account.mobile, MOBILE_FIELD))


@roles.signs_in(EMPLOYER_REALM)
async def prove_employer_user(session: AsyncSession, context: Context, login: str, password: str) -> Proof:
    """Whose mobile and password these are."""
    found = await store.user_by_mobile(session, mobile_index(context, check_mobile(login)))
    right = await context.resources.passwords.matches(found.password_hash if found else None, password)
    return Proof(_actor(context, found) if found and right else None, found.id if found else None)


@roles.loads(EmployerUser)
async def load_employer_user(session: AsyncSession, context: Context, actor: EmployerUser) -> EmployerUser | None:
    """The account as it is now, with the employer it has joined meanwhile."""
    found = await store.user(session, actor.id)
    return _actor(context, found) if found else None


def _actor(context: Context, account: EmployerAccount) -> EmployerUser:
    name = account.name or shown_mobile(context, account)
    return EmployerUser(id=account.id, name=name, employer_id=account.employer_id)
