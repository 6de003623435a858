"""Online signing over HTTP: parse, one command or query, answer."""

from uuid import UUID

from agreements.access import employer_of
from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.resources import SealedBy
from agreements.signing import commands, queries
from agreements.signing.schemas import AcceptTerms, Draft, SendInvitation, Terms
from common.auth.access import EmployerUser, Graduate
from common.http.idempotency import Once
from common.http.session import Session, api_router

router = api_router("/v1", "线上签约")


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
    return await records.agreement_view(session, cipher, actor, sent)


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
    return await records.agreement_view(session, cipher, actor, accepted)


@router.post("/agreements/{agreement_id}/decline")
async def decline(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> AgreementView:
    """拒绝: the signing has failed; the employer may invite again."""
    declined = await commands.decline(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, declined)
