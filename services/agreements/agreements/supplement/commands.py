"""The use cases of supplements."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.files.commands import claim_files
from agreements.files.queries import owner_of
from agreements.forms import commands as forms
from agreements.forms.schemas import SupplementForm
from agreements.records import queries as records
from agreements.records.commands import Told, begin, carry_out, numbered
from agreements.records.queries import Agreement
from agreements.records.schemas.reviews import Decision, Pass
from agreements.records.states import Action, Kind, Status
from agreements.signing.commands.letters import keep_letter
from agreements.supplement import states
from common import clock
from common.auth.actors import Graduate, SchoolReviewer
from common.crypto import Cipher
from common.errors import FieldFault, Invalid

PURPOSES = ("agreement_proof",)
EARLIEST_SIGNING_YEARS = 2
"""Years before the cohort's own in which somebody may have signed; an earlier date is a slip of the pen."""


async def submit(session: AsyncSession, cipher: Cipher, actor: Graduate, form: SupplementForm) -> Agreement:
    """提交审核: an agreement that was signed on paper, with pictures of it.

    Raises:
        Conflict: a rule forbids it.
        Invalid: the form contradicts itself or what the platform knows, or a file is not the graduate's.
    """
    whose = await forms.new_case_owner(session, actor, uuid7())
    _refuse_impossible_day(form, whose.cohort)
    sent = await forms.filled(session, whose, form)
    case = records.application_case(Kind.SUPPLEMENT, sent.around, whose.school_name, whose.cohort)
    change = states.apply(case, Action.SUBMIT_SUPPLEMENT, actor, clock.now())
    await claim_files(session, form.file_ids, owner=owner_of(actor), purposes=PURPOSES)
    first = forms.first_submitted(whose, Kind.SUPPLEMENT, change)
    return await begin(session, change, _told(form), **first, **_paper(form), **forms.submitted(whose, sent, cipher))


async def resubmit(
    session: AsyncSession, cipher: Cipher, actor: Graduate, agreement_id: UUID, form: SupplementForm
) -> Agreement:
    """The whole form again, out of the draft or after a reviewer has returned it."""
    agreement = await forms.returned(session, actor, agreement_id)
    whose = forms.owner_again(agreement)
    _refuse_impossible_day(form, whose.cohort)
    sent = await forms.filled(session, whose, form)
    change = states.apply(records.case_of(agreement, sent.around), Action.RESUBMIT_SUPPLEMENT, actor, clock.now())
    await claim_files(session, form.file_ids, owner=owner_of(actor), purposes=PURPOSES)
    await keep_letter(session, agreement, change)
    columns = forms.submitted(whose, sent, cipher)
    return await carry_out(session, agreement, change, _told(form), return_detail=None, **_paper(form), **columns)


async def withdraw(session: AsyncSession, actor: Graduate, agreement_id: UUID) -> Agreement:
    """撤回修改: back into a draft, before anybody has passed it."""
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.WITHDRAW_SUPPLEMENT, actor, clock.now())
    return await carry_out(session, agreement, change)


async def review(session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, decision: Decision) -> Agreement:
    """通过, 退回修改 or 不通过 at the reviewer's step; the school's pass gives the agreement its number."""
    if not isinstance(decision, Pass):
        return await forms.decided(session, actor, agreement, decision, states.LIFE)
    change = states.apply(records.plain_case(agreement), Action.PASS, actor, clock.now())
    if change.status is not Status.SIGNED:
        return await carry_out(session, agreement, change)
    return await carry_out(session, agreement, change, signed_at=change.at, **await numbered(session, agreement))


def _paper(form: SupplementForm) -> dict[str, Any]:
    return {"file_ids": [str(file_id) for file_id in form.file_ids], "signed_on": form.signed_on}


def _told(form: SupplementForm) -> Told:
    return Told(facts={"file_ids": list(form.file_ids)})


def _refuse_impossible_day(form: SupplementForm, cohort: int) -> None:
    if form.signed_on is None:
        return
    if form.signed_on > clock.today():
        fault = FieldFault(field="signed_on", reason="签订日期晚于今天", remedy="请填写纸质协议上的签订日期。")
        raise Invalid(errors=[fault])
    first = cohort - EARLIEST_SIGNING_YEARS
    if form.signed_on.year < first:
        reason = f"签订日期早于{first}年，与{cohort}届毕业生不符"
        raise Invalid(errors=[FieldFault(field="signed_on", reason=reason, remedy="请核对年份。")])
