"""下载当前查询数据: a list whole, as a workbook with the columns of the reader's screen (guides/003 fig 7, 000 §4)."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import errors, states, store
from agreements.records.schemas.filters import Filters, Sort
from agreements.records.states import Audience, Kind, Status
from agreements.records.tables import Agreement
from common.auth.actors import Actor
from common.clock import SHANGHAI
from common.contracts.codes.levels import short_level
from common.spreadsheet import GrowingTable

MOST_ROWS = 100_000
AT_ONCE = 2
"""So many workbooks are written at once by one process, each with one database connection; whoever comes next is told
to wait, so that signing always finds a connection."""
RETRY_SECONDS = 10
READ = (
    Agreement.kind,
    Agreement.status,
    Agreement.number,
    Agreement.employer_name,
    Agreement.job_title,
    Agreement.graduate_name,
    Agreement.id_number_masked,
    Agreement.school_name,
    Agreement.reviewing_department,
    Agreement.level_code,
    Agreement.major_name,
    Agreement.invited_at,
    Agreement.deadline,
    Agreement.signed_at,
    Agreement.due_at,
    Agreement.updated_at,
)
Cells = Mapping[str, Callable[[Any], str | None]]
"""What stands in each column, of a row of `READ`."""

_workbooks = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="workbooks")
"""Rows are written beside the event loop."""
_writing: list[str] = []
"""For whom."""


async def workbook_of(session: AsyncSession, actor: Actor, filters: Filters, sort: Sort) -> BinaryIO:
    """What the actor may see of what the filters want, as an open file without a name: it goes when it is closed.

    Raises:
        DownloadsBusy: as many as can be are being written, or this reader's last one is.
        DownloadTooLong: there are more than 100,000 rows.
    """
    with _place_for(actor):
        rows = sum(tally.rows for tally in await store.counted(session, actor, filters))
        if rows > MOST_ROWS:
            raise errors.DownloadTooLong(f"共有 {rows} 条记录，一次最多下载 {MOST_ROWS} 条。", rows=rows)
        with TemporaryDirectory(prefix="workbook-") as folder:
            return await _written(Path(folder), session, actor, filters, sort)


async def _written(folder: Path, session: AsyncSession, actor: Actor, filters: Filters, sort: Sort) -> BinaryIO:
    beside = asyncio.get_running_loop().run_in_executor
    cells = _cells(states.audience_of(actor))
    table = await beside(_workbooks, GrowingTable, folder, list(cells))
    async for batch in store.rows_of(session, actor, filters, sort, READ):
        texts = [[cell(row) or "" for cell in cells.values()] for row in batch]
        await beside(_workbooks, table.add, texts)
    path = await beside(_workbooks, table.close)
    return path.open("rb")


@contextmanager
def _place_for(actor: Actor) -> Iterator[None]:
    if actor.key in _writing:
        raise errors.DownloadsBusy("您的上一个下载文件仍在生成。", retry_after=RETRY_SECONDS)
    if len(_writing) >= AT_ONCE:
        raise errors.DownloadsBusy(retry_after=RETRY_SECONDS)
    _writing.append(actor.key)
    try:
        yield
    finally:
        _writing.remove(actor.key)


def _cells(audience: Audience) -> Cells:
    match audience:
        case Audience.EMPLOYER:
            return _employers()
        case Audience.GRADUATE:
            return _graduates()
        case _:
            return _schools()


def _employers() -> Cells:
    numbers = count(1)
    return {
        "序号": lambda _: str(next(numbers)),
        "学生姓名": lambda row: row.graduate_name,
        "证件号码": lambda row: row.id_number_masked,
        "毕业院校": lambda row: row.school_name,
        "学历层次": lambda row: short_level(row.level_code),
        "专业": lambda row: row.major_name,
        "最新状态": lambda row: Status(row.status).label(Audience.EMPLOYER),
        "最新操作时间": lambda row: _moment(row.updated_at),
    }


def _graduates() -> Cells:
    return {
        "签约单位": lambda row: row.employer_name,
        "岗位名称": lambda row: row.job_title,
        "签约类型": lambda row: Kind(row.kind).label,
        "当前协议编号": lambda row: row.number,
        "签约状态": lambda row: Status(row.status).label(Audience.GRADUATE),
        "邀约时间": lambda row: _moment(row.invited_at),
        "应约截止时间": lambda row: _moment(row.deadline),
        "签约完成时间": lambda row: _moment(row.signed_at),
        "最新操作时间": lambda row: _moment(row.updated_at),
    }


def _schools() -> Cells:
    return {
        "签约发起方": lambda row: Kind(row.kind).initiator,
        "姓名": lambda row: row.graduate_name,
        "所在院系": lambda row: row.reviewing_department,
        "专业": lambda row: row.major_name,
        "学历层次": lambda row: short_level(row.level_code),
        "身份证号码": lambda row: row.id_number_masked,
        "当前协议编号": lambda row: row.number,
        "签约单位": lambda row: row.employer_name,
        "签约状态": lambda row: Status(row.status).label(Audience.SCHOOL),
        "邀约时间": lambda row: _moment(row.invited_at),
        "签约完成时间": lambda row: _moment(row.signed_at),
        "办理期限": lambda row: _moment(row.due_at),
        "最新操作时间": lambda row: _moment(row.updated_at),
    }


def _moment(at: datetime | None) -> str | None:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if at else None
