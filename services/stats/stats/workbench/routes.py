"""工作台 over HTTP."""

from common import clock
from common.auth.access import EmployerDataMissing, EmployerUser
from common.contracts.values.cohort import Cohort, current_cohort
from common.http.session import Session, api_router
from stats.workbench import queries
from stats.workbench.schemas import Workbench

router = api_router("/v1/workbench", "工作台")


@router.get("")
async def read_workbench(actor: EmployerUser, session: Session, cohort: Cohort | None = None) -> Workbench:
    """Counts per tab and status of one's own employer; without a cohort, of the one being recruited now."""
    if actor.employer_id is None:
        raise EmployerDataMissing
    return await queries.workbench_of(session, actor.employer_id, cohort or current_cohort(clock.today()))
