"""What other features ask about schools."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.paging import Page, PageRequest, encode_cursor
from identity.schools import store
from identity.schools.errors import SchoolNotOpened
from identity.schools.schemas import SchoolView
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


async def list_schools(session: AsyncSession, page: PageRequest, name: str | None) -> Page[SchoolView]:
    """A page of all schools, in the order of their codes."""
    found = await store.page(session, page, name)
    shown = found[: page.limit]
    cursor = encode_cursor(shown[-1].code) if len(found) > page.limit else None
    return Page(items=[SchoolView.of(school) for school in shown], next_cursor=cursor)
