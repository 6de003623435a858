"""账号管理 of an employer (guides/000 §10)."""

from uuid import UUID

from fastapi import Request, Response

from common.auth.access import ServiceAccount
from common.http.session import Session, api_router
from identity.membership import queries
from identity.membership.schemas import ReachableUsers

PRIVATE = {"Cache-Control": "no-store"}

contacts = api_router("/v1/employers", "单位用户")
routers = (contacts,)


@contacts.get("/{employer_id}/contacts", summary="单位用户的联系方式")
async def show_contacts(
    actor: ServiceAccount, employer_id: UUID, request: Request, response: Response, session: Session
) -> ReachableUsers:
    """Whom to tell what happened to the employer: for the service that sends messages, and written down."""
    found = await queries.reachable_users(session, request.app.state.context, employer_id)
    response.headers.update(PRIVATE)
    return found
