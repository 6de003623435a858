"""Every statement on the read copies."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import keep_copy
from destinations.copies.states import LIVE, Standing
from destinations.copies.tables import AgreementCopy, RosterCopy, SchoolCopy, SettingsCopy


async def keep_graduate(session: AsyncSession, graduate_id: UUID, sequence: int, values: dict[str, Any]) -> bool:
    """Keep a roster row unless a newer one is held."""
    return await keep_copy(session, RosterCopy, {"graduate_id": graduate_id}, sequence, **values)


async def keep_school(session: AsyncSession, school_code: str, sequence: int, values: dict[str, Any]) -> bool:
    """Keep what a school is called unless something newer is held."""
    return await keep_copy(session, SchoolCopy, {"school_code": school_code}, sequence, **values)


async def keep_settings(
    session: AsyncSession, school_code: str, cohort: int, sequence: int, values: dict[str, Any]
) -> bool:
    """Keep sign settings unless newer ones are held."""
    return await keep_copy(session, SettingsCopy, {"school_code": school_code, "cohort": cohort}, sequence, **values)


async def keep_agreement(session: AsyncSession, agreement_id: UUID, sequence: int, values: dict[str, Any]) -> bool:
    """Keep where an agreement stands unless something newer is held."""
    return await keep_copy(session, AgreementCopy, {"agreement_id": agreement_id}, sequence, **values)


async def graduate(session: AsyncSession, graduate_id: UUID) -> RosterCopy | None:
    """The roster row."""
    return await session.get(RosterCopy, graduate_id)


async def school_names(session: AsyncSession, school_codes: Collection[str]) -> dict[str, str]:
    """The names that identity has told."""
    found = select(SchoolCopy).where(SchoolCopy.school_code.in_(school_codes))
    return {row.school_code: row.name for row in await session.scalars(found)}


async def settings(session: AsyncSession, school_code: str, cohort: int) -> SettingsCopy | None:
    """The sign settings."""
    return await session.get(SettingsCopy, (school_code, cohort))


async def live_agreement(session: AsyncSession, graduate_id: UUID) -> AgreementCopy | None:
    """The graduate's agreement that is signed or, without one, in review."""
    found = select(AgreementCopy).where(
        AgreementCopy.graduate_id == graduate_id, AgreementCopy.standing.in_([standing.value for standing in LIVE])
    )
    signed_first = (AgreementCopy.standing == Standing.SIGNED.value).desc()
    return (await session.scalars(found.order_by(signed_first, AgreementCopy.agreement_id).limit(1))).one_or_none()


async def has_rescinded(session: AsyncSession, graduate_id: UUID) -> bool:
    """Whether there is a rescinded agreement of the graduate."""
    rescinded = exists().where(
        AgreementCopy.graduate_id == graduate_id, AgreementCopy.standing == Standing.RESCINDED.value
    )
    return bool(await session.scalar(select(rescinded)))
