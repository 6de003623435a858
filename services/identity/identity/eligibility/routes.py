"""为什么不能签约, for those whom it concerns and those whom they ask."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from common.auth import actors
from common.auth.access import CentreUser, SchoolReviewer, require
from common.http.session import Session, api_router
from identity.eligibility import queries
from identity.eligibility.schemas import Eligibility

router = api_router("/v1", "为什么不能签约")

OwnActor = Annotated[actors.EmployerUser | actors.Graduate, Depends(require(actors.EmployerUser, actors.Graduate))]
"""Whoever signs, also before the employer's data are given or the graduate's are confirmed: that is what they ask."""


@router.get("/eligibility", summary="为什么不能签约")
async def own_eligibility(actor: OwnActor, request: Request, session: Session) -> Eligibility:
    """Every condition in order: whether it is met, the fact, the rule, and who can change it and how."""
    if isinstance(actor, actors.EmployerUser):
        return await queries.of_user(session, actor)
    return await queries.of_graduate(session, request.app.state.context, actor)


@router.get("/graduates/{graduate_id}/eligibility", summary="该生为什么不能签约")
async def graduate_eligibility(
    graduate_id: UUID, actor: SchoolReviewer, request: Request, session: Session
) -> Eligibility:
    """The same for a graduate of the reader's school or department."""
    return await queries.of_graduate_at_school(session, request.app.state.context, actor, graduate_id)


@router.get("/employers/{employer_id}/eligibility", summary="该单位为什么不能签约")
async def employer_eligibility(employer_id: UUID, actor: CentreUser, session: Session) -> Eligibility:
    """The same for an employer, for the centre; what concerns one user alone is left out."""
    return await queries.of_employer(session, employer_id)
