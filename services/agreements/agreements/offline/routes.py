"""Offline signing over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from agreements.access import OneSide
from agreements.files.queries import await_files
from agreements.forms.schemas import OfflineForm
from agreements.offline import commands
from agreements.offline.schemas import SealedCopy
from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.resources import SealedBy
from common.auth.access import Graduate
from common.http.idempotency import Once
from common.http.session import Session, api_router

router = api_router("/v1", "线下签约")


async def _arrived(request: Request, body: SealedCopy, actor: OneSide) -> SealedCopy:
    """The files, once documents has told of them or that took too long. Declared before anything that uses the
    request's transaction."""
    await await_files(request.app.state.context, body.file_ids)
    return body


@router.post("/offline-agreements", status_code=201)
async def submit_sheet(
    once: Once, body: OfflineForm, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """提交就业协议: once passed it is printed, sealed by the employer, and sent back as a picture."""
    submitted = await commands.submit_sheet(session, cipher, actor, body)
    return await records.agreement_view(session, cipher, actor, submitted)


@router.post("/agreements/{agreement_id}/resubmit-sheet")
async def resubmit_sheet(
    agreement_id: UUID, body: OfflineForm, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """重新提交 what a reviewer has returned: the whole form again."""
    submitted = await commands.resubmit_sheet(session, cipher, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, submitted)


@router.post("/agreements/{agreement_id}/upload-copy")
async def upload_copy(
    agreement_id: UUID,
    body: Annotated[SealedCopy, Depends(_arrived)],
    actor: OneSide,
    session: Session,
    cipher: SealedBy,
) -> AgreementView:
    """回传盖章协议, by the graduate or the employer: all pages, in place of those sent before."""
    uploaded = await commands.upload_copy(session, actor, agreement_id, body.file_ids)
    return await records.agreement_view(session, cipher, actor, uploaded)
