"""What is the same for all forms of graduates, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from agreements.favourites.commands import count_search
from agreements.forms import commands, queries
from agreements.forms.schemas import EmployerSearch, FormDraft, FoundEmployer
from agreements.records import queries as records
from agreements.records.schemas.views import AgreementView
from agreements.resources import SealedBy
from common import clock
from common.auth.access import Graduate
from common.http.session import Session, api_router

router = api_router("/v1", "线下签约和补登")


async def _count_search(request: Request, actor: Graduate) -> None:
    """As for employers' searches: in a transaction of its own, before the request has one."""
    context = request.app.state.context
    async with context.database.transaction() as session:
        await count_search(session, actor, context.settings.search, clock.now())


Counted = Annotated[None, Depends(_count_search)]


@router.get("/agreement-forms/draft")
async def read_draft(actor: Graduate, session: Session, cipher: SealedBy) -> FormDraft:
    """What a new form starts from: the graduate's last one."""
    return await queries.draft_for(session, cipher, actor)


@router.post("/employer-searches", status_code=200)
async def search_employer(counted: Counted, body: EmployerSearch, actor: Graduate, session: Session) -> FoundEmployer:
    """Find a verified employer by its exact 统一社会信用代码, with the warning there is."""
    return await queries.find_employer(session, actor, body.uscc)


@router.post("/agreements/{agreement_id}/discard")
async def discard(agreement_id: UUID, actor: Graduate, session: Session, cipher: SealedBy) -> AgreementView:
    """撤回申请: give up an offline agreement or a supplement that is not signed."""
    discarded = await commands.discard(session, actor, agreement_id)
    return await records.agreement_view(session, cipher, actor, discarded)
