"""Online signing over HTTP: parse, one command or query, answer."""

from uuid import UUID

from fastapi import Request

from agreements.acceptance_codes.schemas import AskedCode
from agreements.access import Party, employer_of
from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.resources import InTurn, SealedBy
from agreements.signing import commands, queries
from agreements.signing.schemas import (
    Accept,
    Accepted,
    AcceptTerms,
    AmendInvitation,
    BulkAnswer,
    Correct,
    Draft,
    LetterVersion,
    RefuseCorrection,
    SendInvitation,
    SendInvitations,
    Terms,
    WithdrawInvitation,
)
from common.auth.access import EmployerUser, Graduate
from common.http.idempotency import Once
from common.http.session import Session, api_router, hot_router

router, hot = api_router("/v1", "线上签约"), hot_router("/v1", "线上签约")
WITHOUT_A_WORD = WithdrawInvitation()


@hot.post("/agreements/{agreement_id}/accept")
async def accept(agreement_id: UUID, body: Accept, actor: Graduate, request: Request) -> Accepted:
    """接受: from now on no other invitation can be accepted; the school reviews."""
    return await commands.accept(request.app.state.context, actor, agreement_id, body)


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


@router.post("/invitations/bulk")
async def send_invitations(
    actor: EmployerUser, turn: InTurn, once: Once, body: SendInvitations, session: Session, cipher: SealedBy
) -> BulkAnswer:
    """发送邀请函 to up to 1,000 favourites at once. Each is decided on alone: a refusal undoes no other invitation."""
    became = await commands.send_invitations(
        session, cipher, actor, employer_of(actor), body.favourite_ids, body.letter
    )
    return queries.bulk_answer(became)


@router.post("/agreements/{agreement_id}/withdraw-invitation")
async def withdraw_invitation(
    agreement_id: UUID,
    actor: EmployerUser,
    session: Session,
    cipher: SealedBy,
    body: WithdrawInvitation = WITHOUT_A_WORD,
) -> AgreementView:
    """撤回邀请 while nobody has answered; the graduate may be invited again."""
    withdrawn = await commands.withdraw_invitation(session, actor, agreement_id, body.detail)
    return await records.agreement_view(session, cipher, actor, withdrawn)


@router.post("/agreements/{agreement_id}/amend-invitation")
async def amend_invitation(
    agreement_id: UUID, body: AmendInvitation, actor: EmployerUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """修改邀请 while nobody has answered: new terms, and the deadline begins anew."""
    amended = await commands.amend_invitation(session, cipher, actor, agreement_id, body.letter, body.version)
    return await records.agreement_view(session, cipher, actor, amended)


@router.get("/agreements/{agreement_id}/letters")
async def read_letters(agreement_id: UUID, actor: Party, session: Session, cipher: SealedBy) -> list[LetterVersion]:
    """The versions of the letter that were replaced, each with what the next one changed, field by field."""
    return await queries.letters_of(session, cipher, actor, agreement_id)


@router.get("/agreements/{agreement_id}/terms")
async def read_terms(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> Terms:
    """The terms to be read before accepting; the acceptance repeats their version and hash."""
    return await queries.terms_to_read(session, cipher, actor, agreement_id)


@router.post("/agreements/{agreement_id}/acceptance-codes", status_code=202)
async def ask_for_code(agreement_id: UUID, body: AcceptTerms, actor: Graduate, request: Request) -> AskedCode:
    """获取验证码: a one-time code for exactly these terms, over WeChat or as a text message; the latest one counts.

    It takes no Idempotency-Key: who asks again too soon is told to wait, and the request's transaction stays unused,
    so that a slow sender holds no connection.
    """
    return await commands.ask_for_code(request.app.state.context, actor, agreement_id, body)


@router.post("/agreements/{agreement_id}/decline")
async def decline(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> AgreementView:
    """拒绝: the signing has failed; the employer may invite again."""
    declined = await commands.decline(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, declined)


@router.post("/agreements/{agreement_id}/correct")
async def correct(
    agreement_id: UUID, body: Correct, actor: EmployerUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """提交修改: the fields that the reviewer has marked; the graduate confirms the difference."""
    corrected = await commands.correct(session, cipher, actor, agreement_id, body.letter)
    return await records.agreement_view(session, cipher, actor, corrected)


@router.post("/agreements/{agreement_id}/confirm-correction")
async def confirm_correction(
    agreement_id: UUID, body: Accept, actor: Graduate, request: Request, session: Session, cipher: SealedBy
) -> AgreementView:
    """确认修改: the corrected terms that were read become the agreement; the review begins again."""
    confirmed = await commands.confirm_correction(request.app.state.context, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, confirmed)


@router.post("/agreements/{agreement_id}/refuse-correction")
async def refuse_correction(
    agreement_id: UUID, body: RefuseCorrection, actor: Graduate, session: Session, cipher: SealedBy
) -> AgreementView:
    """不同意修改: what was accepted stands again, and the employer is asked once more."""
    refused = await commands.refuse_correction(session, actor, agreement_id, body.detail)
    return await records.agreement_view(session, cipher, actor, refused)
