"""Uploads over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Form, Request, Response, UploadFile

from common.auth.access import AnyActor, DataNotConfirmed, EmployerDataMissing, require
from common.auth.actors import EmployerUser, Graduate, SchoolUser
from common.http.idempotency import Once
from common.http.session import Session, api_router
from documents.downloads import download
from documents.uploads import commands, queries
from documents.uploads.commands import Upload
from documents.uploads.inspection.kinds import Kind
from documents.uploads.schemas import FileView
from documents.uploads.states import Purpose, object_key

MAX_BODY = 12 * 1024 * 1024
"""A file may have 10 MB; what is a little larger is still read, so that the refusal can name the file."""
BYTES: dict[int | str, dict[str, Any]] = {200: {"content": {kind.value: {} for kind in Kind}}}

router = api_router("/v1/files", "文件", max_body_size=MAX_BODY)


async def uploader(
    actor: Annotated[EmployerUser | Graduate | SchoolUser, Depends(require(EmployerUser, Graduate, SchoolUser))],
) -> EmployerUser | Graduate | SchoolUser:
    """Somebody who has records to prove."""
    if isinstance(actor, EmployerUser) and actor.employer_id is None:
        raise EmployerDataMissing
    if isinstance(actor, Graduate) and not actor.confirmed:
        raise DataNotConfirmed
    return actor


Uploader = Annotated[EmployerUser | Graduate | SchoolUser, Depends(uploader)]


PurposeCode = Annotated[str, Form(description="用途", json_schema_extra={"enum": list(Purpose)})]
"""A word that is no purpose is refused like another role's purpose: by naming those of the sender."""


async def inspected(actor: Uploader, request: Request, file: UploadFile, purpose: PurposeCode) -> Upload:
    """The upload, looked into before the transaction begins."""
    return await commands.inspect(request.app.state.context, actor, purpose, await file.read(), file.filename or "")


@router.post("", status_code=201, summary="上传文件")
async def upload_file(
    actor: Uploader, request: Request, session: Session, upload: Annotated[Upload, Depends(inspected)], once: Once
) -> FileView:
    """Store a PDF, JPEG or PNG of at most 10 MB, told by its content. Pictures are stored without metadata."""
    return FileView.of(await commands.keep(session, request.app.state.context, actor, upload))


@router.get("/{file_id}", summary="文件信息")
async def show_file(actor: AnyActor, session: Session, file_id: UUID) -> FileView:
    """What a file is. Its owner's users see it, and those it was handed in to."""
    return FileView.of(await queries.readable_file(session, actor, file_id))


@router.get("/{file_id}/content", summary="下载文件", response_class=Response, responses=BYTES)
async def download_file(actor: AnyActor, request: Request, session: Session, file_id: UUID) -> Response:
    """The bytes, as an attachment."""
    file = await queries.readable_file(session, actor, file_id)
    data = await request.app.state.context.resources.storage.intact(object_key(file.id), file.sha256)
    return download(data, file.name, file.media_type)
