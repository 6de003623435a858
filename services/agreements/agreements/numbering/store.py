"""Every statement on the counters."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.numbering.tables import NumberCounter


async def next_serial(session: AsyncSession, cohort: int, school_code: str) -> int:
    """The next serial. It is given back when the transaction is rolled back; others wait until it has ended."""
    first = insert(NumberCounter).values(cohort=cohort, school_code=school_code, last_serial=1)
    counted = first.on_conflict_do_update(
        index_elements=[NumberCounter.cohort, NumberCounter.school_code],
        set_={"last_serial": NumberCounter.last_serial + 1},
    ).returning(NumberCounter.last_serial)
    return (await session.execute(counted)).scalar_one()
