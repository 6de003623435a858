"""What screens show of requests to join."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.answers import ActionOption, action_option
from common.auth.actors import Actor, CentreUser, EmployerUser
from common.paging import Page, PageRequest, page_of
from common.service import Context
from identity.accounts.commands import shown_mobile
from identity.accounts.queries import users
from identity.employers.queries import employers_of
from identity.joining import states, store
from identity.joining.schemas import JoinRequestView
from identity.joining.states import JoinAction, JoinStatus
from identity.joining.tables import JoinRequest
from identity.membership.states import why_not_manage
from identity.verification.states import VerificationStatus

MOST_SHOWN = 50


async def own_requests(session: AsyncSession, context: Context, reader: EmployerUser) -> list[JoinRequestView]:
    """The reader's own requests, newest first."""
    return await views(session, context, reader, await store.of_user(session, reader.id, MOST_SHOWN))


async def waiting_requests(
    session: AsyncSession,
    context: Context,
    reader: EmployerUser | CentreUser,
    employer_id: UUID | None,
    page: PageRequest,
) -> Page[JoinRequestView]:
    """Requests that wait for an answer, of one employer or of all; the one that waits longest comes first."""
    position = page.position(UUID)
    rows = await store.waiting_for(session, employer_id, position[0] if position else None, clock.now(), page.limit + 1)
    shown = {view.id: view for view in await views(session, context, reader, rows)}
    return page_of(rows, page, lambda row: shown[row.id], lambda row: row.id)


async def views(
    session: AsyncSession, context: Context, reader: EmployerUser | CentreUser, rows: list[JoinRequest]
) -> list[JoinRequestView]:
    """These requests as the reader sees them."""
    employers = await employers_of(session, {row.employer_id for row in rows})
    accounts = await users(session, {row.user_id for row in rows})
    return [
        JoinRequestView(
            id=row.id,
            employer_id=row.employer_id,
            employer_name=employers[row.employer_id].name,
            uscc=employers[row.employer_id].uscc,
            applicant=row.applicant_name,
            applicant_mobile=shown_mobile(context, accounts[row.user_id]),
            note=row.note,
            status={"code": row.status, "label": JoinStatus(row.status).label},
            requested_at=row.requested_at,
            expires_at=row.expires_at,
            decided_by=row.decided_by_name,
            decided_at=row.decided_at,
            reason=row.reason,
            refresh_needed=_refresh_needed(reader, row),
            actions=_actions(reader, row, VerificationStatus(employers[row.employer_id].status)),
        )
        for row in rows
    ]


def _refresh_needed(reader: Actor, row: JoinRequest) -> bool:
    if not isinstance(reader, EmployerUser) or reader.id != row.user_id or row.status != JoinStatus.APPROVED:
        return False
    return reader.employer_id is None


def _actions(
    reader: EmployerUser | CentreUser, row: JoinRequest, employer_status: VerificationStatus
) -> list[ActionOption]:
    own = reader.id == row.user_id
    possible = (JoinAction.WITHDRAW,) if own else (JoinAction.APPROVE, JoinAction.REFUSE)
    managed = None if own else why_not_manage(type(reader), employer_status)
    now, status = clock.now(), JoinStatus(row.status)
    return [
        action_option(
            action, action.label, managed or states.why_not(status, action, type(reader), row.expires_at, now)
        )
        for action in possible
    ]
