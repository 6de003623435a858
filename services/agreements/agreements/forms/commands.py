"""From a form to an agreement's columns: the employer, the dates, what a submission freezes; and giving it up."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.forms import states
from agreements.forms.schemas import EmployerForm, OfflineForm
from agreements.parties import queries as parties
from agreements.parties.commands import hold_graduate
from agreements.parties.queries import Employer
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.queries.situations import Situation
from agreements.records.schemas.reporting import refuse_distant_report
from agreements.records.schemas.reviews import Reject, Return
from agreements.records.states import Action, Change, Kind, Line
from agreements.signing.queries import fingerprint, terms_content
from common import clock
from common.auth.actors import Graduate, SchoolReviewer
from common.contracts.values.characters import compact
from common.crypto import Cipher
from common.errors import FieldFault, Invalid
from common.lifecycle import Lifecycle


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose agreement it is, and which."""

    agreement_id: UUID
    graduate_id: UUID
    school_code: str
    school_name: str
    cohort: int
    terms_version: int
    linked_before: UUID | None = None
    """The employer of the platform that it was sent in with before; another one's is another agreement."""
    named_before: str | None = None
    """As it was called then."""


@dataclass(frozen=True)
class Filled:
    """A form with what the platform knows around it."""

    form: OfflineForm
    linked: Employer | None
    """The verified employer that has this USCC."""
    around: Situation


async def filled(session: AsyncSession, whose: Whose, form: OfflineForm) -> Filled:
    """Gather what is around a form.

    Raises:
        Invalid: the USCC is that of a verified employer of another name, the employer is another than before, or
            报到期限 is a slip of the pen.
    """
    refuse_distant_report(form.letter, whose.cohort)
    linked = await _same_as_before(session, whose, form.employer) or await _linked(session, form.employer)
    _refuse_another_employer(whose.linked_before, linked)
    employer_id = linked.employer_id if linked else None
    return Filled(
        form,
        linked,
        await records.situation_of(session, employer_id, whose.graduate_id, whose.school_code, whose.cohort),
    )


async def new_case_owner(session: AsyncSession, actor: Graduate, agreement_id: UUID) -> Whose:
    """A first submission of this graduate, in the cohort that the token is for."""
    await hold_graduate(session, actor.graduate_id)
    return Whose(
        agreement_id=agreement_id,
        graduate_id=actor.graduate_id,
        school_code=actor.school_code,
        school_name=await parties.school_name(session, actor.school_code),
        cohort=actor.cohort,
        terms_version=1,
    )


async def returned(session: AsyncSession, actor: Graduate, agreement_id: UUID) -> Agreement:
    """The agreement whose form is sent again, locked.

    Raises:
        NoSuchAgreement: there is none.
    """
    await hold_graduate(session, actor.graduate_id)
    return await records.find_for_change(session, agreement_id, actor)


def owner_again(agreement: Agreement) -> Whose:
    """The next version of a form that is sent again."""
    return Whose(
        agreement_id=agreement.id,
        graduate_id=agreement.graduate_id,
        school_code=agreement.school_code,
        school_name=agreement.school_name,
        cohort=agreement.cohort,
        terms_version=agreement.terms_version + 1,
        linked_before=agreement.employer_id,
        named_before=agreement.employer_name,
    )


def submitted(whose: Whose, sent: Filled, cipher: Cipher) -> dict[str, Any]:
    """The columns that a submission freezes, like an acceptance; each submission anew."""
    form, around = sent.form, sent.around
    typed = form.employer.model_dump() if sent.linked is None else None
    particulars = records.particulars_now(around, typed)
    draft = {
        "employer_id": sent.linked.employer_id if sent.linked else None,
        "job_title": form.letter.job_title,
        "letter": records.sealed_letter(form.letter, cipher),
        "terms_version": whose.terms_version,
        **particulars.columns(),
    }
    identity = {name: getattr(whose, name) for name in ("graduate_id", "school_code", "school_name", "cohort")}
    # Never added to the session: only so that the terms are hashed by the one function that hashes them.
    agreement = Agreement(id=whose.agreement_id, **identity, **draft)
    return draft | {
        "person_index": around.the_graduate.person_index,
        "review_mode": around.the_settings.review_mode,
        "terms_sha256": fingerprint(terms_content(agreement, particulars, cipher)),
        "changed_on_roster": None,  # what the roster says now is what it freezes
    }


