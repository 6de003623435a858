"""认证: submitting it as an employer, deciding it at the centre."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from common.auth.access import CentreUser, EmployerUser
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.verification import commands, queries
from identity.verification.material import Material, await_news
from identity.verification.schemas import (
    MaterialForm,
    QueuedVerification,
    Rejection,
    VerificationDetail,
    VerificationView,
)
from identity.verification.states import VerificationStatus

router = api_router("/v1", "单位认证")


async def _arrived(request: Request, given: MaterialForm, actor: EmployerUser) -> Material:
    """The form's files, once documents has told of them or that took too long. Declared before anything that uses the
    request's transaction: whoever names files that do not exist holds neither a connection nor a key meanwhile."""
    material = Material(given.licence_file_id, given.letter_file_id, given.more_file_ids)
    await await_news(request.app.state.context, material)
    return material


ArrivedMaterial = Annotated[Material, Depends(_arrived)]


@router.post("/employer/verifications", summary="提交认证材料", status_code=201, response_model=VerificationView)
async def submit(material: ArrivedMaterial, once: Once, actor: EmployerUser, request: Request, session: Session) -> Any:
    """上传材料认证方式 (guides/000 §2). Upload the files first; they must belong to the employer."""
    context = request.app.state.context
    assert actor.employer_id is not None  # noqa: S101 - the access rule sees to it
    return queries.verification_view(
        await commands.submit_material(session, context, actor, actor.employer_id, material)
    )


@router.get("/employer/verifications", summary="本单位历次认证", response_model=list[VerificationView])
async def own_verifications(actor: EmployerUser, session: Session) -> Any:
    """The employer's submissions, newest first, with the reasons of those that were not accepted."""
    assert actor.employer_id is not None  # noqa: S101 - the access rule sees to it
    return await queries.own_verifications(session, actor.employer_id)


@router.get("/verifications", summary="待审核的单位认证", response_model=Page[QueuedVerification])
async def queue(
    actor: CentreUser,
    page: Paging,
    session: Session,
    status: Annotated[VerificationStatus | None, Query(description="认证状态")] = None,
) -> Any:
    """Submissions of all employers; the one that waits longest comes first."""
    return await queries.verification_queue(session, status, page)


@router.get("/verifications/{verification_id}", summary="认证详情", response_model=VerificationDetail)
async def detail(verification_id: UUID, actor: CentreUser, request: Request, session: Session) -> Any:
    """The submitted data, the files, what happened before, and what can be done now."""
    return await queries.verification_detail(session, request.app.state.context, verification_id)


@router.post("/verifications/{verification_id}/approve", summary="审核通过", response_model=VerificationDetail)
async def approve(verification_id: UUID, actor: CentreUser, request: Request, session: Session) -> Any:
    """The employer may sign from now on. Of two reviewers at once one decides."""
    await commands.approve(session, verification_id, actor)
    return await queries.verification_detail(session, request.app.state.context, verification_id)


@router.post("/verifications/{verification_id}/reject", summary="审核不通过", response_model=VerificationDetail)
async def reject(verification_id: UUID, given: Rejection, actor: CentreUser, request: Request, session: Session) -> Any:
    """With a reason and a text; the employer may correct its data and submit again."""
    await commands.reject(session, verification_id, actor, given.reason_code, given.detail)
    return await queries.verification_detail(session, request.app.state.context, verification_id)
