"""Submitting an account, entering the amount, withdrawing; and what the bank and the clock do."""

import hmac
import random
import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import EmployerUser
from common.contracts.identity import EmployerRemittanceWithdrawn, EmployerVerificationRejected, EmployerVerified
from common.errors import Conflict
from common.messaging.outbox import emit
from common.service import Context
from identity.employers.commands import hold
from identity.employers.queries import Employer, facts
from identity.membership.commands import present_member
from identity.remittance import states, store
from identity.remittance.states import RemittanceStatus
from identity.remittance.tables import ACCOUNT_FIELD, AMOUNT_FIELD, Remittance
from identity.settings import RemittanceSettings
from identity.verification.commands import submit
from identity.verification.commands.moves import end, take_step
from identity.verification.errors import (
    AccountTriedTooOften,
    AmountWrong,
    AnswersUsedUp,
    EmployerTriedTooOften,
    VerificationNotFound,
)
from identity.verification.material import Material
from identity.verification.queries import Verification, submission_of
from identity.verification.states import (
    Case,
    Clock,
    Doer,
    FailureReason,
    VerificationAction,
    VerificationMethod,
    not_open,
)
from identity.verification.states import VerificationStatus as Status
from identity.warnings.commands import announce_to_new_employer

HIGHEST_FEN = 99

CANDIDATES = 50


@dataclass(frozen=True)
class Account:
    """对公账号, as the form gives it."""

    number: str
    bank_name: str
    bank_code: str | None


async def submit_account(
    session: AsyncSession,
    context: Context,
    actor: EmployerUser,
    employer_id: UUID,
    account: Account,
    material: Material,
) -> Verification:
    """Order a random amount to be remitted to the account; a job hands the order to the bank.

    Raises:
        EmployerTriedTooOften: the employer has used this month up, with whatever accounts.
        AccountTriedTooOften: the account has been used up for this month, by the employer itself or by all together.
        Problem: what `verification.submit` raises.
    """
    verification = await submit(session, context, actor, employer_id, VerificationMethod.REMITTANCE, material)
    now, settings, cipher = clock.now(), context.settings.remittance, context.resources.cipher
    account_index = cipher.blind_index(account.number, ACCOUNT_FIELD)
    await store.account_alone(session, account_index)
    tried = await store.attempts(session, employer_id, account_index, states.month_of(now))
    refusal = _tried_too_often(tried, settings)
    if refusal is not None:
        raise refusal
    await store.add(
        session,
        id=uuid7(),
        verification_id=verification.id,
        employer_id=employer_id,
        payee=verification.particulars["name"],
        account=cipher.encrypt(account.number, ACCOUNT_FIELD),
        account_index=account_index,
        bank_name=account.bank_name,
        bank_code=account.bank_code,
        amount=cipher.encrypt(_random_amount(), AMOUNT_FIELD),
        status=RemittanceStatus.ORDERED,
        ordered_at=now,
        next_at=now,
        sendings=0,
        returned_late=False,
        answers=settings.answers,
        wrong_answers=0,
    )
    return verification


async def withdraw(session: AsyncSession, actor: EmployerUser, employer_id: UUID, verification_id: UUID) -> None:
    """Give the remittance up, so that material can be handed in. Money that is on its way arrives all the same.

    Raises:
        VerificationNotFound: it is not this employer's.
        NothingToSubmit: nothing is left to withdraw.
    """
    employer, verification, remittance = await _hold(session, employer_id, verification_id, VerificationAction.WITHDRAW)
    now = clock.now()
    employer, step = await take_step(session, employer, VerificationAction.WITHDRAW, actor, Case(), now)
    await end(session, verification, step, actor, now)
    given_up = EmployerRemittanceWithdrawn(employer_id=employer.id, name=employer.name, verification_id=verification.id)
    await emit(session, given_up, sequence=employer.version)
    # Once the bank has been spoken to, an answer that was lost may mean that it pays: then it is asked on.
    if remittance.status == RemittanceStatus.ORDERED and remittance.sendings == 0:
        await store.change(session, remittance.id, status=RemittanceStatus.CANCELLED, next_at=None)


async def enter_amount(context: Context, actor: EmployerUser, verification_id: UUID, amount: str) -> UUID:
    """Prove the actor's employer by the amount on its bank statement. Returns the employer's id.

    In a transaction of its own: a wrong amount is a refusal, and must be counted all the same. The employer is held
    meanwhile, so that guesses made at once are counted one by one.

    Raises:
        NotAMember: the actor has left the employer since, or was removed.
        VerificationNotFound: it is not this employer's.
        NothingToSubmit, AmountTooLate: no amount is awaited, or none any more; the try is not counted.
        AmountWrong, AnswersUsedUp: it is another amount; the last wrong one ends the attempt.
    """
    async with context.database.transaction() as own:
        employer_id = await present_member(own, actor)
        refused = await _answer(own, context, actor, employer_id, verification_id, amount)
    if refused is not None:
        raise refused
    return employer_id


