"""数据统计 over HTTP."""

from typing import Annotated

from fastapi import Query

from common import clock
from common.auth.access import SchoolReviewer
from common.contracts.values.cohort import Cohort, current_cohort
from common.http.session import Session, api_router
from stats.school import queries
from stats.school.schemas import SchoolEmployers, SchoolStatistics

router = api_router("/v1/school-statistics", "数据统计")


@router.get("")
async def read_statistics(actor: SchoolReviewer, session: Session, cohort: Cohort | None = None) -> SchoolStatistics:
    """按届统计 and 按院系统计 with outcomes and rates; without a cohort, of the one being recruited now."""
    return await queries.statistics_of(session, actor, cohort or current_cohort(clock.today()))


@router.get("/employers")
async def read_employers(
    actor: SchoolReviewer,
    session: Session,
    cohort: Cohort | None = None,
    limit: Annotated[int, Query(ge=1, le=200, description="最多返回的单位数")] = 50,
) -> SchoolEmployers:
    """The employers that have signed most of the school's (department's) graduates."""
    return await queries.employers_of(session, actor, cohort or current_cohort(clock.today()), limit)
