"""What screens show of verifications."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.answers import ActionOption, action_option
from common.auth.actors import CentreUser
from common.paging import PageRequest
from common.service import Context
from identity.employers.queries import Employer, described, employer_contact, employer_of
from identity.remittance.queries import remittance_of, remittances_of
from identity.verification import store
from identity.verification.commands.reviews import case_of, claim_of
from identity.verification.errors import VerificationNotFound
from identity.verification.states import (
    LetterCheck,
    RejectionReason,
    SubmissionStatus,
    VerificationAction,
    VerificationMethod,
    VerificationStatus,
    already_decided,
    reason_label,
    why_not,
)
from identity.verification.store import QueueFilter
from identity.verification.tables import KnownFile, Verification, VerificationStep

__all__ = [
    "QueueFilter",
    "Verification",
    "last_move",
    "last_verification",
    "own_verification",
    "own_verifications",
    "owned_files",
    "standing",
    "submission_of",
    "suspension",
    "verification_detail",
    "verification_queue",
    "verification_view",
]

Labelled = VerificationStatus | SubmissionStatus | VerificationMethod | VerificationAction | LetterCheck
MOST_SHOWN = 50
PURPOSES = {
    "business_licence": "营业执照或统一社会信用代码证书",
    "authorisation_letter": "网签授权书",
    "verification_material": "更多材料",
}


async def owned_files(
    session: AsyncSession, file_ids: Sequence[UUID], owner: str, purpose: str
) -> dict[UUID, KnownFile]:
    """Those of the files that documents has told of, that this owner has uploaded for this purpose."""
    known = await store.known_files(session, file_ids)
    return {key: row for key, row in known.items() if (row.owner, row.purpose) == (owner, purpose)}


async def submission_of(session: AsyncSession, employer_id: UUID, verification_id: UUID) -> Verification:
    """A submission of this employer.

    Raises:
        VerificationNotFound: there is none, or it is another employer's.
    """
    found = await store.verification(session, verification_id)
    if found is None or found.employer_id != employer_id:
        raise VerificationNotFound
    return found


async def last_verification(session: AsyncSession, employer_id: UUID) -> dict[str, Any] | None:
    """The employer's newest submission."""
    newest = await store.of_employer(session, employer_id, 1)
    return verification_view(newest[0]) if newest else None


async def last_move(session: AsyncSession, employer_id: UUID) -> dict[str, Any] | None:
    """The newest thing that happened to the employer's verification; its reason is that of the present status."""
    newest = await store.last_step(session, employer_id)
    return _step(newest) if newest else None


async def suspension(session: AsyncSession, employer_id: UUID) -> dict[str, Any] | None:
    """How the employer was suspended, while that lasts: submitting anew, and being rejected, do not lift it."""
    ends = (VerificationAction.APPROVE, VerificationAction.REINSTATE)
    newest = await store.newest_step(session, employer_id, (VerificationAction.SUSPEND, *ends))
    return _step(newest) if newest and newest.action == VerificationAction.SUSPEND else None


async def own_verifications(session: AsyncSession, context: Context, employer_id: UUID) -> list[dict[str, Any]]:
    """The employer's submissions, newest first, with their remittances."""
    rows = await store.of_employer(session, employer_id, MOST_SHOWN)
    remittances = await remittances_of(session, context, [row.id for row in rows])
    return [{**verification_view(row), "remittance": remittances.get(row.id)} for row in rows]


async def own_verification(
    session: AsyncSession, context: Context, employer_id: UUID, verification_id: UUID
) -> dict[str, Any]:
    """A submission of the employer, with its remittance.

    Raises:
        VerificationNotFound: there is none, or it is another employer's.
    """
    found = await submission_of(session, employer_id, verification_id)
    return {**verification_view(found), "remittance": await remittance_of(session, context, found.id)}


