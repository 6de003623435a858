"""作废, “这不是我签的” and amendments over HTTP: parse, one command or query, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from agreements.access import Party
from agreements.endings import commands, queries
from agreements.endings.schemas import (
    AmendAgreement,
    AmendmentView,
    DecideDispute,
    DisputeAgreement,
    DisputeView,
    VoidAgreement,
)
from agreements.files.queries import await_files
from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.records.states import audience_of
from agreements.resources import SealedBy
from common.auth.access import Graduate, SchoolUser
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1", "作废、失效与异议")


async def _disputed(actor: Graduate, body: DisputeAgreement, request: Request) -> DisputeAgreement:
    """Once documents has told of the files or that took too long. Declared before anything that uses the request's
    transaction: whoever names files that do not exist holds neither a connection nor a key meanwhile."""
    await await_files(request.app.state.context, body.file_ids)
    return body


Disputed = Annotated[DisputeAgreement, Depends(_disputed)]


@router.post("/agreements/{agreement_id}/void")
async def void(
    agreement_id: UUID, body: VoidAgreement, actor: SchoolUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """作废 of an agreement that stands, after talking to the employer. The graduate is free at once."""
    voided = await commands.void(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, voided)


@router.post("/agreements/{agreement_id}/amend")
async def amend(
    agreement_id: UUID, body: AmendAgreement, actor: SchoolUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """修改签约信息. Signed online: contact, reporting, place of work, relocation; on paper: whatever the paper says."""
    amended = await commands.amend(session, cipher, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, amended)


@router.get("/agreements/{agreement_id}/amendments")
async def list_amendments(
    agreement_id: UUID, actor: Party, session: Session, cipher: SealedBy, page: Paging
) -> Page[AmendmentView]:
    """What the school has amended, field by field, the latest first."""
    agreement = await records.read(session, agreement_id, actor)
    history = await records.history_of(session, agreement.id)
    return await queries.amendments_of(session, cipher, agreement.id, history, audience_of(actor), page)


@router.post("/agreements/{agreement_id}/dispute")
async def dispute(
    agreement_id: UUID, body: Disputed, once: Once, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """这不是我签的: everything about the agreement rests until the school has decided. Upload proof first, if any."""
    disputed = await commands.dispute(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, disputed)


@router.post("/agreements/{agreement_id}/uphold-dispute")
async def uphold_dispute(
    agreement_id: UUID, body: DecideDispute, actor: SchoolUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """异议成立: the agreement is void, the graduate is free."""
    voided = await commands.uphold_dispute(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, voided)


@router.post("/agreements/{agreement_id}/dismiss-dispute")
async def dismiss_dispute(
    agreement_id: UUID, body: DecideDispute, actor: SchoolUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """异议不成立: everything goes on where it rested; time limits are longer by the time it did."""
    resumed = await commands.dismiss_dispute(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, resumed)


@router.get("/agreements/{agreement_id}/disputes")
async def list_disputes(agreement_id: UUID, actor: Party, session: Session) -> list[DisputeView]:
    """The cases of an agreement, the latest first. Employers are not shown what the graduate told the school."""
    agreement = await records.read(session, agreement_id, actor)
    return await queries.disputes_of(session, agreement.id, audience_of(actor))
