"""Beginning pulls, taking one page after the other, and forgetting old ones.

Faulty rows are told and left out: a nightly pull must not stop at one bad row.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.roster import HEADERS, RosterRow
from common.contracts.values.cohort import current_cohort
from common.crypto import Cipher
from common.logging import get_logger
from common.service import Context
from common.spreadsheet import CheckedRow, Fault, Row, Table, check_rows
from identity.employment.client import EmploymentSystem
from identity.employment.errors import EmploymentSystemUnavailable
from identity.roster.commands import held_comparison, keep_versions, remove_all
from identity.roster.queries import listed
from identity.roster.states import Change, Place, Rehearsal, misplacements
from identity.roster_pulls import store
from identity.roster_pulls.errors import PullNeedsWholeSchool, PullRunning
from identity.roster_pulls.schemas import PullRequest, SourcePage, SourceRow
from identity.roster_pulls.states import PullStatus, news, retry_after, too_many_vanish
from identity.roster_pulls.tables import RosterPull
from identity.schools.queries import names_of_school, opened_codes, opened_school

log = get_logger(__name__)

CLOCK, CLOCK_NAME = "clock", "系统定时"
LEASE = timedelta(minutes=1)
"""So long a worker has one page for itself."""
NO_REASON = "学校已将该生移出就业管理系统的名单"
VANISHED = "就业管理系统的名单中已没有该生"
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
    """Take a page over: sound rows are kept, faulty ones are told, and the pull goes on or is over."""
    place: Place = (pull.school_code, pull.cohort)
    cipher, by = context.resources.cipher, f"employment:{pull.id}"
    numbers = {item.exam_number for item in page.items}
    fresh = news(page.items, await store.taken(session, place, numbers), pull.mode)
    gone = {item.exam_number: item.reason or NO_REASON for item in fresh if item.removed or item.row is None}
    removed = await _remove(session, cipher, place, gone, by) if gone else 0
    stated = [item for item in fresh if item.exam_number not in gone]
    checked = await _checked(session, pull, stated)
    rehearsal = await held_comparison(session, cipher, place, *checked)
    await keep_versions(session, cipher, rehearsal.versions, Change(uuid7(), *place, by, clock.now()))
    await store.add_faults(session, pull.id, [_told(fault, stated) for fault in rehearsal.faults])
    seen_in = pull.id if pull.mode == "full" else None
    await store.take(session, place, {item.exam_number: item.sequence for item in fresh}, seen_in)
    counts = rehearsal.counts()
    counts["unchanged"] += len(numbers) - len(stated) - removed
    added = {name: counts[name] for name in ("new", "changed", "unchanged", "faulty")} | {"removed": removed}
    position = page.next if page.next is not None else pull.position
    await store.add_counts(session, pull.id, added, position=position, attempts=0, next_try_at=clock.now())
    if page.next is None:
        await _finish(session, context, pull, by)


async def _checked(
    session: AsyncSession, pull: RosterPull, stated: list[SourceRow]
) -> tuple[Rehearsal, list[CheckedRow[RosterRow]]]:
    """The sound rows, numbered by their place on the page, and what is wrong with the others."""
    names = await names_of_school(session, pull.school_code)
    rows = [Row(at, item.row or {}) for at, item in enumerate(stated, start=1)]
    table = Table(HEADERS, rows)
    good, faults = await asyncio.to_thread(check_rows, table, RosterRow, unique=("身份证号",))
    faults += [fault for row in good for fault in misplacements(row, names, pull.cohort, "all")]
    faults += [_mistaken(row.number) for row in good if row.value.exam_number != stated[row.number - 1].exam_number]
    at_fault = {fault.row for fault in faults}
    return Rehearsal(total=len(rows), faults=faults), [row for row in good if row.number not in at_fault]


async def _finish(session: AsyncSession, context: Context, pull: RosterPull, by: str) -> None:
    place: Place = (pull.school_code, pull.cohort)
    counts: dict[str, int] = {}
    if pull.mode == "full":
        on_list = await listed(session, place)
        vanished = on_list.keys() - await store.seen(session, place, pull.id)
        limit = context.settings.roster.removal_percent
        if too_many_vanish(len(vanished), len(on_list), limit) and not pull.confirm_removals:
            counts["withheld"] = len(vanished)
            await store.add_faults(session, pull.id, [_withheld(len(vanished), len(on_list), limit)])
        else:
            reasons = dict.fromkeys(vanished, VANISHED)
            counts["removed"] = await _remove(session, context.resources.cipher, place, reasons, by)
    await store.add_counts(session, pull.id, counts, status=PullStatus.DONE, finished_at=clock.now())


async def _remove(session: AsyncSession, cipher: Cipher, place: Place, reasons: Mapping[str, str], by: str) -> int:
    on_list = await listed(session, place)
    known = {on_list[number]: reason for number, reason in reasons.items() if number in on_list}
    return await remove_all(session, cipher, place, known, by)


def _told(fault: Fault, stated: Sequence[SourceRow]) -> dict[str, str]:
    # Without the cell's value, which may be somebody's ID number.
    number = stated[fault.row - 1].exam_number
    return {"exam_number": number, "field": fault.column, "reason": fault.reason, "remedy": fault.remedy}


def _mistaken(row: int) -> Fault:
    return Fault(row, "考生号", "", "与就业管理系统记录的考生号不一致", "请在就业管理系统中核对该生的考生号")


def _withheld(vanished: int, listed: int, limit: int) -> dict[str, str]:
    return {
        "exam_number": "",
        "field": "名单",
        "reason": f"名单中的 {listed} 人有 {vanished} 人在就业管理系统中已不存在，超过 {limit}% 的上限，没有移出名单",
        "remedy": "请先在就业管理系统中核对名单；确认无误后，选择“确认移除”重新全量同步。",
    }


async def _fail(session: AsyncSession, pull: RosterPull) -> None:
    tried = f"已连续尝试 {pull.attempts - 1} 次，就业管理系统无法连接或返回的数据无法处理"
    reason = f"{tried}；已同步的数据有效，请稍后重新同步。"
    over = {"status": PullStatus.FAILED, "finished_at": clock.now(), "failure": reason}
    await store.add_counts(session, pull.id, {}, **over)


def _interval(context: Context) -> timedelta:
    return timedelta(minutes=context.settings.roster.pull_every_minutes)
