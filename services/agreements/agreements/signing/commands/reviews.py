"""The school's review: 审核 in three-party agreements, 鉴证 in two-party ones (guides/003 §5.1)."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import queries as records
from agreements.records.commands import Told, carry_out, numbered
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision, Reject, Return
from agreements.records.states import Action, Status
from agreements.signing import states
from common import clock
from common.auth.actors import SchoolReviewer


async def review(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, decision: Decision) -> Agreement:
    """通过 or 不通过 at the reviewer's step; the school's pass gives the agreement its number."""
    match decision:
        case Reject():
            return await _reject(session, actor, agreement, decision)
        case Return():
            raise NotImplementedError
        case _:
            return await _pass(session, actor, agreement)


async def _pass(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement) -> Agreement:
    change = states.apply(records.plain_case(agreement), Action.PASS, actor, clock.now())
    if change.status is not Status.SIGNED:
        return await carry_out(session, agreement, change)
    return await carry_out(session, agreement, change, signed_at=change.at, **await numbered(session, agreement))


async def _reject(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, why: Reject) -> Agreement:
    change = states.apply(records.plain_case(agreement), Action.REJECT, actor, clock.now())
    return await carry_out(
        session,
        agreement,
        change,
        Told(reason=why.reason_code.value, detail=why.detail),
        reject_step=agreement.review_step,
        reject_reason=why.reason_code.value,
        reject_detail=why.detail,
    )
