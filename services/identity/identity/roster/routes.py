"""The roster over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response, UploadFile

from common.auth.access import SchoolReviewer, SchoolUser, ServiceAccount
from common.contracts.values.cohort import Cohort
from common.contracts.values.exam_number import ExamNumber
from common.contracts.values.id_number import IdNumber
from common.contracts.values.text import Text
from common.http.session import Session, api_router
from common.paging import Page, Paging
from common.spreadsheet import write_template
from identity.audit.commands import record_reveal
from identity.roster import commands, queries
from identity.roster.commands import COLUMNS, MOST_BYTES, MOST_ROWS
from identity.roster.queries import Filters
from identity.roster.schemas import GraduateLine, ImportReport, WholeRecord

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MULTIPART_ALLOWANCE = 64 * 1024
"""What boundaries and headers of a multipart body may take beside the file."""
LineOfText = Annotated[str, Text(100)]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
PRIVATE = {"Cache-Control": "no-store"}

imports = api_router("/v1/roster-imports", "学生名单", max_body_size=MOST_BYTES + MULTIPART_ALLOWANCE)
graduates = api_router("/v1/graduates", "学生名单")
departments = api_router("/v1/departments", "学生名单")
routers = (imports, graduates, departments)


def filters(
    cohort: Annotated[Cohort | None, Query()] = None,
    department: Annotated[LineOfText | None, Query(description="院系（完全一致）")] = None,
    name: Annotated[LineOfText | None, Query(description="姓名（包含）")] = None,
    exam_number: Annotated[ExamNumber | None, Query()] = None,
    id_number: Annotated[IdNumber | None, Query()] = None,
) -> Filters:
    """The filters of 学生名单管理."""
    return Filters(cohort, department, name, exam_number, id_number)


@imports.post("", summary="导入学生名单")
async def import_roster(
    actor: SchoolUser,
    request: Request,
    session: Session,
    file: UploadFile,
    cohort: Annotated[Cohort, Query()],
    dry_run: Annotated[bool, Query(description="true：只检查，不保存")] = False,
) -> ImportReport:
    """Check a file (`dry_run=true`) or take it over. Sent again, the same file changes nothing."""
    cipher, workbook = request.app.state.context.resources.cipher, await file.read()
    run = commands.rehearse_import if dry_run else commands.import_roster
    rehearsal = await run(session, cipher, actor, cohort, workbook)
    return ImportReport.of(rehearsal, cohort=cohort, dry_run=dry_run)


@imports.get("/template", summary="下载学生名单模板", response_class=Response, responses={200: {"content": {XLSX: {}}}})
async def download_template(actor: SchoolUser) -> Response:
    """The workbook to fill in, with what each column takes."""
    headers = {"Content-Disposition": 'attachment; filename="roster-template.xlsx"'}
    return Response(write_template(COLUMNS, max_rows=MOST_ROWS), media_type=XLSX, headers=headers)


@graduates.get("", summary="学生名单")
async def list_graduates(
    actor: SchoolReviewer,
    request: Request,
    session: Session,
    page: Paging,
    wanted: Annotated[Filters, Depends(filters)],
) -> Page[GraduateLine]:
    """The reader's graduates; a department sees its own. ID numbers are masked."""
    return await queries.list_graduates(session, request.app.state.context.resources.cipher, actor, wanted, page)


@graduates.get("/{graduate_id}", summary="学生详情")
async def show_graduate(
    actor: SchoolReviewer, request: Request, response: Response, session: Session, graduate_id: UUID
) -> WholeRecord:
    """The whole record with the full ID number and contact; that the reader saw it is written down."""
    record = await queries.whole_record(session, request.app.state.context.resources.cipher, actor, graduate_id)
    await record_reveal(session, actor, f"graduate:{graduate_id}", "record", record.version)
    response.headers.update(PRIVATE)
    return record


@graduates.get("/{graduate_id}/versions/{version}/particulars", summary="协议书打印所需的学生信息")
async def show_particulars(
    actor: ServiceAccount, request: Request, response: Response, session: Session, graduate_id: UUID, version: Version
) -> WholeRecord:
    """One version exactly as it was, for the service that prints agreements; written down as well."""
    record = await queries.particulars(session, request.app.state.context.resources.cipher, graduate_id, version)
    await record_reveal(session, actor, f"graduate:{graduate_id}", "particulars", version)
    response.headers.update(PRIVATE)
    return record


@departments.get("", summary="院系列表")
async def list_departments(
    actor: SchoolUser, session: Session, cohort: Annotated[Cohort | None, Query()] = None
) -> list[str]:
    """The 院系 of the school's roster, exactly as department users' accounts must name them (guides/003 §2)."""
    return await queries.departments_of(session, actor.school_code, cohort)
