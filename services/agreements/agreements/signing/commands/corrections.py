"""退回修改: a reviewer marks fields, the employer changes nothing else, the graduate confirms the difference."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes import commands as acceptance_codes
from agreements.acceptance_codes.states import Bound
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.schemas.fields import TITLES, changed_fields, opened_by
from agreements.records.schemas.letter import Letter
from agreements.records.schemas.reporting import refuse_distant_report, refuse_past_report
from agreements.records.schemas.reviews import Return
from agreements.records.states import Action
from agreements.signing import queries, states, store
from agreements.signing.commands.answers import refuse_other_terms
from agreements.signing.commands.letters import replace_letter
from agreements.signing.schemas import Accept
from common import clock
from common.auth.actors import EmployerUser, Graduate, SchoolReviewer
from common.crypto import Cipher
from common.errors import FieldFault, Invalid
from common.service import Context

LONGEST_MARK_SHOWN = 60
MARKABLE = f"可标记的字段：{'、'.join(f'{field} {title}' for field, title in TITLES.items())}。"


async def return_for_correction(
    session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, why: Return
) -> Agreement:
    """The employer is to correct the marked fields.

    Raises:
        Conflict: a rule forbids it.
        Invalid: no field is marked, or one that no letter has.
    """
    change = states.apply(records.plain_case(agreement), Action.RETURN, actor, clock.now())
    marked = list(dict.fromkeys(why.fields))
    _refuse_strange_marks(marked)
    told = Told(detail=why.detail, facts={"return_fields": [TITLES[field] for field in marked]})
    return await carry_out(session, agreement, change, told, return_fields=marked, return_detail=why.detail)


async def correct(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, agreement_id: UUID, letter: Letter
) -> Agreement:
    """提交修改: the next version of the terms, which the graduate has to confirm. 应约有效期 stays what it was. What
    the school has amended meanwhile is shown to the employer and goes into the terms.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        Invalid: a field that was not marked is another one, none is, or 报到期限 is impossible.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.CORRECT, actor, clock.now())
    before = records.current_letter(agreement, cipher)
    _refuse_other_valid_days(letter, before)
    letter = letter.model_copy(update={"valid_days": before.valid_days})
    changed = changed_fields(before, letter)
    _refuse_unmarked_changes(changed, agreement.return_fields or [])
    if "letter.report_by" in changed:
        refuse_past_report(letter, change.at)
        refuse_distant_report(letter, agreement.cohort)
    replaced = await replace_letter(session, agreement, change, records.sealed_letter(letter, cipher))
    return await carry_out(session, agreement, change, **replaced)


async def confirm_correction(context: Context, actor: Graduate, agreement_id: UUID, read: Accept) -> Agreement:
    """确认修改: the corrected terms become the agreement, whose review begins again in the mode that was frozen.
    When it was accepted stays what it was; when it was confirmed stands in the history.

    In a transaction of its own, because a wrong code counts although the request is refused.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        TermsChanged: what would be confirmed is not what was read.
        AcceptanceCodeRefused: the code does not prove it.
    """
    cipher = context.resources.cipher
    async with context.database.transaction() as own:
        agreement = await records.find_for_change(own, agreement_id, actor)
        asked = records.plain_case(agreement)
        case = replace(asked, review_mode=asked.reviewed_in or asked.review_mode)
        change = states.apply(case, Action.CONFIRM_CORRECTION, actor, clock.now())
        around = await records.situation_around(own, agreement)
        terms = queries.terms_of(agreement, records.particulars_of(agreement, around), cipher)
        refuse_other_terms(terms, read, then="确认")
        bound = Bound(agreement_id, actor.graduate_id, read.version, read.terms_sha256)
        proof = await acceptance_codes.prove_here(own, context, bound, read.code)
        if proof.refusal is None:
            new = {"terms_sha256": terms.terms_sha256, "return_fields": None, "return_detail": None}
            return await carry_out(own, agreement, change, Told(detail=proof.note), **new)
    raise proof.refusal


async def refuse_correction(session: AsyncSession, actor: Graduate, agreement_id: UUID, detail: str) -> Agreement:
    """不同意修改: the letter that was accepted stands again, as the school has amended it, and the employer may correct
    it in another way.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.REFUSE_CORRECTION, actor, clock.now())
    accepted = await store.last_replaced(session, agreement.id)
    restored = await replace_letter(session, agreement, change, accepted.letter) if accepted else {}
    if accepted and agreement.amended and agreement.amended["terms_version"] == accepted.terms_version:
        restored["amended"] = agreement.amended | {"terms_version": restored["terms_version"]}
    return await carry_out(session, agreement, change, Told(detail=detail), **restored)


def _refuse_strange_marks(marked: list[str]) -> None:
    if not marked:
        fault = FieldFault(field="fields", reason="没有标记字段", remedy="请至少标记一个需要用人单位修改的字段。")
        raise Invalid(errors=[fault])
    faults = [
        FieldFault(field="fields", reason=f"邀请函中没有可标记的字段“{_shortened(field)}”", remedy=MARKABLE)
        for field in marked
        if field not in TITLES
    ]
    if faults:
        raise Invalid(errors=faults)


def _shortened(mark: str) -> str:
    """Enough of it to find what is wrong."""
    return mark if len(mark) <= LONGEST_MARK_SHOWN else f"{mark[:LONGEST_MARK_SHOWN]}…"


def _refuse_other_valid_days(letter: Letter, before: Letter) -> None:
    """Left out, it stays; no reviewer can mark it."""
    if "valid_days" not in letter.model_fields_set or letter.valid_days == before.valid_days:
        return
    reason, remedy = "“应约有效期（天）”不能在退回修改时变更", f"请恢复为{before.valid_days}天，或不填写。"
    raise Invalid(errors=[FieldFault(field="letter.valid_days", reason=reason, remedy=remedy)])


def _refuse_unmarked_changes(changed: list[str], marked: list[str]) -> None:
    if not changed:
        fault = FieldFault(field="letter", reason="内容没有变化", remedy="请修改审核人员标记的字段后再提交。")
        raise Invalid(errors=[fault])
    allowed = opened_by(marked)
    faults = [
        FieldFault(
            field=field.replace("relocation.", "letter.relocation."),
            reason=f"审核人员没有标记“{TITLES[field]}”",
            remedy="请恢复原来的内容，只修改标记的字段。",
        )
        for field in changed
        if field not in allowed
    ]
    if faults:
        raise Invalid(errors=faults)
