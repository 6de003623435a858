"""导入学生名单 over HTTP: a rehearsal, its workbook, and taking it over."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response, UploadFile

from agreements.access import employer_of
from agreements.favourite_imports import commands
from agreements.favourite_imports.commands import COLUMNS, MOST_BYTES, MOST_ROWS, Desk
from agreements.favourite_imports.queries import report_of
from agreements.favourite_imports.schemas import ImportReport
from common.auth.access import EmployerUser
from common.contracts.values.cohort import Cohort
from common.http.session import Session, api_router
from common.spreadsheet import write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MULTIPART_ALLOWANCE = 64 * 1024
"""What boundaries and headers of a multipart body may take beside the file."""
WORKBOOK: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {}}}}

router = api_router("/v1/favourite-imports", "学生收藏夹", max_body_size=MOST_BYTES + MULTIPART_ALLOWANCE)


async def _desk(request: Request, actor: EmployerUser) -> Desk:
    context = request.app.state.context
    settings = context.settings
    return Desk(
        actor,
        employer_of(actor),
        context.resources.cipher,
        context.database,
        settings.imports,
        settings.search.numbers_per_name,
    )


AtDesk = Annotated[Desk, Depends(_desk)]


@router.get("/template", summary="下载批量导入模板", response_class=Response, responses=WORKBOOK)
async def download_template(actor: EmployerUser) -> Response:
    """学生名单导入模板: the workbook to fill in, with what each column takes."""
    return _workbook(write_template(COLUMNS, max_rows=MOST_ROWS), "graduates-template.xlsx")


@router.post("", summary="校验学生名单")
async def rehearse_import(
    actor: EmployerUser,
    desk: AtDesk,
    session: Session,
    file: UploadFile,
    cohort: Annotated[Cohort | None, Query(description="届别；不填则取最近一届")] = None,
) -> ImportReport:
    """Look up every row and say what would come of it; nobody is added. Files and rows count towards the day."""
    return report_of(await commands.rehearse(session, desk, cohort, file.read), dry_run=True)


@router.get("/{import_id}/workbook", summary="下载导入结果", response_class=Response, responses=WORKBOOK)
async def download_result(actor: EmployerUser, desk: AtDesk, import_id: UUID) -> Response:
    """The same workbook with a 校验结果 column and the faulty cells marked; kept for a day, for its sender alone."""
    return _workbook(await commands.workbook_of(desk, import_id), "graduates-result.xlsx")


@router.post("/{import_id}/take-over", summary="导入学生名单")
async def take_over(actor: EmployerUser, desk: AtDesk, session: Session, import_id: UUID) -> ImportReport:
    """Add the graduates that are found. Asked again, it skips those that are there and adds nobody twice."""
    return report_of(await commands.take_over(session, desk, import_id), dry_run=False)


def _workbook(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=XLSX, headers=headers)
