"""The school's review: 审核 in three-party agreements, 鉴证 in two-party ones (guides/003 §5.1)."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import queries as records
from agreements.records.commands import Told, carry_out, numbered
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision, Reject, Return
from agreements.records.states import Action, Status
from agreements.signing import states
from agreements.signing.commands.corrections import return_for_correction
from common import clock
from common.auth.actors import SchoolReviewer
from common.review import ReviewStep


async def review(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, decision: Decision) -> Agreement:
    """通过, 不通过 or 退回修改 at the reviewer's step; the school's pass gives the agreement its number."""
    match decision:
        case Reject():
            return await _reject(session, actor, agreement, decision)
        case Return():
            return await return_for_correction(session, actor, agreement, decision)
        case _:
            return await _pass(session, actor, agreement)


async def _pass(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement) -> Agreement:
    change = states.apply(records.plain_case(agreement), Action.PASS, actor, clock.now())
    if change.status is not Status.SIGNED:
        return await carry_out(session, agreement, change)
    return await carry_out(session, agreement, change, signed_at=change.at, **await numbered(session, agreement))


async def _reject(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, why: Reject) -> Agreement:
    change = states.apply(records.plain_case(agreement), Action.REJECT, actor, clock.now())
    step = agreement.review_step or ReviewStep.SCHOOL.value  # out of a correction only the school rejects
    return await carry_out(
        session,
        agreement,
        change,
        Told(reason=why.reason_code.value, detail=why.detail, facts={"step": step}),
        reject_step=step,
        reject_reason=why.reason_code.value,
        reject_detail=why.detail,
    )
