"""The school's review of a rescission, of every kind of agreement (guides/003 §7.1, §7.2)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import queries as records
from agreements.records.commands import Told, carry_out, refuse_other_version
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision, Pass, Reject, Return
from agreements.records.states import Action, Change, Kind, Ruling, Status
from agreements.rescission import store
from agreements.rescission.commands.deciding import running
from agreements.rescission.states import LIVES, Outcome
from common import clock
from common.auth.actors import SchoolReviewer
from common.errors import FieldFault, Invalid

NO_RULING_HERE = FieldFault(field="ruling", reason="此步骤不认定解约原因", remedy="请去掉认定的解约原因后重新提交。")


async def decide_rescission(
    session: AsyncSession, actor: SchoolReviewer, agreement_id: UUID, decision: Decision
) -> Agreement:
    """通过, 不通过 or 退回修改 at the reviewer's step.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        ChangedMeanwhile: it is not the version that was read.
        Invalid: the school's ruling is missing, or there is nothing to rule on.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    refuse_other_version(agreement, decision.version)
    return await review(session, actor, agreement, decision)


async def review(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, decision: Decision) -> Agreement:
    """The same, of a locked agreement."""
    match decision:
        case Reject():
            return await _reject(session, actor, agreement, decision)
        case Return(detail=detail):
            return await _return(session, actor, agreement, detail)
        case Pass(ruling=ruling):
            return await _pass(session, actor, agreement, ruling)


async def _pass(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, ruling: Ruling | None) -> Agreement:
    change = _change(actor, agreement, Action.PASS_RESCISSION)
    rules_on_it = change.status is Status.RESCINDED and Kind(agreement.kind) is not Kind.ONLINE
    _refuse_wrong_ruling(ruling, rules_on_it=rules_on_it)
    if change.status is not Status.RESCINDED:
        return await carry_out(session, agreement, change)
    found = ruling.value if ruling else None
    ended = {"outcome": Outcome.RESCINDED.value, "decided_at": change.at, "ruling": found}
    request = await store.change(session, running(agreement), **ended)
    facts = {"rescission_id": request.id, "form": request.form, "ruling": found, "file_ids": []}
    return await carry_out(session, agreement, change, Told(reason=found, facts=facts))


async def _reject(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, why: Reject) -> Agreement:
    change = _change(actor, agreement, Action.REJECT_RESCISSION)
    await store.change(
        session,
        running(agreement),
        outcome=Outcome.REJECTED.value,
        decided_at=change.at,
        reject_step=agreement.review_step,
        reject_reason=why.reason_code.value,
        reject_detail=why.detail,
    )
    return await carry_out(session, agreement, change, Told(reason=why.reason_code.value, detail=why.detail))


async def _return(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, detail: str) -> Agreement:
    change = _change(actor, agreement, Action.RETURN_RESCISSION)
    await store.change(session, running(agreement), return_detail=detail)
    return await carry_out(session, agreement, change, Told(detail=detail))


def _change(actor: SchoolReviewer, agreement: Agreement, action: Action) -> Change:
    return LIVES[Kind(agreement.kind)].apply(records.plain_case(agreement), action, actor, clock.now())


def _refuse_wrong_ruling(ruling: Ruling | None, *, rules_on_it: bool) -> None:
    """双方同意解约 or 学生单方面解约 is said once: by the school, of a rescission on paper (guides/003 fig 21)."""
    if rules_on_it == (ruling is not None):
        return
    choices = "”或“".join(one.label for one in Ruling)
    fault = (
        FieldFault(field="ruling", reason="请选择认定的解约原因", remedy=f"可选“{choices}”。")
        if rules_on_it
        else NO_RULING_HERE
    )
    raise Invalid(errors=[fault])
