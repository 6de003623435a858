"""Every statement on the read copies."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties.tables import NAME_KEY, Employer, Graduate, School
from common.database import keep_copy


async def keep_employer(session: AsyncSession, employer_id: UUID, sequence: int, **values: Any) -> bool:
    """Keep what is newer. Returns whether the copy was changed."""
    return await keep_copy(session, Employer, {"employer_id": employer_id}, sequence, **values)


async def keep_graduate(session: AsyncSession, graduate_id: UUID, sequence: int, **values: Any) -> bool:
    """Keep what is newer. Returns whether the copy was changed."""
    return await keep_copy(session, Graduate, {"graduate_id": graduate_id}, sequence, **values)


async def keep_school(session: AsyncSession, school_code: str, sequence: int, **values: Any) -> bool:
    """Keep what is newer. Returns whether the copy was changed."""
    return await keep_copy(session, School, {"school_code": school_code}, sequence, **values)


async def employer(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """The verified employer, if it is one."""
    return await session.get(Employer, employer_id)


async def employers(session: AsyncSession, employer_ids: Iterable[UUID]) -> Sequence[Employer]:
    """Those of them that are verified."""
    return (await session.scalars(select(Employer).where(Employer.employer_id.in_(employer_ids)))).all()


async def employer_with_uscc(session: AsyncSession, uscc: str) -> Employer | None:
    """The verified employer with this code. Should there be several, the one that may sign, and the latest."""
    found = select(Employer).where(Employer.uscc == uscc)
    ordered = found.order_by(Employer.may_sign.desc(), Employer.employer_id.desc()).limit(1)
    return (await session.scalars(ordered)).one_or_none()


async def employers_named(session: AsyncSession, name_key: str) -> Sequence[Employer]:
    """The verified employers with this name, and no more of them than it takes to see that it is not the only one."""
    named = select(Employer).where(literal_column(NAME_KEY) == name_key)
    return (await session.scalars(named.limit(2))).all()


async def graduate(session: AsyncSession, graduate_id: UUID) -> Graduate | None:
    """The graduate as the roster has them now."""
    return await session.get(Graduate, graduate_id)


async def graduates(session: AsyncSession, graduate_ids: Iterable[UUID]) -> Sequence[Graduate]:
    """Those of them that some roster has or had."""
    return (await session.scalars(select(Graduate).where(Graduate.graduate_id.in_(graduate_ids)))).all()


async def hold_graduates(session: AsyncSession, graduate_ids: Iterable[UUID]) -> None:
    """Let nobody change the copies until the transaction ends; several may hold them together."""
    await session.execute(_held(select(Graduate).where(Graduate.graduate_id.in_(graduate_ids))))


async def school(session: AsyncSession, school_code: str) -> School | None:
    """The school, if it takes part."""
    return await session.get(School, school_code)


async def schools(session: AsyncSession, school_codes: Iterable[str]) -> Sequence[School]:
    """Those of them that take part."""
    return (await session.scalars(select(School).where(School.school_code.in_(school_codes)))).all()


async def schools_of_province(
    session: AsyncSession, province_code: str, *, limit: int, after: Sequence[Any] | None
) -> Sequence[School]:
    """By their codes, `after` one of them."""
    found = select(School).where(School.province_code == province_code).order_by(School.school_code).limit(limit)
    if after is not None:
        found = found.where(School.school_code > after[0])
    return (await session.scalars(found)).all()


async def graduates_of_persons(session: AsyncSession, person_indexes: Iterable[str]) -> Sequence[Graduate]:
    """All roster rows of these persons, the latest cohort first."""
    found = select(Graduate).where(Graduate.person_index.in_(person_indexes)).order_by(Graduate.cohort.desc())
    return (await session.scalars(found)).all()


async def hold_graduates_of_persons(session: AsyncSession, person_indexes: Iterable[str]) -> Sequence[Graduate]:
    """The same, and nobody changes them until the transaction ends."""
    found = _held(select(Graduate).where(Graduate.person_index.in_(person_indexes)))
    return sorted((await session.scalars(found)).all(), key=lambda each: -each.cohort)


def _held(found: Select[Graduate]) -> Select[Graduate]:
    """In the order of their ids, or two that hold several could wait for each other crosswise; as they are then,
    whatever the session has seen of them before."""
    held = found.order_by(Graduate.graduate_id).with_for_update(read=True)
    return held.execution_options(populate_existing=True)
