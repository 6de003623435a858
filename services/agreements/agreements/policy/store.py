"""Every statement on sign settings."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy.tables import SignSettings
from common.crypto import Cipher

SEAL = "sign_settings.contact_phone"


async def find(session: AsyncSession, school_code: str, cohort: int) -> SignSettings | None:
    """The settings as they are now."""
    return await session.get(SignSettings, (school_code, cohort))


async def find_all(session: AsyncSession, keys: Iterable[tuple[str, int]]) -> Sequence[SignSettings]:
    """The settings of several schools and cohorts."""
    wanted = tuple_(SignSettings.school_code, SignSettings.cohort).in_(keys)
    return (await session.scalars(select(SignSettings).where(wanted))).all()


async def find_for_change(session: AsyncSession, school_code: str, cohort: int) -> SignSettings | None:
    """The settings, locked until the transaction ends."""
    found = select(SignSettings).where(SignSettings.school_code == school_code, SignSettings.cohort == cohort)
    return (await session.scalars(found.with_for_update())).one_or_none()


async def add(session: AsyncSession, **values: Any) -> SignSettings | None:
    """The first version; None if somebody else has just written it."""
    statement = insert(SignSettings).values(**values).on_conflict_do_nothing().returning(SignSettings)
    return (await session.scalars(statement)).one_or_none()


async def replace(session: AsyncSession, school_code: str, cohort: int, **values: Any) -> SignSettings:
    """The next version, of a row that is locked."""
    statement = (
        update(SignSettings)
        .where(SignSettings.school_code == school_code, SignSettings.cohort == cohort)
        .values(**values)
        .returning(SignSettings)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one()


def sealed_phone(phone: str, cipher: Cipher) -> str:
    """As it is stored."""
    return cipher.encrypt(phone, SEAL)


def open_phone(settings: SignSettings, cipher: Cipher) -> str:
    """As it is printed."""
    return cipher.decrypt(settings.contact_phone, SEAL)
