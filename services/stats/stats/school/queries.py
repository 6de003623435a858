"""What a school's statistics show."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import Coded
from common.auth.actors import DepartmentUser, SchoolReviewer
from common.contracts.codes import DESTINATIONS
from common.contracts.values.cohort import cohort_label
from stats.counting import queries as counting
from stats.counting.queries import Tally
from stats.counting.states.statuses import STANDING
from stats.names import queries as names
from stats.schemas import Counted
from stats.school.formulas import Formula
from stats.school.schemas import (
    EmployerShare,
    FormulaView,
    RateView,
    SchoolEmployers,
    SchoolStatistics,
    StatisticsRow,
)
from stats.school.states import COLUMNS, columns_of, formula_for, shares_of


async def statistics_of(session: AsyncSession, actor: SchoolReviewer, cohort: int) -> SchoolStatistics:
    """The table of the actor's school, or of the actor's department."""
    as_of = await counting.as_of(session)
    tallies = await counting.department_tallies(session, actor.school_code, cohort, _department(actor))
    formula, total = formula_for(cohort), Tally()
    for tally in tallies.values():
        total.add(tally)
    return SchoolStatistics(
        cohort=cohort,
        cohort_label=cohort_label(cohort),
        as_of=as_of,
        school=Coded(code=actor.school_code, label=await names.school_name(session, actor.school_code)),
        columns=[Coded(code=code, label=label) for code, label in COLUMNS.items()],
        formula=FormulaView(version=formula.version, document=formula.document),
        total=_row(None, total, formula),
        departments=[_row(name, tally, formula) for name, tally in tallies.items()],
    )


async def employers_of(session: AsyncSession, actor: SchoolReviewer, cohort: int, limit: int) -> SchoolEmployers:
    """The employers with most signed agreements first."""
    as_of = await counting.as_of(session)
    counts = await counting.school_employers(session, actor.school_code, cohort, _department(actor))
    signed = {employer: sum(of[status] for status in STANDING) for employer, of in counts.items()}
    most = sorted(counts, key=lambda employer: (-signed[employer], -counts[employer].total(), employer))
    known = await names.employer_names(session, most[:limit])
    return SchoolEmployers(
        cohort=cohort,
        cohort_label=cohort_label(cohort),
        as_of=as_of,
        employers=len(counts),
        items=[
            EmployerShare(
                employer_id=employer,
                name=known.get(employer),
                records=counts[employer].total(),
                signed=signed[employer],
            )
            for employer in most[:limit]
        ],
    )


def _department(actor: SchoolReviewer) -> str | None:
    return actor.department if isinstance(actor, DepartmentUser) else None


def _row(department: str | None, tally: Tally, formula: Formula) -> StatisticsRow:
    return StatisticsRow(
        department=department,
        counts=columns_of(tally.graduates, tally.agreements),
        outcomes=[
            Counted(code=code, label=DESTINATIONS.label(code), count=tally.outcomes[code])
            for code in sorted(tally.outcomes)
        ],
        rates=[
            RateView.model_validate(share._asdict()) for share in shares_of(formula, tally.outcomes, tally.graduates)
        ],
    )
