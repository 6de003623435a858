"""Disputes and endings as screens show them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.queries import edits_of
from agreements.edits.schemas import EditView
from agreements.endings import store
from agreements.endings.schemas import TITLES, AmendmentView, DisputeView, EndingView
from agreements.endings.states import Outcome, case_number
from agreements.endings.tables import Dispute
from agreements.records.states import Action, Audience, reason_label
from common.answers import Coded
from common.clock import shanghai_date
from common.crypto import Cipher
from common.paging import Page, PageRequest

SHOWN = 50
"""Amendments that are shown with the agreement; all are in the list of their own."""


class Entry(Protocol):
    """What is looked at of a history row."""

    version: int
    action: str
    detail: str | None


async def disputes_of(session: AsyncSession, agreement_id: UUID, audience: Audience) -> list[DisputeView]:
    """The cases of an agreement, the latest first. They are between the graduate and the school."""
    if audience is Audience.EMPLOYER:
        return []
    return [_dispute(row, audience) for row in await store.disputes(session, agreement_id)]


@dataclass(frozen=True)
class Dismissed:
    """What the school has dismissed of one agreement, as rules look at it."""

    times: int
    at: datetime
    answer: str | None
    file_ids: frozenset[str]


async def dismissed_of_all(session: AsyncSession, agreement_ids: Collection[UUID]) -> dict[UUID, Dismissed]:
    """The dismissed cases of those agreements that have any."""
    if not agreement_ids:
        return {}
    found: dict[UUID, list[Dispute]] = {}
    for row in await store.dismissed_disputes(session, agreement_ids):
        found.setdefault(row.agreement_id, []).append(row)
    return {
        agreement_id: Dismissed(
            times=len(cases),
            at=cases[0].decided_at or cases[0].opened_at,
            answer=cases[0].answer,
            file_ids=frozenset(file_id for case in cases for file_id in case.file_ids),
        )
        for agreement_id, cases in found.items()
    }


async def amendments_of(
    session: AsyncSession,
    cipher: Cipher,
    agreement_id: UUID,
    history: Iterable[Entry],
    audience: Audience,
    page: PageRequest,
) -> Page[AmendmentView]:
    """The school's amendments, the latest first. Others are not told who of the staff it was."""
    said = {entry.version: entry.detail for entry in history}
    edits = await edits_of(session, cipher, [subject_of(agreement_id)], TITLES, page)

    def shown(edit: EditView) -> AmendmentView:
        by = edit.by if audience is Audience.SCHOOL else edit.by_role
        return AmendmentView(**dict(edit) | {"by": by, "detail": said.get(edit.version)})

    return Page[AmendmentView](items=[shown(edit) for edit in edits.items], next_cursor=edits.next_cursor)


async def amendments_in(
    session: AsyncSession, cipher: Cipher, agreement_id: UUID, history: Sequence[Entry], audience: Audience
) -> list[AmendmentView]:
    """The latest of them, as one agreement shows them whole."""
    if not any(entry.action == Action.AMEND for entry in history):
        return []
    first = PageRequest(limit=SHOWN, after=None)
    return (await amendments_of(session, cipher, agreement_id, history, audience, first)).items


def subject_of(agreement_id: UUID) -> str:
    """Under which amendments are kept."""
    return f"agreement:{agreement_id}"


async def ending_of(
    session: AsyncSession, agreement_id: UUID, audience: Audience, reason: str | None, detail: str | None
) -> EndingView | None:
    """Why an agreement has ended, if it says so; only the school reads what was talked."""
    if reason is None and detail is None:
        return None
    talked = await store.voiding(session, agreement_id) if audience is Audience.SCHOOL else None
    return EndingView(
        reason=Coded(code=reason, label=reason_label(reason)) if reason else None,
        detail=detail,
        talk=talked.talk if talked else None,
    )


def number_of(dispute: Dispute) -> str:
    """案件编号."""
    return case_number(shanghai_date(dispute.opened_at).year, dispute.id)


def _dispute(row: Dispute, audience: Audience) -> DisputeView:
    return DisputeView(
        case_number=number_of(row),
        opened_at=row.opened_at,
        detail=row.detail,
        file_ids=[UUID(file_id) for file_id in row.file_ids],
        outcome=Coded(code=row.outcome, label=Outcome(row.outcome).label) if row.outcome else None,
        decided_at=row.decided_at,
        decided_by=row.decided_by if audience is Audience.SCHOOL else None,
        answer=row.answer,
    )