async def give_up_unanswered(session: AsyncSession) -> int:
    """End one attempt whose amount nobody has entered in time; the next one is another transaction's.

    Any of the oldest, by chance: one that cannot be ended must not keep the others waiting behind it.
    """
    waiting = await store.unanswered(session, clock.now(), CANDIDATES)
    for remittance_id in random.sample(waiting, min(len(waiting), 1)):
        remittance = await store.remittance(session, remittance_id)
        assert remittance is not None  # noqa: S101 - read in this transaction, and never deleted
        employer = await hold(session, remittance.employer_id)
        verification = await submission_of(session, remittance.employer_id, remittance.verification_id)
        case = Case(answer_by=remittance.answer_by)
        await store.change(session, remittance_id, answer_by=None)
        if verification.decided_at is None:
            expire, late = VerificationAction.EXPIRE, FailureReason.TOO_LATE
            await _fail(session, employer, verification, expire, Clock(), case, late)
        return 1
    return 0


async def _answer(
    session: AsyncSession, context: Context, actor: EmployerUser, employer_id: UUID, verification_id: UUID, amount: str
) -> Conflict | None:
    action = VerificationAction.ENTER_AMOUNT
    employer, verification, remittance = await _hold(session, employer_id, verification_id, action)
    sent = context.resources.cipher.decrypt(remittance.amount, AMOUNT_FIELD)
    matches = hmac.compare_digest(sent.encode(), amount.encode())
    left = remittance.answers - remittance.wrong_answers - (0 if matches else 1)
    case = Case(answer_by=remittance.answer_by, amount_matches=matches, answers_left=left)
    now = clock.now()
    try:
        employer, step = await take_step(session, employer, action, actor, case, now)
    except AmountWrong as wrong:
        await store.change(session, remittance.id, wrong_answers=remittance.wrong_answers + 1)
        if left > 0:
            return wrong
        ending, reason = VerificationAction.USE_UP_ANSWERS, FailureReason.WRONG_AMOUNT
        await _fail(session, employer, verification, ending, actor, case, reason)
        return AnswersUsedUp(f"已填写错误 {remittance.answers} 次，本次汇款认证结束。", who_can_change="本单位用户")
    await end(session, verification, step, actor, now)
    await emit(session, EmployerVerified(**facts(employer)), sequence=employer.version)
    await announce_to_new_employer(session, context, employer)
    return None


async def _hold(
    session: AsyncSession, employer_id: UUID, verification_id: UUID, action: VerificationAction
) -> tuple[Employer, Verification, Remittance]:
    employer = await hold(session, employer_id)
    verification = await submission_of(session, employer_id, verification_id)
    found = await store.of_verification(session, verification_id)
    if found is None:
        raise VerificationNotFound
    # Held, too: a worker that is about to hand the order in must not miss that it was withdrawn.
    remittance = await store.locked(session, found.id)
    if verification.decided_at is not None:
        raise not_open(Status(employer.status), action)
    return employer, verification, remittance


async def _fail(
    session: AsyncSession,
    employer: Employer,
    verification: Verification,
    action: VerificationAction,
    actor: Doer,
    case: Case,
    reason: FailureReason,
) -> None:
    now = clock.now()
    employer, step = await take_step(session, employer, action, actor, case, now)
    await end(session, verification, step, actor, now, reason_code=reason)
    event = EmployerVerificationRejected(
        employer_id=employer.id, name=employer.name, verification_id=verification.id, reason=f"{reason.label}。"
    )
    await emit(session, event, sequence=employer.version)


def _tried_too_often(tried: states.Attempts, settings: RemittanceSettings) -> Conflict | None:
    who = "本单位用户，可改用上传材料认证方式"
    if tried.of_employer >= settings.attempts_per_employer_and_month:
        return EmployerTriedTooOften(f"本单位本月已提交 {tried.of_employer} 次汇款认证。", who_can_change=who)
    if tried.of_both >= settings.attempts_per_account_and_month:
        return AccountTriedTooOften(f"本单位本月已用该账号提交 {tried.of_both} 次汇款认证。", who_can_change=who)
    if tried.of_account >= settings.attempts_by_all_per_account_and_month:
        return AccountTriedTooOften("该账号本月已多次用于汇款认证。", who_can_change=who)
    return None


def _random_amount() -> str:
    return f"0.{secrets.randbelow(HIGHEST_FEN) + 1:02d}"
