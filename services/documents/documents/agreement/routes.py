"""Issued agreements over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from common.auth.access import AnyActor
from common.http.session import Session, api_router
from documents.agreement import queries
from documents.agreement.schemas.views import DocumentView
from documents.agreement.states import PDF
from documents.downloads import download

BYTES: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {}}}}

router = api_router("/v1/agreements", "就业协议书")


@router.get("/{agreement_id}", summary="协议书信息")
async def show_agreement(actor: AnyActor, request: Request, session: Session, agreement_id: UUID) -> DocumentView:
    """The document's facts: for the employer's users, the graduate, the school's and the department's users."""
    document = await queries.own_document(session, actor, agreement_id)
    url = queries.check_url(request.app.state.context.settings, document.issuance.check_code)
    return DocumentView.of(document, url)


@router.get("/{agreement_id}/content", summary="下载就业协议书", response_class=Response, responses=BYTES)
async def download_agreement(actor: AnyActor, request: Request, session: Session, agreement_id: UUID) -> Response:
    """The PDF, byte for byte as it was issued."""
    document = await queries.own_document(session, actor, agreement_id)
    pdf = await request.app.state.context.resources.storage.intact(document.object_key, document.sha256)
    return download(pdf, f"就业协议书_{document.number}.pdf", PDF)
