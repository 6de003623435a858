"""Online signing over HTTP: parse, one command or query, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from agreements.access import Party, employer_of
from agreements.resources import SealedBy
from agreements.signing import commands, queries
from agreements.signing.schemas.sheet import AgreementSheet
from agreements.signing.schemas.views import (
    AcceptTerms,
    AgreementRow,
    AgreementView,
    Draft,
    Reject,
    SendInvitation,
    Terms,
)
from agreements.signing.states import Status, Tab
from agreements.signing.store import Filters
from common.auth import actors
from common.auth.access import EmployerUser, Graduate, SchoolReviewer, ServiceAccount
from common.contracts.values.cohort import Cohort
from common.contracts.values.text import Text
from common.errors import FieldFault, Invalid
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1", "线上签约")

SearchText = Annotated[str, Text(100)]


@router.get("/invitations/draft")
async def read_draft(actor: EmployerUser, session: Session, cipher: SealedBy) -> Draft:
    """What a new letter starts from: the last letter sent and the relocation profile."""
    return await queries.draft_for(session, cipher, employer_of(actor))


@router.post("/invitations", status_code=201)
async def send_invitation(
    once: Once, body: SendInvitation, actor: EmployerUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """发送邀请函 to a favourite. The graduate may answer until `deadline`."""
    sent = await commands.send_invitation(session, cipher, actor, employer_of(actor), body.favourite_id, body.letter)
    return await queries.agreement_view(session, cipher, actor, sent)


@router.get("/agreements")
async def list_agreements(
    actor: Party,
    session: Session,
    page: Paging,
    cohort: Cohort | None = None,
    tab: Annotated[Tab | None, Query(description="签约中、已签约、签约失败")] = None,
    status: Annotated[Status | None, Query(description="签约状态")] = None,
    department: Annotated[SearchText | None, Query(description="所在院系")] = None,
    name: Annotated[SearchText | None, Query(description="毕业生姓名，可只填其中一部分")] = None,
) -> Page[AgreementRow]:
    """What one is a party to or reviews: an employer's, a graduate's, a school's or a department's own."""
    if department is not None and isinstance(actor, actors.EmployerUser):
        fault = FieldFault(field="department", reason="用人单位不能按院系筛选", remedy="请去掉院系筛选条件。")
        raise Invalid(errors=[fault])
    filters = Filters(cohort=cohort, tab=tab, status=status, department=department, name=name)
    return await queries.agreements_of(session, actor, filters, page)


@router.get("/agreements/{agreement_id}")
async def read_agreement(agreement_id: UUID, actor: Party, session: Session, cipher: SealedBy) -> AgreementView:
    """One agreement whole, with its timeline and what the reader can do now, or why not."""
    return await queries.agreement_whole(session, cipher, actor, agreement_id)


@router.get("/agreements/{agreement_id}/terms")
async def read_terms(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> Terms:
    """The terms to be read before accepting; the acceptance repeats their version and hash."""
    return await queries.terms_to_read(session, cipher, actor, agreement_id)


@router.post("/agreements/{agreement_id}/accept")
async def accept(
    agreement_id: UUID, body: AcceptTerms, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """接受: from now on no other invitation can be accepted; the school reviews."""
    accepted = await commands.accept(session, cipher, actor, agreement_id, body)
    return await queries.agreement_view(session, cipher, actor, accepted)


@router.post("/agreements/{agreement_id}/decline")
async def decline(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> AgreementView:
    """拒绝: the signing has failed; the employer may invite again."""
    declined = await commands.decline(session, actor, agreement_id)
    return await queries.agreement_view(session, cipher, actor, declined)


@router.post("/agreements/{agreement_id}/pass")
async def pass_review(agreement_id: UUID, actor: SchoolReviewer, session: Session, cipher: SealedBy) -> AgreementView:
    """审核通过 or 鉴证通过 at one's own step; the school's gives the agreement its number."""
    passed = await commands.pass_review(session, actor, agreement_id)
    return await queries.agreement_view(session, cipher, actor, passed)


@router.post("/agreements/{agreement_id}/reject")
async def reject(
    agreement_id: UUID, body: Reject, actor: SchoolReviewer, session: Session, cipher: SealedBy
) -> AgreementView:
    """审核不通过, with a reason from the list and what exactly is wrong."""
    rejected = await commands.reject(session, actor, agreement_id, body)
    return await queries.agreement_view(session, cipher, actor, rejected)


@router.get("/agreements/{agreement_id}/sheet")
async def read_sheet(agreement_id: UUID, actor: ServiceAccount, session: Session, cipher: SealedBy) -> AgreementSheet:
    """Everything that is printed of a signed agreement, for the service that prints it."""
    return await queries.sheet_of(session, cipher, agreement_id)
