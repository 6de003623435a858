"""The usual way over HTTP: the same addresses, the same bodies, the same answers."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.resources import SealedBy
from agreements.service import service
from agreements.signing import queries
from agreements.signing.schemas import Accept, Accepted, BulkAnswer, SendInvitation, SendInvitations
from common.app import RequestScope
from common.auth.access import AnyActor, EmployerUser, Graduate, SchoolReviewer
from common.http.idempotency import Once
from common.http.problems import install_problem_handlers
from common.http.session import Session, api_router
from tests.bench.orm import use_cases

router = api_router("/v1", "usual")


@router.post("/agreements/{agreement_id}/accept")
async def accept(agreement_id: UUID, body: Accept, actor: Graduate, request: Request, session: Session) -> Accepted:
    """接受."""
    return await use_cases.accept(session, request.app.state.context, actor, agreement_id, body)


@router.post("/agreements/{agreement_id}/pass")
async def pass_review(agreement_id: UUID, actor: SchoolReviewer, session: Session, cipher: SealedBy) -> AgreementView:
    """审核通过."""
    passed = await use_cases.pass_review(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, passed)


@router.post("/invitations", status_code=201)
async def invite(
    once: Once, body: SendInvitation, actor: EmployerUser, session: Session, cipher: SealedBy
) -> AgreementView:
    """发送邀请函."""
    sent = await use_cases.invite(session, cipher, actor, body.favourite_id, body.letter)
    await session.flush()
    return await records.agreement_view(session, cipher, actor, sent)


@router.post("/invitations/bulk")
async def invite_all(
    once: Once, body: SendInvitations, actor: EmployerUser, session: Session, cipher: SealedBy
) -> BulkAnswer:
    """发送邀请函 to many."""
    return queries.bulk_answer(await use_cases.invite_all(session, cipher, actor, body.favourite_ids, body.letter))


@router.get("/me")
async def know(actor: AnyActor) -> JSONResponse:
    """Verifies the caller's token, so that it is known when it counts."""
    return JSONResponse({"name": actor.name})


def create_app(lifespan: Any = None) -> FastAPI:
    """The app; its state holds the service's context."""
    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    app.get("/health/ready")(lambda: {"status": "ready"})
    install_problem_handlers(app, service.name)
    app.add_middleware(RequestScope, service=service.name)
    return app
