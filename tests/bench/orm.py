"""The usual way, to compare with: `python -m tests.bench.orm api --port …`.

Entities are loaded, checked, changed and flushed, in one transaction of one session. The tables, the rules, the
history, the events, the authentication and the answers are the real ones; only the way to the database is another.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from agreements.acceptance_codes.commands import code_hash
from agreements.acceptance_codes.states import Bound
from agreements.acceptance_codes.tables import AcceptanceCode
from agreements.database import Base
from agreements.parties.tables import Employer, School
from agreements.parties.tables import Graduate as RosterRow
from agreements.policy.states import AgreementType
from agreements.policy.tables import ProvinceAgreementType, SignSettings
from agreements.records import queries as records
from agreements.records.commands import numbered
from agreements.records.commands.changes import EVENT_FACTS
from agreements.records.queries import Situation
from agreements.records.schemas.views import AgreementView
from agreements.records.states import Action, Change, chain, wait_in
from agreements.records.tables import IS_LIVE, Agreement, HistoryRow
from agreements.resources import SealedBy
from agreements.service import service
from agreements.signing import queries, states
from agreements.signing.schemas import Accept, Accepted
from common import clock
from common.app import RequestScope
from common.auth.access import AnyActor, Graduate, SchoolReviewer
from common.crypto import Cipher
from common.http.problems import install_problem_handlers
from common.logging import configure_logging
from common.messaging.outbox import seal_here
from common.review import ReviewStep


class Outbox(Base):
    """The outbox as an entity."""

    __table__ = Base.metadata.tables["outbox"]


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.sessions() as session:
        yield session


Session = Annotated[AsyncSession, Depends(_session)]


async def accept(agreement_id: UUID, body: Accept, actor: Graduate, session: Session, cipher: SealedBy) -> Accepted:
    """接受."""
    agreement = await session.get_one(Agreement, agreement_id, with_for_update=True)
    around = await _situation(session, agreement)
    change = states.apply(records.case_of(agreement, around), Action.ACCEPT, actor, clock.now())
    particulars = records.particulars_now(around)
    terms = queries.terms_of(agreement, particulars, cipher)
    if (terms.version, terms.terms_sha256) != (body.version, body.terms_sha256):
        raise ValueError(terms.terms_sha256)
    agreement.accepted_at = change.at
    await _use_code(session, Bound(agreement.id, actor.graduate_id, body.version, body.terms_sha256), body, cipher)
    agreement.terms_sha256 = terms.terms_sha256
    agreement.review_mode = around.the_settings.review_mode
    for column, value in particulars.columns().items():
        setattr(agreement, column, value)
    await _change(session, agreement, change)
    return queries.accepted(agreement, terms)


async def _use_code(session: AsyncSession, bound: Bound, body: Accept, cipher: Cipher) -> None:
    sent = select(AcceptanceCode).filter_by(agreement_id=bound.agreement_id, graduate_id=bound.graduate_id)
    code = (await session.scalars(sent.order_by(AcceptanceCode.asked_at.desc()).limit(1).with_for_update())).one()
    if code.state != "open" or code.code_hash != code_hash(cipher, bound, body.code or ""):
        raise ValueError(body.code)
    code.state = "used"


async def pass_review(agreement_id: UUID, actor: SchoolReviewer, session: Session, cipher: SealedBy) -> AgreementView:
    """审核通过."""
    agreement = await session.get_one(Agreement, agreement_id, with_for_update=True)
    change = states.apply(records.plain_case(agreement), Action.PASS, actor, clock.now())
    columns = {"signed_at": change.at, **await numbered(session, agreement)}
    for column, value in columns.items():
        setattr(agreement, column, value)
    await _change(session, agreement, change)
    return await records.agreement_view(session, cipher, actor, agreement)


async def _situation(session: AsyncSession, agreement: Agreement) -> Situation:
    settings = await session.get(SignSettings, (agreement.school_code, agreement.cohort))
    school = await session.get(School, agreement.school_code)
    decided = await session.get(ProvinceAgreementType, (school.province_code, agreement.cohort)) if school else None
    live = select(Agreement).where(Agreement.graduate_id == agreement.graduate_id, IS_LIVE)
    return Situation(
        employer=await session.get(Employer, agreement.employer_id),
        graduate=await session.get(RosterRow, agreement.graduate_id),
        settings=settings,
        agreement_type=AgreementType(decided.agreement_type) if decided else AgreementType.THREE_PARTY,
        live=(await session.scalars(live)).one_or_none(),
    )


async def _change(session: AsyncSession, agreement: Agreement, change: Change) -> None:
    before, at_step = agreement.status, agreement.review_step
    wait = wait_in(change.status, change.at, agreement.deadline)
    agreement.status = change.status.value
    agreement.review_step = change.review_step.value if change.review_step else None
    agreement.version += 1
    agreement.updated_at = change.at
    agreement.waiting_since, agreement.due_at = wait.since, wait.due_at
    agreement.next_reminder_at = wait.reminders[0] if wait.reminders else None
    agreement.reminders_sent = 0
    last = select(HistoryRow).where(
        HistoryRow.agreement_id == agreement.id, HistoryRow.version == agreement.version - 1
    )
    previous = (await session.scalars(last)).one().sha256
    facts = {
        "version": agreement.version,
        "at": change.at,
        "actor_role": change.by.role,
        "actor_id": change.by.id,
        "actor_name": change.by.name,
        "action": change.transition.action.value,
        "from_status": before,
        "to_status": agreement.status,
        "at_step": at_step,
        "reason": None,
        "detail": None,
    }
    hashed = chain.link_hash(previous, chain.content_of(**facts))
    session.add(HistoryRow(agreement_id=agreement.id, previous_sha256=previous, sha256=hashed, **facts))
    envelope = seal_here(_event(agreement, change, at_step), agreement.version)
    session.add(Outbox(event_id=envelope.id, type=envelope.type, body=envelope.to_json()))
    await session.commit()


def _event(agreement: Agreement, change: Change, at_step: ReviewStep | str | None) -> Any:
    columns = {name: getattr(agreement, name) for name in EVENT_FACTS}
    said = {"agreement_id": agreement.id, "agreement_number": agreement.number, "step": at_step, "at": change.at}
    return change.transition.event.model_validate(columns | said)


async def know(actor: AnyActor) -> JSONResponse:
    """Verifies the caller's token, so that it is known when it counts."""
    return JSONResponse({"name": actor.name})


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Any = service.settings
    async with service.open(settings()) as context:
        app.state.context = context
        app.state.sessions = async_sessionmaker(context.database.engine, expire_on_commit=False)
        yield


def create_app() -> FastAPI:
    """The app."""
    app = FastAPI(lifespan=_lifespan)
    app.post("/v1/agreements/{agreement_id}/accept")(accept)
    app.post("/v1/agreements/{agreement_id}/pass")(pass_review)
    app.get("/v1/me")(know)
    app.get("/health/ready")(lambda: {"status": "ready"})
    install_problem_handlers(app, service.name)
    app.add_middleware(RequestScope, service=service.name)
    return app


if __name__ == "__main__":
    configure_logging()
    uvicorn.run(create_app(), port=int(sys.argv[-1]), log_config=None, access_log=False)
