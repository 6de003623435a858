"""为什么不能签约, for those whom it concerns and their school."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from agreements.eligibility import queries
from agreements.eligibility.schemas import Eligibility
from common.auth import actors
from common.auth.access import SchoolReviewer, require
from common.http.session import Session, api_router

router = api_router("/v1", "为什么不能签约")

OwnActor = Annotated[actors.EmployerUser | actors.Graduate, Depends(require(actors.EmployerUser, actors.Graduate))]
"""Whoever signs, also before everything is filled in and confirmed: that is what they ask."""


@router.get("/eligibility", summary="为什么不能签约")
async def own_eligibility(actor: OwnActor, session: Session) -> Eligibility:
    """The conditions that this service decides, each with the fact, the rule, and who can change it and how.

    GET /identity/v1/eligibility has the others; both together are all there are."""
    if isinstance(actor, actors.EmployerUser):
        return await queries.of_employer(session, actor)
    return await queries.of_graduate(session, actor)


@router.get("/graduates/{graduate_id}/eligibility", summary="该生为什么不能签约")
async def graduate_eligibility(graduate_id: UUID, actor: SchoolReviewer, session: Session) -> Eligibility:
    """The same for a graduate of the reader's school or department."""
    return await queries.of_graduate_at_school(session, actor, graduate_id)
