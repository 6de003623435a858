"""What an employer's workbench shows."""

from collections import Counter
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.values.cohort import cohort_label
from stats.counting import queries as counting
from stats.schemas import Counted
from stats.workbench.schemas import TabView, Workbench
from stats.workbench.states import TABS, Tab


async def workbench_of(session: AsyncSession, employer_id: UUID, cohort: int) -> Workbench:
    """Counts per tab and status over all schools, shared by the employer's users."""
    as_of = await counting.as_of(session)
    counts = await counting.employer_agreements(session, employer_id, cohort)
    return Workbench(
        cohort=cohort, cohort_label=cohort_label(cohort), as_of=as_of, tabs=[_view(tab, counts) for tab in TABS]
    )


def _view(tab: Tab, counts: Counter[str]) -> TabView:
    statuses = [Counted(code=status, label=label, count=counts[status]) for status, label in tab.statuses.items()]
    return TabView(code=tab.code, label=tab.label, count=sum(status.count for status in statuses), statuses=statuses)
