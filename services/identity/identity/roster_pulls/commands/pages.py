"""Taking a pull's next page."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.logging import get_logger
from common.service import Context
from identity.employment.client import EmploymentSystem
from identity.employment.errors import EmploymentSystemUnavailable
from identity.roster.states import Place
from identity.roster_pulls import store
from identity.roster_pulls.commands.ending import end
from identity.roster_pulls.commands.rows import take_rows
from identity.roster_pulls.schemas import SourcePage, Unreadable, readable
from identity.roster_pulls.states import Pending, PullStatus, news, retry_after
from identity.roster_pulls.tables import RosterPull

log = get_logger(__name__)

LEASE = timedelta(minutes=1)
"""So long a worker has one page for itself."""
NO_REASON = "学校已将该生移出就业管理系统的名单"


async def take_next_page(session: AsyncSession, context: Context) -> int:
    """The next page of the pull that has waited longest. Returns 0 when none is waiting.

    It is claimed in a transaction of its own: a page that fails, or takes its worker with it, must not be tried by
    everybody at once and for ever.
    """
    async with context.resources.aside.transaction() as own:
        pull = await store.claim(own, clock.now(), LEASE)
    if pull is None:
        return 0
    if pull.attempts > context.settings.roster.pull_attempts:
        await _fail(session, pull)
        return 1
    try:
        page = await _fetch(context, pull)
    except EmploymentSystemUnavailable:
        await store.postpone(session, pull.id, clock.now() + retry_after(pull.attempts))
        return 1
    if await store.hold(session, pull.id, pull.position):
        await _take(session, context, pull, page)
    return 1


async def _fetch(context: Context, pull: RosterPull) -> SourcePage:
    system, asked = EmploymentSystem.of(context), {"school_code": pull.school_code, "cohort": pull.cohort}
    size = context.settings.roster.pull_page
    answer = await system.ask("GET", "/graduates", params=asked | {"after": pull.position, "limit": size})
    page = system.read(answer, SourcePage)
    if page.next is not None and page.next <= pull.position:
        log.error("the employment system turns pages backwards", after=pull.position, next=page.next)
        raise EmploymentSystemUnavailable
    return page


async def _take(session: AsyncSession, context: Context, pull: RosterPull, page: SourcePage) -> None:
    """Take a page over: sound rows are kept, others wait for the end of the pull, and the pull goes on or is over.

    Removals wait too, because only then it is known how many they are.
    """
    place: Place = (pull.school_code, pull.cohort)
    items, unreadable = readable(page)
    numbers = {item.exam_number for item in items}
    full = pull.id if pull.mode == "full" else None
    nameable = {bad.exam_number for bad in unreadable if bad.exam_number}
    known = await store.taken(session, place, numbers | nameable, full)
    fresh = news(items, known, pull.mode)
    await store.drop_pending(session, place, [item.exam_number for item in fresh])
    waiting = [
        Pending(item.exam_number, item.sequence, None, item.reason or NO_REASON)
        if item.removed or item.row is None
        else Pending(item.exam_number, item.sequence, item.row, None)
        for item in fresh
    ]
    taken = await take_rows(session, context, pull, [item for item in waiting if item.row is not None])
    refused = [item for item in waiting if item.row is None or item.exam_number in taken.refused]
    await store.keep_pending(session, context.resources.cipher, place, refused)
    sequences = {item.exam_number: item.sequence for item in fresh}
    if full:  # who cannot be read is on the source's list all the same
        sequences = dict.fromkeys(nameable - known.keys(), 0) | sequences
    await store.take(session, place, sequences, full)
    await store.add_faults(session, pull.id, [_told(bad) for bad in unreadable])
    repeated = len(numbers) - len(fresh)
    added = taken.counts | {"unchanged": taken.counts["unchanged"] + repeated, "faulty": len(unreadable)}
    position = page.next if page.next is not None else pull.position
    await store.add_counts(session, pull.id, added, position=position, attempts=0, next_try_at=clock.now())
    if page.next is None:
        await end(session, context, pull)


def _told(bad: Unreadable) -> dict[str, str]:
    return {
        "exam_number": bad.exam_number,
        "field": bad.field,
        "reason": "就业管理系统返回的该项内容无法识别",
        "remedy": "请在就业管理系统中核对该生的信息后重新同步",
    }


async def _fail(session: AsyncSession, pull: RosterPull) -> None:
    tried = f"已连续尝试 {pull.attempts - 1} 次，就业管理系统无法连接或返回的数据无法处理"
    reason = f"{tried}；已同步的数据有效，请稍后重新同步。"
    over = {"status": PullStatus.FAILED, "finished_at": clock.now(), "failure": reason}
    await store.add_counts(session, pull.id, {}, **over)
