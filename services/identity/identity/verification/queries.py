"""What screens show of verifications."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import ActionOption, action_option
from common.auth.actors import CentreUser
from common.paging import CursorMalformed, PageRequest, encode_cursor
from common.service import Context
from identity.employers.queries import described, employer_contact
from identity.verification import store
from identity.verification.errors import VerificationNotFound, already_decided
from identity.verification.states import (
    RejectionReason,
    VerificationAction,
    VerificationMethod,
    VerificationStatus,
    transition,
)
from identity.verification.tables import KnownFile, Verification, VerificationStep

MOST_SHOWN = 50
PURPOSES = {
    "business_licence": "营业执照或统一社会信用代码证书",
    "authorisation_letter": "网签授权书",
    "verification_material": "更多材料",
}


async def last_verification(session: AsyncSession, employer_id: UUID) -> dict[str, Any] | None:
    """The employer's newest submission."""
    newest = await store.of_employer(session, employer_id, 1)
    return verification_view(newest[0]) if newest else None


async def own_verifications(session: AsyncSession, employer_id: UUID) -> list[dict[str, Any]]:
    """The employer's submissions, newest first."""
    return [verification_view(row) for row in await store.of_employer(session, employer_id, MOST_SHOWN)]


async def verification_queue(
    session: AsyncSession, status: VerificationStatus | None, page: PageRequest
) -> dict[str, Any]:
    """One page of all submissions."""
    rows = await store.queue(session, status, _position(page), page.limit + 1)
    shown = rows[: page.limit]
    more = len(rows) > page.limit
    return {
        "items": [_queued(row) for row in shown],
        "next_cursor": encode_cursor(str(shown[-1].id)) if more else None,
    }


async def verification_detail(session: AsyncSession, context: Context, verification_id: UUID) -> dict[str, Any]:
    """Everything the reviewer needs.

    Raises:
        VerificationNotFound: there is no such submission.
    """
    found = await store.verification(session, verification_id)
    if found is None:
        raise VerificationNotFound
    files = await store.known_files(session, [found.licence_file_id, found.letter_file_id, *found.more_file_ids])
    return {
        **_queued(found),
        "particulars": described(found.particulars),
        "contact": await employer_contact(session, context, found.employer_id),
        "files": _files(found, files),
        "history": [_step(row) for row in await store.history(session, found.employer_id)],
        "actions": _actions(VerificationStatus(found.status)),
        "rejection_reasons": [{"code": reason, "label": reason.label} for reason in RejectionReason],
    }


def verification_view(row: Verification) -> dict[str, Any]:
    """A submission as its employer sees it."""
    return {
        "id": row.id,
        "attempt": row.attempt,
        "method": _labelled(VerificationMethod(row.method)),
        "status": _labelled(VerificationStatus(row.status)),
        "submitted_at": row.submitted_at,
        "decided_at": row.decided_at,
        "reason": _reason(row.reason_code),
        "detail": row.detail,
    }


def _queued(row: Verification) -> dict[str, Any]:
    employer = {"id": row.employer_id, "name": row.particulars["name"], "uscc": row.particulars["uscc"]}
    return {**verification_view(row), "employer": employer, "decided_by": row.decided_by_name}


def _files(row: Verification, known: dict[UUID, KnownFile]) -> list[dict[str, Any]]:
    given = [("business_licence", row.licence_file_id), ("authorisation_letter", row.letter_file_id)]
    given += [("verification_material", file_id) for file_id in row.more_file_ids]
    return [
        {
            "file_id": file_id,
            "purpose": {"code": purpose, "label": PURPOSES[purpose]},
            "media_type": known[file_id].media_type if file_id in known else None,
            "size": known[file_id].size if file_id in known else None,
        }
        for purpose, file_id in given
    ]


def _step(row: VerificationStep) -> dict[str, Any]:
    return {
        "at": row.at,
        "action": _labelled(VerificationAction(row.action)),
        "before": _labelled(VerificationStatus(row.before)),
        "after": _labelled(VerificationStatus(row.after)),
        "actor": row.actor_name,
        "verification_id": row.verification_id,
        "reason": _reason(row.reason_code),
        "detail": row.detail,
    }


def _actions(status: VerificationStatus) -> list[ActionOption]:
    return [
        action_option(action, action.label, None if transition(status, action, CentreUser) else already_decided(status))
        for action in (VerificationAction.APPROVE, VerificationAction.REJECT)
    ]


def _position(page: PageRequest) -> UUID | None:
    if page.after is None:
        return None
    try:
        return UUID(*page.after)
    except (ValueError, TypeError, AttributeError) as fault:
        raise CursorMalformed from fault


def _reason(code: str | None) -> dict[str, str] | None:
    return _labelled(RejectionReason(code)) if code else None


def _labelled(value: VerificationStatus | VerificationMethod | VerificationAction | RejectionReason) -> dict[str, str]:
    return {"code": value.value, "label": value.label}
