"""The particulars on an authorisation letter over HTTP."""

from uuid import UUID

from fastapi import Request, Response

from common.auth.access import ServiceAccount
from common.http.session import Session, api_router
from identity.audit.commands import record_reveal
from identity.authorisations import queries
from identity.authorisations.schemas import AuthorisedUser

PRIVATE = {"Cache-Control": "no-store"}

router = api_router("/v1/employer-users", "单位用户")


@router.get("/{user_id}/authorisation", summary="网签授权书所需的信息")
async def show_authorisation(
    actor: ServiceAccount, user_id: UUID, request: Request, response: Response, session: Session
) -> AuthorisedUser:
    """For the service that prints the letter; that it was shown the number is written down."""
    found = await queries.authorised_user(session, request.app.state.context, user_id)
    await record_reveal(session, actor, f"employer_user:{user_id}", "authorisation")
    response.headers.update(PRIVATE)
    return found
