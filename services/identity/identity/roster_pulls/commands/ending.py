"""Ending a pull: who has been removed at the source goes, and rows that had to wait are compared once more."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.service import Context
from identity.roster.commands import remove_all
from identity.roster.queries import listed
from identity.roster.states import Place
from identity.roster_pulls import store
from identity.roster_pulls.commands.rows import author, take_rows
from identity.roster_pulls.states import Pending, PullStatus, too_many_vanish
from identity.roster_pulls.tables import RosterPull

VANISHED = "就业管理系统的名单中已没有该生"


async def end(session: AsyncSession, context: Context, pull: RosterPull) -> None:
    """End a pull whose last page has been taken. What still has to wait is kept for the school's next pull."""
    place: Place = (pull.school_code, pull.cohort)
    if pull.mode == "full":
        await store.forget_unseen(session, place, pull.id)
    waiting = await store.pending(session, context.resources.cipher, place)
    counts = await _take_off(session, context, pull, [item for item in waiting if item.row is None])
    # After the removals, and all at once: a number that was taken may be free now, and two may have been swapped.
    stated = [item for item in waiting if item.row is not None]
    if stated:
        taken = await take_rows(session, context, pull, stated)
        sound = [item.exam_number for item in stated if item.exam_number not in taken.refused]
        await store.drop_pending(session, place, sound)
        await store.add_faults(session, pull.id, taken.faults)
        counts = taken.counts | counts | {"unchanged": taken.counts["unchanged"] + counts["unchanged"]}
    await store.add_counts(session, pull.id, counts, status=PullStatus.DONE, finished_at=clock.now())


async def _take_off(
    session: AsyncSession, context: Context, pull: RosterPull, flagged: Sequence[Pending]
) -> dict[str, int]:
    """Remove who was removed at the source or has vanished there, unless they are too many. Returns the counts."""
    place: Place = (pull.school_code, pull.cohort)
    on_list = await listed(session, place)
    seen = await store.seen(session, place, pull.id) if pull.mode == "full" else on_list.keys()
    vanished = on_list.keys() - seen
    reasons = {item.exam_number: item.reason or VANISHED for item in flagged if item.exam_number in on_list}
    counts = {"unchanged": len(flagged) - len(reasons)}
    reasons = dict.fromkeys(vanished, VANISHED) | reasons
    doubt = await _doubt(session, context, pull, (len(reasons), len(on_list)), bool(vanished))
    if doubt and not pull.confirm_removals:
        await store.drop_pending(
            session, place, [item.exam_number for item in flagged if item.exam_number not in reasons]
        )
        await store.add_faults(session, pull.id, [_withheld(doubt)])
        return counts | {"withheld": len(reasons)}
    await store.drop_pending(session, place, [item.exam_number for item in flagged])
    gone = {on_list[number]: reason for number, reason in reasons.items()}
    return counts | {"removed": await remove_all(session, context.resources.cipher, place, gone, author(pull))}


async def _doubt(
    session: AsyncSession, context: Context, pull: RosterPull, shares: tuple[int, int], vanished: bool
) -> str | None:
    """Why nobody is removed until somebody says they mean it."""
    gone, on_list = shares
    limit = context.settings.roster.removal_percent
    if too_many_vanish(gone, on_list, limit):
        return f"名单中的 {on_list} 人有 {gone} 人在就业管理系统中已不存在，超过 {limit}% 的上限，没有移出名单"
    if vanished and await store.has_nameless_fault(session, pull.id):
        return f"有无法识别考生号的记录，不能确定名单中的 {gone} 人在就业管理系统中已不存在，没有移出名单"
    return None


def _withheld(doubt: str) -> dict[str, str]:
    remedy = "请先在就业管理系统中核对名单；确认无误后，选择“确认移除”重新同步。"
    return {"exam_number": "", "field": "名单", "reason": doubt, "remedy": remedy}
