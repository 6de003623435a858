"""Supplements over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from agreements.files.queries import await_files
from agreements.forms.schemas import SupplementForm
from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.resources import SealedBy
from agreements.supplement import commands
from common.auth.access import Graduate
from common.http.idempotency import Once
from common.http.session import Session, api_router

router = api_router("/v1", "补登")


async def _arrived(request: Request, body: SupplementForm, actor: Graduate) -> SupplementForm:
    """The form, once documents has told of its files or that took too long. Declared before anything that uses the
    request's transaction."""
    await await_files(request.app.state.context, body.file_ids)
    return body


ArrivedForm = Annotated[SupplementForm, Depends(_arrived)]


@router.post("/supplements", status_code=201)
async def submit(body: ArrivedForm, once: Once, actor: Graduate, session: Session, cipher: SealedBy) -> AgreementView:
    """提交审核: register an agreement that was signed on paper, with pictures of the sealed paper."""
    submitted = await commands.submit(session, cipher, actor, body)
    return await records.agreement_view(session, cipher, actor, submitted)


@router.post("/agreements/{agreement_id}/resubmit-supplement")
async def resubmit(
    agreement_id: UUID, body: ArrivedForm, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """重新提交, out of the draft or after a reviewer has returned it: the whole form again."""
    submitted = await commands.resubmit(session, cipher, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, submitted)


@router.post("/agreements/{agreement_id}/withdraw-supplement")
async def withdraw(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> AgreementView:
    """撤回修改: before anybody has passed it, back into a draft."""
    withdrawn = await commands.withdraw(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, withdrawn)
