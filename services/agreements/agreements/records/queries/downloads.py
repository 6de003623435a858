"""下载当前查询数据: a list whole, as a workbook with the columns of the reader's screen (guides/003 fig 7, 000 §4)."""

from itertools import count
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import states, store
from agreements.records.queries.parts import note_of
from agreements.records.schemas.filters import Filters, Sort
from agreements.records.states import Audience, Kind, Status, Tab
from agreements.records.tables import Agreement
from agreements.workbooks.commands import Cells, moment, place_for, refuse_too_long, written
from common.auth.actors import Actor
from common.contracts.codes.levels import short_level

FEWER_ROWS = "请选择届别、签约状态或院系后分次下载。"
RESCISSIONS = frozenset(
    status for status in Status if status.tab in (Tab.RESCINDING, Tab.RESCINDED, Tab.RESCISSION_FAILED)
)
"""What 解约管理 lists (guides/003 fig 17)."""
READ = (
    Agreement.kind,
    Agreement.status,
    Agreement.reject_step,
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


async def workbook_of(session: AsyncSession, actor: Actor, filters: Filters, sort: Sort) -> BinaryIO:
    """What the actor may see of what the filters want, as an open file without a name: it goes when it is closed.

    Raises:
        DownloadsBusy: as many as can be are being written.
        DownloadRunning: this reader's last one is.
        DownloadTooLong: there are more than 100,000 rows.
    """
    with place_for(actor):
        refuse_too_long(sum(tally.rows for tally in await store.counted(session, actor, filters)), FEWER_ROWS)
        cells = _cells(states.audience_of(actor), filters)
        return await written(cells, store.rows_of(session, actor, filters, sort, READ))


def _cells(audience: Audience, filters: Filters) -> Cells:
    match audience:
        case Audience.EMPLOYER:
            return _employers()
        case Audience.GRADUATE:
            return _graduates()
        case _:
            return _rescissions() if filters.statuses and filters.statuses <= RESCISSIONS else _schools()


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
        "最新操作时间": lambda row: moment(row.updated_at),
    }


def _graduates() -> Cells:
    return {
        "签约单位": lambda row: row.employer_name,
        "岗位名称": lambda row: row.job_title,
        "签约类型": lambda row: Kind(row.kind).label,
        "当前协议编号": lambda row: row.number,
        "签约状态": lambda row: Status(row.status).label(Audience.GRADUATE),
        "邀约时间": lambda row: moment(row.invited_at),
        "应约截止时间": lambda row: moment(row.deadline),
        "签约完成时间": lambda row: moment(row.signed_at),
        "最新操作时间": lambda row: moment(row.updated_at),
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
        "签约状态": _status_of,
        "邀约时间": lambda row: moment(row.invited_at),
        "签约完成时间": lambda row: moment(row.signed_at),
        "办理期限": lambda row: moment(row.due_at),
        "最新操作时间": lambda row: moment(row.updated_at),
    }


def _rescissions() -> Cells:
    """解约管理 has 类型 where 在线签约管理 has 签约发起方 (guides/003 fig 17)."""
    others = {header: cell for header, cell in _schools().items() if header != "签约发起方"}
    return {"类型": lambda _: "解约", **others}


def _status_of(row: Any) -> str:
    """With the line in brackets under it, as fig 7 and 17 show it."""
    return " ".join(filter(None, [Status(row.status).label(Audience.SCHOOL), note_of(row)]))
