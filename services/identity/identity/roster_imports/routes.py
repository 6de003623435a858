"""Importing the roster over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response, UploadFile

from common.auth.access import SchoolUser
from common.contracts.values.cohort import Cohort
from common.http.session import Session, api_router
from common.spreadsheet import write_template
from identity.roster_imports import commands, queries
from identity.roster_imports.commands import COLUMNS, MOST_BYTES, MOST_ROWS
from identity.roster_imports.schemas import ImportReport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MULTIPART_ALLOWANCE = 64 * 1024
"""What boundaries and headers of a multipart body may take beside the file."""
WORKBOOK: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {}}}}

router = api_router("/v1/roster-imports", "学生名单", max_body_size=MOST_BYTES + MULTIPART_ALLOWANCE)


@router.post("", summary="校验或导入学生名单")
async def import_roster(
    actor: SchoolUser,
    request: Request,
    session: Session,
    file: UploadFile,
    cohort: Annotated[Cohort, Query()],
    dry_run: Annotated[bool, Query(description="true：只校验，不导入；false：校验通过后导入")] = True,
) -> ImportReport:
    """Check a file, or take it over with `dry_run=false`. Sent again, the same file changes nothing."""
    cipher, workbook = request.app.state.context.resources.cipher, await file.read()
    if dry_run:
        kept = await commands.rehearse_import(session, cipher, actor, cohort, workbook)
        return ImportReport.of(kept.rehearsal, cohort=cohort, rehearsal_id=kept.id, kept_until=kept.expires_at)
    rehearsal = await commands.import_roster(session, cipher, actor, cohort, workbook)
    return ImportReport.of(rehearsal, cohort=cohort)


@router.get("/template", summary="下载学生名单模板", response_class=Response, responses=WORKBOOK)
async def download_template(actor: SchoolUser) -> Response:
    """The workbook to fill in, with what each column takes."""
    return _workbook(write_template(COLUMNS, max_rows=MOST_ROWS), "roster-template.xlsx")


@router.get("/{rehearsal_id}/workbook", summary="下载校验结果", response_class=Response, responses=WORKBOOK)
async def download_result(actor: SchoolUser, request: Request, session: Session, rehearsal_id: UUID) -> Response:
    """The same workbook with a 校验结果 column and the faulty cells marked; kept for a day, for its sender alone."""
    cipher = request.app.state.context.resources.cipher
    return _workbook(await queries.workbook(session, cipher, actor, rehearsal_id), "roster-result.xlsx")


@router.post("/{rehearsal_id}/take-over", summary="导入已校验的文件")
async def take_over(actor: SchoolUser, request: Request, session: Session, rehearsal_id: UUID) -> ImportReport:
    """Import what was checked, without sending it again."""
    cipher = request.app.state.context.resources.cipher
    cohort, rehearsal = await commands.take_over(session, cipher, actor, rehearsal_id)
    return ImportReport.of(rehearsal, cohort=cohort)


def _workbook(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=XLSX, headers=headers)