def first_submitted(whose: Whose, kind: Kind, change: Change) -> dict[str, Any]:
    """The columns that a first submission has beside those."""
    return {
        "id": whose.agreement_id,
        "kind": kind.value,
        "cohort": whose.cohort,
        "graduate_id": whose.graduate_id,
        "school_code": whose.school_code,
        "school_name": whose.school_name,
        "invited_at": change.at,
        "accepted_at": change.at,
    }


async def decided(
    session: AsyncSession, actor: SchoolReviewer, agreement: Agreement, decision: Reject | Return, life: Lifecycle[Line]
) -> Agreement:
    """退回修改 or 不通过. The whole form can be edited, so nothing is marked.

    Raises:
        Conflict: a rule forbids it.
        Invalid: fields are marked.
    """
    if isinstance(decision, Reject):
        why = {"reject_reason": decision.reason_code.value, "reject_detail": decision.detail}
        columns = why | {"reject_step": agreement.review_step}
        change = life.apply(records.plain_case(agreement), Action.REJECT, actor, clock.now())
        told = Told(reason=decision.reason_code.value, detail=decision.detail)
        return await carry_out(session, agreement, change, told, **columns)
    change = life.apply(records.plain_case(agreement), Action.RETURN, actor, clock.now())
    if decision.fields:
        fault = FieldFault(field="fields", reason="此签约由毕业生整份修改，不需标记字段", remedy="请在说明中写明问题。")
        raise Invalid(errors=[fault])
    told = Told(detail=decision.detail, facts={"return_fields": []})
    return await carry_out(session, agreement, change, told, return_detail=decision.detail)


async def discard(session: AsyncSession, actor: Graduate, agreement_id: UUID) -> Agreement:
    """撤回申请: the graduate gives it up and is free."""
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.DISCARD, actor, clock.now())
    return await carry_out(session, agreement, change)


async def _same_as_before(session: AsyncSession, whose: Whose, typed: EmployerForm) -> Employer | None:
    """The employer that it was sent in with before, by the name of then: it may have been renamed since."""
    if whose.linked_before is None or compact(typed.name) != compact(whose.named_before or ""):
        return None
    known = await parties.employer(session, whose.linked_before)
    return known if known is not None and typed.uscc in (None, known.uscc) else None


async def _linked(session: AsyncSession, typed: EmployerForm) -> Employer | None:
    """The verified employer with this USCC, or where none was typed with this name, or a suspension could be typed
    around: its own particulars are printed, whatever else was typed. Another name is refused, because then the code or
    the name is somebody else's; whose is not told, because forms are not counted as searches are."""
    if not typed.uscc:
        return await parties.employer_named(session, typed.name)
    found = await parties.employer_with_uscc(session, typed.uscc)
    if found is not None and compact(found.name) != compact(typed.name):
        reason = "该统一社会信用代码与填写的单位名称不一致"
        remedy = "请核对统一社会信用代码和单位名称，名称以平台认证的为准，可按统一社会信用代码查找单位。"
        raise Invalid(errors=[FieldFault(field="employer.name", reason=reason, remedy=remedy)])
    return found


def _refuse_another_employer(before: UUID | None, linked: Employer | None) -> None:
    """Who had the papers would keep them and never be told."""
    if before is None or (linked is not None and linked.employer_id == before):
        return
    reason = "与原来提交的用人单位不是同一单位"
    remedy = "更换用人单位请先撤回本次申请，再重新填写并提交。"
    raise Invalid(errors=[FieldFault(field="employer.name", reason=reason, remedy=remedy)])
