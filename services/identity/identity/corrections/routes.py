"""更正单位信息: asking for it as an employer, deciding it at the centre."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Request

from common.auth.access import CentreUser, EmployerUser
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.corrections import commands, queries
from identity.corrections.schemas import (
    CorrectionRequest,
    CorrectionView,
    DirectCorrection,
    QueuedCorrection,
    RejectionForm,
)
from identity.corrections.states import CorrectionStatus
from identity.membership.commands import present_member
from identity.verification.material import await_files

own = api_router("/v1/employer/corrections", "单位信息更正")
centre = api_router("/v1/employer-corrections", "单位信息更正")
direct = api_router("/v1/employers", "单位信息更正")
routers = (own, centre, direct)


async def _arrived(request: Request, given: CorrectionRequest, actor: EmployerUser) -> CorrectionRequest:
    """The form, once documents has told of its files or that took too long. Declared before anything that uses the
    request's transaction: whoever names files that do not exist holds neither a connection nor a key meanwhile."""
    await await_files(request.app.state.context, given.file_ids)
    return given


@own.post("", summary="申请更正单位信息", status_code=201)
async def request_correction(
    given: Annotated[CorrectionRequest, Depends(_arrived)],
    once: Once,
    actor: EmployerUser,
    request: Request,
    session: Session,
) -> CorrectionView:
    """Verified data change by review alone (guides/000 §11); one request at a time."""
    context = request.app.state.context
    return queries.own_view(context, actor, await commands.request(session, context, actor, given))


@own.get("", summary="本单位的更正申请")
async def own_corrections(
    actor: EmployerUser, request: Request, session: Session, page: Paging
) -> Page[CorrectionView]:
    """All of them, newest first, with the centre's reasons."""
    employer_id = await present_member(session, actor)
    return await queries.own_corrections(session, request.app.state.context, actor, employer_id, page)


@own.post("/{correction_id}/withdraw", summary="撤回更正申请")
async def withdraw(correction_id: UUID, actor: EmployerUser, request: Request, session: Session) -> CorrectionView:
    """As long as nobody has decided it."""
    context = request.app.state.context
    return queries.own_view(context, actor, await commands.withdraw(session, context, actor, correction_id))


@centre.get("", summary="单位信息更正申请列表")
async def queue(
    actor: CentreUser,
    request: Request,
    session: Session,
    page: Paging,
    status: Annotated[CorrectionStatus | None, Query(description="状态")] = None,
    name: Annotated[Annotated[str, Text(100)] | None, Query(description="单位名称（包含）")] = None,
    uscc: Annotated[USCC | None, Query()] = None,
    claimed: Annotated[Literal["me", "nobody"] | None, Query(description="me 我领取的，nobody 无人领取的")] = None,
    overdue: Annotated[bool, Query(description="true：只看逾期未审核的")] = False,
) -> Page[QueuedCorrection]:
    """Requests of all employers; the one that waits longest comes first."""
    context = request.app.state.context
    wanted = queries.filters(context, actor, status, name, uscc, claimed, overdue)
    return await queries.queue(session, context, actor, wanted, page)


@centre.get("/{correction_id}", summary="更正申请详情")
async def detail(correction_id: UUID, actor: CentreUser, request: Request, session: Session) -> QueuedCorrection:
    """What changes into what, why, and what proves it."""
    return await queries.correction(session, request.app.state.context, actor, correction_id)


@centre.post("/{correction_id}/claim", summary="领取更正申请")
async def claim(correction_id: UUID, actor: CentreUser, request: Request, session: Session) -> QueuedCorrection:
    """Other reviewers see who holds it; a claim lapses by itself."""
    context = request.app.state.context
    return queries.centre_view(context, actor, await commands.claim(session, context, actor, correction_id))


@centre.post("/{correction_id}/release", summary="释放更正申请")
async def release(correction_id: UUID, actor: CentreUser, request: Request, session: Session) -> QueuedCorrection:
    """Let others have it."""
    context = request.app.state.context
    return queries.centre_view(context, actor, await commands.release(session, context, actor, correction_id))


@centre.post("/{correction_id}/approve", summary="更正申请审核通过")
async def approve(correction_id: UUID, actor: CentreUser, request: Request, session: Session) -> QueuedCorrection:
    """The data have a next version; issued agreements stay as they were printed. Of two reviewers at once one wins."""
    context = request.app.state.context
    return queries.centre_view(context, actor, await commands.approve(session, context, actor, correction_id))


@centre.post("/{correction_id}/reject", summary="更正申请审核不通过")
async def reject(
    correction_id: UUID, given: RejectionForm, actor: CentreUser, request: Request, session: Session
) -> QueuedCorrection:
    """With a reason and a text; the employer may ask again."""
    context = request.app.state.context
    return queries.centre_view(context, actor, await commands.reject(session, context, actor, correction_id, given))


@direct.post("/{employer_id}/corrections", summary="企业客服更正单位信息", status_code=201)
async def correct_at_once(
    employer_id: UUID, given: DirectCorrection, once: Once, actor: CentreUser, request: Request, session: Session
) -> QueuedCorrection:
    """企业客服 corrects with a note (guides/000 §11). The USCC changes in this way alone."""
    context = request.app.state.context
    row = await commands.correct_at_once(session, context, actor, employer_id, given)
    return queries.centre_view(context, actor, row)
