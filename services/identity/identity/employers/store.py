"""The SQL of employers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.codes.warnings import normal_name
from common.database import lock_for_transaction
from identity.employers import states
from identity.employers.states import LABELS, Search
from identity.employers.tables import Employer, EmployerVersion

_OTHER_FORMS = "".join(map(chr, range(0xFF01, 0xFF5F))) + "〔〕【】[]"
_ONE_FORM = "".join(map(normal_name, _OTHER_FORMS))
_SPACES = " \u3000"


async def uscc_alone(session: AsyncSession, uscc: str) -> None:
    """Wait until nobody else decides who has this USCC, until this transaction ends."""
    await lock_for_transaction(session, "uscc", uscc)


async def holder(session: AsyncSession, uscc: str) -> Employer | None:
    """The employer that has this USCC."""
    found = select(Employer).where(Employer.uscc == uscc, Employer.holds_uscc)
    return await session.scalar(found.execution_options(populate_existing=True))


async def verified_named(session: AsyncSession, normal_name: str) -> list[Employer]:
    """Two at most of the employers that have passed verification under this name, in its normal form."""
    # What has nothing in its place is taken out: the spaces.
    normal = func.upper(func.translate(Employer.name, _OTHER_FORMS + _SPACES, _ONE_FORM))
    found = select(Employer).where(normal == normal_name, Employer.verified_at.is_not(None))
    return list(await session.scalars(found.limit(2)))


async def employer(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """An employer by its id."""
    return await session.get(Employer, employer_id, populate_existing=True)


async def employers(session: AsyncSession, employer_ids: Collection[UUID]) -> list[Employer]:
    """These employers."""
    return list(await session.scalars(select(Employer).where(Employer.id.in_(employer_ids))))


async def all_verified(session: AsyncSession, after: UUID, limit: int) -> list[Employer]:
    """The next employers by id that have ever passed verification."""
    found = select(Employer).where(Employer.id > after, Employer.verified_at.is_not(None))
    return list(await session.scalars(found.order_by(Employer.id).limit(limit)))


async def locked_employer(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """An employer by its id, held until the transaction ends."""
    return await session.get(Employer, employer_id, populate_existing=True, with_for_update=True)


async def add(session: AsyncSession, **values: Any) -> Employer:
    """A new employer."""
    return (await session.execute(insert(Employer).values(**values).returning(Employer))).scalar_one()


async def change(session: AsyncSession, employer_id: UUID, **values: Any) -> Employer:
    """A new version of an employer."""
    changed = (
        update(Employer)
        .where(Employer.id == employer_id)
        .values(version=Employer.version + 1, **values)
        .returning(Employer)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(changed)).scalar_one()


async def add_version(session: AsyncSession, employer: Employer, **values: Any) -> None:
    """Keep the data as they are now; `values` say who changed what."""
    data = {name: getattr(employer, name) for name in LABELS}
    row = {"employer_id": employer.id, "version": employer.version, **data, **values}
    await session.execute(insert(EmployerVersion).values(**row))


async def versions(session: AsyncSession, employer_id: UUID, before: int | None, limit: int) -> list[EmployerVersion]:
    """Versions of an employer's data, newest first."""
    found = select(EmployerVersion).where(EmployerVersion.employer_id == employer_id)
    if before is not None:
        found = found.where(EmployerVersion.version < before)
    return list(await session.scalars(found.order_by(EmployerVersion.version.desc()).limit(limit)))


async def search(session: AsyncSession, wanted: Search, after: UUID | None, limit: int) -> list[Employer]:
    """Employers that meet all given conditions, the newest first."""
    found = select(Employer).order_by(Employer.id.desc()).limit(limit).where(*_conditions(wanted))
    if after is not None:
        found = found.where(Employer.id < after)
    return list(await session.scalars(found))


def _conditions(wanted: Search) -> list[ColumnElement[bool]]:
    equal = {"uscc": wanted.uscc, "status": wanted.status, "nature_code": wanted.nature_code}
    conditions = [getattr(Employer, name) == value for name, value in equal.items() if value is not None]
    if wanted.name is not None:
        conditions.append(Employer.name.icontains(wanted.name, autoescape=True))
    if wanted.region_code is not None:
        conditions.append(Employer.region_code.startswith(states.region_prefix(wanted.region_code), autoescape=True))
    return conditions
