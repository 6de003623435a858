"""认证: submitting it as an employer, deciding it at the centre."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query, Request

from common import clock
from common.auth.access import CentreUser, EmployerUser
from common.contracts.values.calendar import Day
from common.contracts.values.uscc import USCC
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.membership.commands import present_member
from identity.verification import commands, queries
from identity.verification.material import Material, await_news
from identity.verification.schemas import (
    EmployerStanding,
    LetterCheckForm,
    MaterialForm,
    OwnVerification,
    QueuedVerification,
    Reinstatement,
    Rejection,
    Suspension,
    VerificationDetail,
)
from identity.verification.states import LetterCheck, SubmissionStatus, VerificationMethod

router = api_router("/v1", "单位认证")


async def _arrived(request: Request, given: MaterialForm, actor: EmployerUser) -> Material:
    """The form's files, once documents has told of them or that took too long. Declared before anything that uses the
    request's transaction: whoever names files that do not exist holds neither a connection nor a key meanwhile."""
    material = Material(given.licence_file_id, given.letter_file_id, given.more_file_ids)
    await await_news(request.app.state.context, material)
    return material


ArrivedMaterial = Annotated[Material, Depends(_arrived)]


@router.post("/employer/verifications", summary="提交认证材料", status_code=201, response_model=OwnVerification)
async def submit(material: ArrivedMaterial, once: Once, actor: EmployerUser, request: Request, session: Session) -> Any:
    """上传材料认证方式 (guides/000 §2). Upload the files first; they must belong to the employer."""
    context = request.app.state.context
    employer_id = await present_member(session, actor)
    made = await commands.submit_material(session, context, actor, employer_id, material)
    return await queries.own_verification(session, context, employer_id, made.id)


@router.get("/employer/verifications", summary="本单位历次认证", response_model=list[OwnVerification])
async def own_verifications(actor: EmployerUser, request: Request, session: Session) -> Any:
    """The employer's submissions, newest first, with the reasons of those that were not accepted."""
    employer_id = await present_member(session, actor)
    return await queries.own_verifications(session, request.app.state.context, employer_id)


async def wanted(
    request: Request,
    actor: CentreUser,
    status: Annotated[list[SubmissionStatus] | None, Query(description="认证状态，可多选；默认为待审核")] = None,
    method: Annotated[VerificationMethod | None, Query(description="认证方式")] = None,
    name: Annotated[str | None, Query(max_length=100, description="单位名称，可只填其中一部分")] = None,
    uscc: Annotated[USCC | None, Query()] = None,
    submitted_from: Annotated[Day | None, Query(description="提交日期，自（含）")] = None,
    submitted_to: Annotated[Day | None, Query(description="提交日期，至（含）")] = None,
    claimed_by: Annotated[Literal["me", "nobody"] | None, Query(description="领取人：me 本人，nobody 无人领取")] = None,
    letter_check: Annotated[LetterCheck | None, Query(description="汇款认证通过后的授权书核查")] = None,
) -> queries.QueueFilter:
    """What narrows the centre's list. Without a status, those that wait for the centre."""
    waiting = () if letter_check else (SubmissionStatus.MATERIAL_REVIEW,)
    lapses = timedelta(minutes=request.app.state.context.settings.employers.claim_minutes)
    return queries.QueueFilter(
        statuses=status or waiting,
        method=method,
        letter_check=letter_check,
        name=name,
        uscc=uscc,
        submitted_from=clock.shanghai_midnight(submitted_from) if submitted_from else None,
        submitted_before=clock.shanghai_midnight(submitted_to + timedelta(days=1))
        if submitted_to and submitted_to < date.max
        else None,
        claimed_since=clock.now() - lapses if claimed_by else None,
        claimed_by=actor.key if claimed_by == "me" else None,
    )


Wanted = Annotated[queries.QueueFilter, Depends(wanted)]


@router.get("/verifications", summary="待审核的单位认证", response_model=Page[QueuedVerification])
async def queue(actor: CentreUser, filters: Wanted, page: Paging, request: Request, session: Session) -> Any:
    """Submissions of all employers; the one that waits longest comes first. Without a status, those that wait for the
    centre."""
    return await queries.verification_queue(session, request.app.state.context, actor, filters, page)


@router.get("/verifications/{verification_id}", summary="认证详情", response_model=VerificationDetail)
async def detail(verification_id: UUID, actor: CentreUser, request: Request, session: Session) -> Any:
    """The submitted data, the files, what happened before, and what can be done now."""
    return await queries.verification_detail(session, request.app.state.context, actor, verification_id)


@router.post("/verifications/{verification_id}/claim", summary="领取", response_model=VerificationDetail)
async def claim(verification_id: UUID, actor: CentreUser, request: Request, session: Session) -> Any:
    """Keep a submission to oneself for some minutes; others see by whom it is held. Claiming again starts anew."""
    context = request.app.state.context
    await commands.claim(session, context, verification_id, actor)
    return await queries.verification_detail(session, context, actor, verification_id)


@router.post("/verifications/{verification_id}/release", summary="释放", response_model=VerificationDetail)
async def release(verification_id: UUID, actor: CentreUser, request: Request, session: Session) -> Any:
    """Let others have it again."""
    context = request.app.state.context
    await commands.release(session, context, verification_id, actor)
    return await queries.verification_detail(session, context, actor, verification_id)


@router.post("/verifications/{verification_id}/approve", summary="审核通过", response_model=VerificationDetail)
async def approve(verification_id: UUID, actor: CentreUser, request: Request, session: Session) -> Any:
    """The employer may sign from now on. Of two reviewers at once one decides."""
    context = request.app.state.context
    await commands.approve(session, context, verification_id, actor)
    return await queries.verification_detail(session, context, actor, verification_id)


@router.post("/verifications/{verification_id}/reject", summary="审核不通过", response_model=VerificationDetail)
async def reject(verification_id: UUID, given: Rejection, actor: CentreUser, request: Request, session: Session) -> Any:
    """With a reason and a text; the employer may correct its data and submit again."""
    context = request.app.state.context
    await commands.reject(session, context, verification_id, actor, given.reason_code, given.detail)
    return await queries.verification_detail(session, context, actor, verification_id)


@router.post("/verifications/{verification_id}/letter-check", summary="核查授权书", response_model=VerificationDetail)
async def check_letter(
    verification_id: UUID, given: LetterCheckForm, actor: CentreUser, request: Request, session: Session
) -> Any:
    """After a verification by remittance, which no reviewer has seen. A letter that fails suspends the employer."""
    await commands.check_letter(session, verification_id, actor, given.result, given.detail)
    return await queries.verification_detail(session, request.app.state.context, actor, verification_id)


@router.post("/employers/{employer_id}/suspend", summary="暂停单位", response_model=EmployerStanding)
async def suspend(employer_id: UUID, given: Suspension, actor: CentreUser, session: Session) -> Any:
    """A verified employer starts nothing new from now on; agreements that were signed stand."""
    return queries.standing(await commands.suspend(session, employer_id, actor, given.reason_code, given.detail))


@router.post("/employers/{employer_id}/reinstate", summary="恢复单位", response_model=EmployerStanding)
async def reinstate(employer_id: UUID, given: Reinstatement, actor: CentreUser, session: Session) -> Any:
    """A suspended employer may sign again."""
    return queries.standing(await commands.reinstate(session, employer_id, actor, given.detail))