async def verification_queue(
    session: AsyncSession, context: Context, actor: CentreUser, wanted: QueueFilter, page: PageRequest
) -> dict[str, Any]:
    """One page of the submissions that are wanted."""
    after = page.position(UUID)
    rows = await store.queue(session, wanted, after[0] if after else None, page.limit + 1)
    shown = rows[: page.limit]
    more = len(rows) > page.limit
    return {
        "items": [_queued(context, actor, row) for row in shown],
        "next_cursor": page.cursor_after(shown[-1].id) if more else None,
    }


async def verification_detail(
    session: AsyncSession, context: Context, actor: CentreUser, verification_id: UUID
) -> dict[str, Any]:
    """Everything the reviewer needs.

    Raises:
        VerificationNotFound: there is no such submission.
    """
    found = await store.verification(session, verification_id)
    if found is None:
        raise VerificationNotFound
    given = _given(found)
    files = await store.known_files(session, [file_id for _, file_id in given])
    employer = await employer_of(session, found.employer_id)
    return {
        **_queued(context, actor, found),
        "employer_status": _labelled(VerificationStatus(employer.status)),
        "particulars": described(found.particulars),
        "contact": await employer_contact(session, context, found.employer_id),
        "files": _files(given, files),
        "remittance": await remittance_of(session, context, found.id),
        "history": [_step(row) for row in await store.history(session, found.employer_id)],
        "actions": _actions(context, actor, found, employer),
        "rejection_reasons": [{"code": reason, "label": reason.label} for reason in RejectionReason],
    }


def standing(employer: Employer) -> dict[str, Any]:
    """Where an employer stands."""
    status = VerificationStatus(employer.status)
    return {"id": employer.id, "name": employer.name, "status": _labelled(status), "version": employer.version}


def verification_view(row: Verification) -> dict[str, Any]:
    """A submission as its employer sees it."""
    return {
        "id": row.id,
        "attempt": row.attempt,
        "method": _labelled(VerificationMethod(row.method)),
        "status": _labelled(SubmissionStatus(row.status)),
        "submitted_at": row.submitted_at,
        "decided_at": row.decided_at,
        "reason": _reason(row.reason_code),
        "detail": row.detail,
    }


def _queued(context: Context, actor: CentreUser, row: Verification) -> dict[str, Any]:
    employer = {"id": row.employer_id, "name": row.particulars["name"], "uscc": row.particulars["uscc"]}
    return {
        **verification_view(row),
        "employer": employer,
        "decided_by": row.decided_by_name,
        "claim": _claim(context, actor, row),
        "letter_check": _labelled(LetterCheck(row.letter_check)) if row.letter_check else None,
    }


def _claim(context: Context, actor: CentreUser, row: Verification) -> dict[str, Any] | None:
    claim = claim_of(context, row)
    if claim is None or row.decided_at is not None or claim.until <= clock.now():
        return None
    return {"by": claim.name, "mine": claim.key == actor.key, "until": claim.until}


def _given(row: Verification) -> list[tuple[str, UUID]]:
    licence = [("business_licence", row.licence_file_id)] if row.licence_file_id else []
    more = [("verification_material", file_id) for file_id in row.more_file_ids]
    return [*licence, ("authorisation_letter", row.letter_file_id), *more]


def _files(given: list[tuple[str, UUID]], known: dict[UUID, KnownFile]) -> list[dict[str, Any]]:
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


def _actions(context: Context, actor: CentreUser, row: Verification, employer: Employer) -> list[ActionOption]:
    status, now = VerificationStatus(employer.status), clock.now()
    decided = already_decided(SubmissionStatus(row.status)) if row.decided_at is not None else None
    case = case_of(context, row, employer)
    return [
        action_option(action, action.label, decided or why_not(status, action, actor, case, now))
        for action in (VerificationAction.APPROVE, VerificationAction.REJECT)
    ]


def _reason(code: str | None) -> dict[str, str] | None:
    return {"code": code, "label": reason_label(code)} if code else None


def _labelled(value: Labelled) -> dict[str, str]:
    return {"code": value.value, "label": value.label}
