"""就业协议审核 and 签约审核 (guides/003 §5.2, fig 14 and 15)."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.forms.commands import decided
from agreements.offline import states
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out, numbered
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision, Pass
from agreements.records.states import Action, Status
from common import clock
from common.auth.actors import SchoolReviewer


async def review(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, decision: Decision) -> Agreement:
    """通过, 退回修改 or 不通过 at the reviewer's step. The school's pass of the sheet gives the agreement its number,
    that of the copy signs it."""
    if not isinstance(decision, Pass):
        return await decided(session, actor, agreement, decision, states.LIFE)
    reviewed = "sheet" if agreement.status == Status.SHEET_IN_REVIEW else "copy"
    change = states.apply(records.plain_case(agreement), Action.PASS, actor, clock.now())
    if change.status is Status.SHEET_PASSED:
        return await carry_out(session, agreement, change, **await numbered(session, agreement))
    if change.status is Status.SIGNED:
        return await carry_out(session, agreement, change, signed_at=change.at)
    return await carry_out(session, agreement, change, Told(facts={"offline_review": reviewed}))
