"""Rescission over HTTP: parse, one command or query, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from agreements.access import OneSide, Party
from agreements.files.queries import await_files
from agreements.records import queries as records
from agreements.records.schemas.reviews import Pass, Reject, Return
from agreements.records.schemas.views import AgreementView
from agreements.records.states import Status, audience_of
from agreements.rescission import commands, queries
from agreements.rescission.schemas import (
    DeclineRescission,
    ForceRescission,
    RequestRescission,
    RescissionView,
    ReturnRescission,
)
from agreements.resources import SealedBy
from common.auth.access import Graduate, SchoolReviewer, SchoolUser
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1", "解约")


async def _requested(actor: OneSide, body: RequestRescission, request: Request) -> RequestRescission:
    """Once documents has told of the files or that took too long. Declared before anything that uses the request's
    transaction: whoever names files that do not exist holds neither a connection nor a key meanwhile."""
    await await_files(request.app.state.context, body.file_ids)
    return body


async def _forced(actor: SchoolUser, body: ForceRescission, request: Request) -> ForceRescission:
    """Likewise."""
    await await_files(request.app.state.context, body.file_ids)
    return body


Requested = Annotated[RequestRescission, Depends(_requested)]
Forced = Annotated[ForceRescission, Depends(_forced)]


@router.get("/agreements/{agreement_id}/rescissions")
async def list_rescissions(agreement_id: UUID, actor: Party, session: Session, page: Paging) -> Page[RescissionView]:
    """解约申请: all that were ever made on one's agreement and how each ended, the latest first."""
    agreement = await records.read(session, agreement_id, actor)
    status, audience = Status(agreement.status), audience_of(actor)
    return await queries.rescissions_of(session, agreement.id, status, audience, page)


@router.post("/agreements/{agreement_id}/request-rescission")
async def request_rescission(
    agreement_id: UUID, body: Requested, once: Once, actor: OneSide, session: Session, cipher: SealedBy
) -> AgreementView:
    """申请解约 / 发起解约. Online the other side answers next; on paper, which only graduates ask for, the
    school reviews at once. Upload the files of an agreement on paper first."""
    asked = await commands.request_rescission(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, asked)


@router.post("/agreements/{agreement_id}/resubmit-rescission")
async def resubmit_rescission(
    agreement_id: UUID, body: Requested, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """Send a returned request again, whole; the review begins anew. It does not count as a further request."""
    asked = await commands.resubmit_rescission(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, asked)


@router.post("/agreements/{agreement_id}/withdraw-rescission")
async def withdraw_rescission(agreement_id: UUID, actor: OneSide, session: Session, cipher: SealedBy) -> AgreementView:
    """撤回解约申请 of one's own side, until it is answered or after it was returned. It does not count."""
    withdrawn = await commands.withdraw_rescission(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, withdrawn)


@router.post("/agreements/{agreement_id}/agree-rescission")
async def agree_rescission(agreement_id: UUID, actor: OneSide, session: Session, cipher: SealedBy) -> AgreementView:
    """同意解约 of the other side's request: the school reviews. There is no time limit."""
    agreed = await commands.agree_rescission(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, agreed)


@router.post("/agreements/{agreement_id}/decline-rescission")
async def decline_rescission(
    agreement_id: UUID, actor: OneSide, session: Session, cipher: SealedBy, body: DeclineRescission | None = None
) -> AgreementView:
    """不同意解约: the agreement stands; either side may ask again."""
    declined = await commands.decline_rescission(session, actor, agreement_id, body.detail if body else None)
    return await records.agreement_view(session, cipher, actor, declined)


@router.post("/agreements/{agreement_id}/force-rescission")
async def force_rescission(
    agreement_id: UUID, body: Forced, actor: SchoolUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """强制解约, only while the employer leaves the graduate's request without an answer. Upload the proof first."""
    forced = await commands.force_rescission(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, forced)


@router.post("/agreements/{agreement_id}/pass-rescission")
async def pass_rescission(
    agreement_id: UUID, actor: SchoolReviewer, session: Session, cipher: SealedBy, body: Pass | None = None
) -> AgreementView:
    """解约审核通过 at one's own step; after the school's the graduate is free. On paper the school adds its ruling."""
    passed = await commands.decide_rescission(session, actor, agreement_id, body or Pass())
    return await records.agreement_view(session, cipher, actor, passed)


@router.post("/agreements/{agreement_id}/return-rescission")
async def return_rescission(
    agreement_id: UUID, body: ReturnRescission, actor: SchoolReviewer, session: Session, cipher: SealedBy
) -> AgreementView:
    """退回修改 of a request on paper: the graduate corrects and sends it again."""
    returned = await commands.decide_rescission(
        session, actor, agreement_id, Return(detail=body.detail, version=body.version)
    )
    return await records.agreement_view(session, cipher, actor, returned)


@router.post("/agreements/{agreement_id}/reject-rescission")
async def reject_rescission(
    agreement_id: UUID, body: Reject, actor: SchoolReviewer, session: Session, cipher: SealedBy
) -> AgreementView:
    """解约审核不通过, with a reason from the list: the agreement stands."""
    rejected = await commands.decide_rescission(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, rejected)
