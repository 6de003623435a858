"""Opening schools."""

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.identity import SchoolOpened
from common.messaging.outbox import emit
from identity.schools import store
from identity.schools.errors import SchoolAlreadyOpened
from identity.schools.schemas import NewSchool
from identity.schools.tables import School


async def open_school(session: AsyncSession, wanted: NewSchool) -> School:
    """Let a school take part.

    Raises:
        SchoolAlreadyOpened: code, identifier or name is taken.
    """
    school = await store.add(session, **wanted.model_dump(), version=1, opened_at=clock.now())
    if school is None:
        raise SchoolAlreadyOpened
    opened = SchoolOpened(school_code=school.code, name=school.name, province_code=school.province_code)
    await emit(session, opened, sequence=school.version)
    return school
