"""Every statement on sign settings and on the provinces' agreement types."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy.tables import ProvinceAgreementType, SignSettings
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


async def find_type(session: AsyncSession, province_code: str, cohort: int) -> ProvinceAgreementType | None:
    """What the province has decided."""
    return await session.get(ProvinceAgreementType, (province_code, cohort))


async def find_type_for_change(session: AsyncSession, province_code: str, cohort: int) -> ProvinceAgreementType | None:
    """The decision, locked until the transaction ends."""
    key = {"province_code": province_code, "cohort": cohort}
    found = select(ProvinceAgreementType).filter_by(**key).with_for_update()
    return (await session.scalars(found)).one_or_none()


async def add_type(session: AsyncSession, **values: Any) -> ProvinceAgreementType | None:
    """The first decision; None if somebody else has just made it."""
    statement = insert(ProvinceAgreementType).values(**values).on_conflict_do_nothing()
    return (await session.scalars(statement.returning(ProvinceAgreementType))).one_or_none()


async def replace_type(session: AsyncSession, province_code: str, cohort: int, **values: Any) -> ProvinceAgreementType:
    """The next version, of a row that is locked."""
    statement = (
        update(ProvinceAgreementType)
        .filter_by(province_code=province_code, cohort=cohort)
        .values(**values)
        .returning(ProvinceAgreementType)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one()


def sealed_phone(phone: str, cipher: Cipher) -> str:
    """As it is stored."""
    return cipher.encrypt(phone, SEAL)


def open_phone(settings: SignSettings, cipher: Cipher) -> str:
    """As it is printed."""
    return cipher.decrypt(settings.contact_phone, SEAL)
