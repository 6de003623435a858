"""What screens show of corrections."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.answers import ActionOption, action_option
from common.auth.actors import Actor, CentreUser, EmployerUser
from common.paging import Page, PageRequest, page_of
from common.service import Context
from identity.corrections import states, store
from identity.corrections.errors import CorrectionNotFound
from identity.corrections.schemas import ClaimView, CorrectionView, QueuedCorrection
from identity.corrections.states import Claim, CorrectionAction, CorrectionStatus, Origin, RejectionReason
from identity.corrections.store import Filters
from identity.corrections.tables import Correction
from identity.employers.queries import differences, hidden, opened
from identity.employers.states import LABELS

OF_EMPLOYER = (CorrectionAction.WITHDRAW,)
OF_CENTRE = (CorrectionAction.CLAIM, CorrectionAction.RELEASE, CorrectionAction.APPROVE, CorrectionAction.REJECT)


async def own_corrections(
    session: AsyncSession, context: Context, reader: EmployerUser, employer_id: UUID, page: PageRequest
) -> Page[CorrectionView]:
    """The employer's requests, newest first."""
    position = page.position(UUID)
    rows = await store.of_employer(session, employer_id, position[0] if position else None, page.limit + 1)
    return page_of(rows, page, partial(own_view, context, reader), lambda row: row.id)


async def corrections_of(
    session: AsyncSession, context: Context, reader: CentreUser, employer_id: UUID, most: int
) -> list[QueuedCorrection]:
    """An employer's newest corrections, for the centre."""
    rows = await store.of_employer(session, employer_id, None, most)
    return [centre_view(context, reader, row) for row in rows]


async def queue(
    session: AsyncSession, context: Context, reader: CentreUser, wanted: Filters, page: PageRequest
) -> Page[QueuedCorrection]:
    """Requests of all employers; the one that waits longest comes first."""
    position = page.position(UUID)
    rows = await store.queue(session, wanted, position[0] if position else None, page.limit + 1)
    return page_of(rows, page, partial(centre_view, context, reader), lambda row: row.id)


async def correction(
    session: AsyncSession, context: Context, reader: CentreUser, correction_id: UUID
) -> QueuedCorrection:
    """One request, for the centre.

    Raises:
        CorrectionNotFound: there is none.
    """
    found = await store.correction(session, correction_id)
    if found is None:
        raise CorrectionNotFound
    return centre_view(context, reader, found)


def filters(
    context: Context,
    reader: CentreUser,
    status: CorrectionStatus | None,
    name: str | None,
    uscc: str | None,
    claimed: str | None,
    overdue: bool,
) -> Filters:
    """The filters of the centre's list; `claimed` is `me` or `nobody`, overdue ones are still waiting."""
    lapsed = clock.now() - timedelta(minutes=context.settings.employers.claim_minutes)
    late = clock.now() - timedelta(days=context.settings.employers.correction_review_days)
    return Filters(
        status=CorrectionStatus.WAITING if overdue else status,
        name=name,
        uscc=uscc,
        claimed_by=reader.key if claimed == "me" else None,
        claimed_since=lapsed if claimed == "me" else None,
        unclaimed_since=lapsed if claimed == "nobody" else None,
        requested_before=late if overdue else None,
    )


def own_view(context: Context, reader: EmployerUser, row: Correction) -> CorrectionView:
    """A request as the employer's users see it."""
    return CorrectionView(**_common(context, row, dict), actions=_actions(reader, row, None, OF_EMPLOYER))


def centre_view(context: Context, reader: CentreUser, row: Correction) -> QueuedCorrection:
    """A request as the centre sees it, with the middle of the numbers hidden."""
    claim = states.claim_in_force(
        row.claimed_by, row.claimed_by_name, row.claimed_at, clock.now(), context.settings.employers.claim_minutes
    )
    if row.status != CorrectionStatus.WAITING:
        claim = None
    due_at = row.requested_at + timedelta(days=context.settings.employers.correction_review_days)
    return QueuedCorrection(
        **_common(context, row, hidden),
        employer_id=row.employer_id,
        employer_name=row.employer_name,
        uscc=row.uscc,
        due_at=due_at,
        overdue=row.status == CorrectionStatus.WAITING and due_at <= clock.now(),
        claim=ClaimView(by=claim.name, mine=claim.by == reader.key, until=claim.until) if claim else None,
        actions=_actions(reader, row, claim, OF_CENTRE),
        rejection_reasons=[_labelled(reason) for reason in RejectionReason],
    )


def _common(context: Context, row: Correction, seen: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    before, after = opened(context, row.before), opened(context, row.changes)
    names = [name for name in LABELS if name in after]
    return {
        "id": row.id,
        "origin": _labelled(Origin(row.origin)),
        "status": _labelled(CorrectionStatus(row.status)),
        "changes": differences(names, seen(before), seen(after)),
        "reason": row.reason,
        "file_ids": row.file_ids,
        "requested_by": row.requested_by_name,
        "requested_at": row.requested_at,
        "decided_by": row.decided_by_name,
        "decided_at": row.decided_at,
        "rejection": _labelled(RejectionReason(row.rejection_code)) if row.rejection_code else None,
        "detail": row.detail,
    }


def _actions(
    reader: Actor, row: Correction, claim: Claim | None, actions: tuple[CorrectionAction, ...]
) -> list[ActionOption]:
    status = CorrectionStatus(row.status)
    return [action_option(action, action.label, states.why_not(status, action, reader, claim)) for action in actions]


def _labelled(word: Origin | CorrectionStatus | RejectionReason) -> dict[str, str]:
    return {"code": word.value, "label": word.label}
