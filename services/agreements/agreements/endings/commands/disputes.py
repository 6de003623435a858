"""“这不是我签的”: the graduate freezes an agreement, the school decides (decisions)."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings import states, store
from agreements.endings.queries import dismissed_of_all, number_of
from agreements.endings.schemas import DecideDispute, DisputeAgreement
from agreements.endings.states import Outcome
from agreements.files.commands import claim_files
from agreements.files.queries import owner_of
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action, Case, Status, VoidReason, due_of_dispute, wait_in
from common import clock
from common.auth.actors import Graduate, SchoolUser

PROOF = ("dispute_proof",)


async def dispute(session: AsyncSession, actor: Graduate, agreement_id: UUID, said: DisputeAgreement) -> Agreement:
    """Open a case: the agreement stays where it is, and everything about it rests until the school has decided.

    The history, which the employer reads too, has the case number; what the graduate says is between them and the
    school.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        Invalid: a file is unknown or another's.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    case = await _case_to_open(session, agreement, said)
    change = states.apply(case, Action.DISPUTE, actor, clock.now())
    await claim_files(session, said.file_ids, owner=owner_of(actor), purposes=PROOF)
    opened = await store.add_dispute(
        session,
        agreement_id=agreement.id,
        opened_at=change.at,
        detail=said.detail,
        file_ids=[str(file_id) for file_id in said.file_ids],
    )
    told = Told(detail=f"案件编号：{number_of(opened)}", facts={"detail": said.detail, "file_ids": list(said.file_ids)})
    due = due_of_dispute(change.at)
    resting = {"due_at": due, "next_reminder_at": due, "reminders_sent": 0}
    return await carry_out(session, agreement, change, told, frozen_at=change.at, **resting)


async def uphold_dispute(
    session: AsyncSession, actor: SchoolUser, agreement_id: UUID, finding: DecideDispute
) -> Agreement:
    """异议成立: the agreement is void, and the graduate is free.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.UPHOLD_DISPUTE, actor, clock.now())
    await _decide(session, actor, agreement, finding, Outcome.UPHELD, change.at)
    reason = VoidReason.DISPUTE_UPHELD.value
    ended = {"end_reason": reason, "end_detail": finding.detail}
    told = Told(reason=reason, detail=finding.detail)
    return await carry_out(session, agreement, change, told, frozen_at=None, **ended)


async def dismiss_dispute(
    session: AsyncSession, actor: SchoolUser, agreement_id: UUID, finding: DecideDispute
) -> Agreement:
    """异议不成立: everything goes on, and nobody has lost the time it rested.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.DISMISS_DISPUTE, actor, clock.now())
    await _decide(session, actor, agreement, finding, Outcome.DISMISSED, change.at)
    resumed = _resumed_wait(agreement, change.at)
    return await carry_out(session, agreement, change, Told(detail=finding.detail), frozen_at=None, **resumed)


async def _case_to_open(session: AsyncSession, agreement: Agreement, said: DisputeAgreement) -> Case:
    before = (await dismissed_of_all(session, [agreement.id])).get(agreement.id)
    if before is None:
        return records.plain_case(agreement)
    return replace(
        records.plain_case(agreement),
        disputes_dismissed=before.times,
        dismissed_at=before.at,
        dismissed_because=before.answer,
        brings_new_proof=any(str(file_id) not in before.file_ids for file_id in said.file_ids),
    )


async def _decide(
    session: AsyncSession,
    actor: SchoolUser,
    agreement: Agreement,
    finding: DecideDispute,
    outcome: Outcome,
    at: datetime,
) -> None:
    decided = {"decided_at": at, "outcome": outcome.value, "decided_by": actor.name, "answer": finding.detail}
    await store.decide_dispute(session, agreement.id, **decided)


def _resumed_wait(agreement: Agreement, now: datetime) -> dict[str, Any]:
    """The wait of the present status, as if it had begun later by the time that the agreement was frozen."""
    if agreement.frozen_at is None:
        return {}
    since = agreement.waiting_since + (now - agreement.frozen_at)
    wait = wait_in(Status(agreement.status), since, agreement.deadline)
    sent = sum(reminder <= now for reminder in wait.reminders)
    reminded = {"next_reminder_at": next(iter(wait.reminders[sent:]), None), "reminders_sent": sent}
    if wait.due_at is None:
        return {"due_at": None, **reminded}
    return {"waiting_since": since, "due_at": wait.due_at, **reminded}
