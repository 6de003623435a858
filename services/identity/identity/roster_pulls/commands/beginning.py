"""Beginning pulls, by hand and by the clock, and forgetting old ones."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.values.cohort import current_cohort
from common.service import Context
from identity.roster.states import Place
from identity.roster_pulls import store
from identity.roster_pulls.errors import PullNeedsWholeSchool, PullRunning
from identity.roster_pulls.schemas import PullRequest
from identity.schools.queries import opened_codes, opened_school

CLOCK, CLOCK_NAME = "clock", "系统定时"
BEGIN_BATCH = 100
FORGET_BATCH = 1000


async def begin_pull(session: AsyncSession, context: Context, actor: SchoolUser, wanted: PullRequest) -> UUID:
    """Begin a pull of the actor's school; a worker takes it page by page. Returns its id.

    Raises:
        PullNeedsWholeSchool: the actor sees only part of the school.
        SchoolNotOpened: the school does not take part.
        PullRunning: one at a time.
    """
    if actor.data_scope != "all":
        raise PullNeedsWholeSchool(who_can_change="就业管理系统中的学校管理员")
    await opened_school(session, actor.school_code)
    place, pull_id = (actor.school_code, wanted.cohort), uuid7()
    if not await _begin(session, pull_id, place, wanted, actor.key, actor.name):
        raise PullRunning(pull_id=str(await store.running(session, actor.school_code)), who_can_change="系统")
    await store.put_off(session, place, clock.now() + _interval(context))
    return pull_id


async def begin_due_pulls(session: AsyncSession, context: Context) -> int:
    """One batch of the incremental pulls that the clock makes for every school. Returns how many began."""
    now, cohort = clock.now(), current_cohort(clock.today())
    await store.schedule(session, ((code, cohort) for code in await opened_codes(session)), now + _interval(context))
    due = await store.take_due(session, cohort, now, now + _interval(context), BEGIN_BATCH)
    for row in due:
        wanted = PullRequest(cohort=row.cohort, mode="incremental")
        await _begin(session, uuid7(), (row.school_code, row.cohort), wanted, CLOCK, CLOCK_NAME)
    return len(due)


async def forget_old_pulls(session: AsyncSession, context: Context) -> int:
    """One batch of pulls that nobody asks about any more."""
    before = clock.now() - timedelta(days=context.settings.roster.pulls_kept_days)
    return await store.forget(session, before, FORGET_BATCH)


async def _begin(
    session: AsyncSession, pull_id: UUID, place: Place, wanted: PullRequest, by: str, by_name: str
) -> bool:
    school_code, cohort = place
    now = clock.now()
    return await store.begin(
        session,
        id=pull_id,
        school_code=school_code,
        cohort=cohort,
        mode=wanted.mode,
        started_by=by,
        started_by_name=by_name,
        confirm_removals=wanted.confirm_removals,
        position=0 if wanted.mode == "full" else await store.taken_until(session, place),
        next_try_at=now,
        started_at=now,
    )


def _interval(context: Context) -> timedelta:
    return timedelta(minutes=context.settings.roster.pull_every_minutes)
