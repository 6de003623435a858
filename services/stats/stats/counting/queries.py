"""What screens ask of the counters."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from stats.counting import store
from stats.counting.states import NO_EMPLOYER, Kind


@dataclass
class Tally:
    """The figures of a place."""

    graduates: int = 0
    agreements: Counter[str] = field(default_factory=Counter)
    """By status."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """By code."""

    def add(self, other: "Tally") -> None:
        """Take another place's figures in."""
        self.graduates += other.graduates
        self.agreements.update(other.agreements)
        self.outcomes.update(other.outcomes)


async def employer_agreements(session: AsyncSession, employer_id: UUID, cohort: int) -> Counter[str]:
    """How many agreements of an employer stand in each status, over all schools."""
    return Counter({row.category: int(row.n) for row in await store.of_employer(session, employer_id, cohort)})


async def department_tallies(
    session: AsyncSession, school_code: str, cohort: int, department: str | None
) -> dict[str, Tally]:
    """The figures of each department of a school, by the department's name; of one alone if it is given."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in await store.of_school(session, school_code, cohort, department):
        tally, n = tallies[row.department], int(row.n)
        if row.kind == Kind.GRADUATE:
            tally.graduates += n
        elif row.kind == Kind.AGREEMENT:
            tally.agreements[row.category] += n
        else:
            tally.outcomes[row.category] += n
    return dict(tallies)


async def school_employers(
    session: AsyncSession, school_code: str, cohort: int, department: str | None
) -> Mapping[UUID, Counter[str]]:
    """How many agreements of each employer with a school's graduates stand in each status. Only of employers on the
    platform: those that graduates type in have no id that would hold them together."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for row in await store.employers_of_school(session, school_code, cohort, department, but=NO_EMPLOYER):
        found[row.employer_id][row.category] = int(row.n)
    return found


async def as_of(session: AsyncSession) -> datetime | None:
    """The time of the newest event that was worked on; UTC."""
    return await store.newest_event(session)
