"""What other features ask about schools."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor, CentreUser, ProvinceUser
from common.contracts.identity import SchoolRestated
from common.paging import Page, PageRequest
from identity.schools import store
from identity.schools.errors import SchoolNotFound, SchoolNotOpened
from identity.schools.schemas import OpenedSchool, SchoolDetail, SchoolVersionView, SchoolView
from identity.schools.tables import School


async def opened_school(session: AsyncSession, code: str) -> School:
    """The school of this code.

    Raises:
        SchoolNotOpened: it does not take part.
    """
    school = await store.find(session, code)
    if school is None:
        raise SchoolNotOpened(f"院校代码 {code} 对应的院校尚未开通。")
    return school


async def names_of_school(session: AsyncSession, code: str) -> list[str]:
    """What the school is called, and then what it was called before, the latest first.

    Raises:
        SchoolNotOpened: it does not take part.
    """
    school = await opened_school(session, code)
    former = [version.name for version in await store.versions(session, code)]
    return list(dict.fromkeys([school.name, *former]))


async def find_school(session: AsyncSession, code: str) -> School | None:
    """The school of this code, if it takes part."""
    return await store.find(session, code)


async def opened_codes(session: AsyncSession) -> set[str]:
    """The codes of all schools that take part."""
    return await store.codes(session)


async def show_school(session: AsyncSession, reader: CentreUser | ProvinceUser, code: str) -> SchoolDetail:
    """One school with its history.

    Raises:
        SchoolNotFound: it does not take part, or is another province's.
    """
    school = await store.find(session, code)
    if school is None or (isinstance(reader, ProvinceUser) and school.province_code != reader.province_code):
        raise SchoolNotFound
    history = [SchoolVersionView.of(version) for version in await store.versions(session, code)]
    return SchoolDetail(**OpenedSchool.of(school).model_dump(), history=history)


async def list_schools(
    session: AsyncSession, reader: Actor, page: PageRequest, name: str | None, province_code: str | None
) -> Page[SchoolView]:
    """A page of schools in the order of their codes: all of them, to a province user those of the province."""
    if isinstance(reader, ProvinceUser):
        province_code = reader.province_code
    found = await store.page(session, page, name, province_code)
    shown = found[: page.limit]
    cursor = page.cursor_after(shown[-1].code) if len(found) > page.limit else None
    return Page(items=[SchoolView.of(school) for school in shown], next_cursor=cursor)


async def restated(session: AsyncSession, after: str, limit: int, code: str | None) -> list[tuple[SchoolRestated, int]]:
    """Present facts said again, each with its version: of all schools or the one of this code, by their codes from
    behind `after`."""
    return [
        (SchoolRestated(school_code=found.code, name=found.name, province_code=found.province_code), found.version)
        for found in await store.all_schools(session, after, limit, code)
    ]
