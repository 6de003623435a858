"""The other side's answer to an online request. It has no time limit (guides/004 §5.2)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action
from agreements.rescission import store
from agreements.rescission.commands.deciding import decide
from agreements.rescission.states import Outcome, side_of
from common.auth.actors import EmployerUser, Graduate


async def agree_rescission(session: AsyncSession, actor: EmployerUser | Graduate, agreement_id: UUID) -> Agreement:
    """同意解约: the school reviews, the way its settings say now.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    decided = await decide(session, actor, agreement_id, Action.AGREE_RESCISSION)
    answered = {"answered_at": decided.change.at, "review_mode": decided.frozen_mode}
    await store.change(session, decided.rescission_id, **answered)
    return await carry_out(session, decided.agreement, decided.change, Told(facts={"by": side_of(actor).value}))


async def decline_rescission(
    session: AsyncSession, actor: EmployerUser | Graduate, agreement_id: UUID, detail: str | None
) -> Agreement:
    """不同意解约: the rescission has failed, the agreement stands (guides/000 §6.2).

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    decided = await decide(session, actor, agreement_id, Action.DECLINE_RESCISSION)
    at = decided.change.at
    ended = {"outcome": Outcome.DECLINED.value, "decided_at": at, "answered_at": at, "answer_detail": detail}
    await store.change(session, decided.rescission_id, **ended)
    told = Told(detail=detail, facts={"by": side_of(actor).value})
    return await carry_out(session, decided.agreement, decided.change, told)
