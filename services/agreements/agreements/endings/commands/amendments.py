"""修改签约信息 by the school (decisions): field by field, with the reason; both sides are told."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.commands import record_edit
from agreements.edits.schemas import FieldChange
from agreements.endings import states
from agreements.endings.queries import subject_of
from agreements.endings.schemas import EMPLOYER_TITLES, TITLES, AmendAgreement
from agreements.forms.schemas import EmployerForm
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.schemas.fields import NO_RELOCATION, differences
from agreements.records.schemas.letter import Content, check_probation
from agreements.records.schemas.reporting import refuse_distant_report
from agreements.records.states import Action, Change, Kind
from agreements.relocation.schemas import Relocation
from agreements.signing.commands.letters import replace_letter
from agreements.signing.queries import fingerprint, terms_content
from common import clock
from common.auth.actors import SchoolUser
from common.contracts.codes import EMPLOYER_NATURES, INDUSTRIES
from common.contracts.values.checked import ValueFault
from common.contracts.values.region import region_name
from common.crypto import Cipher
from common.errors import FieldFault, Invalid
from common.http.validation import field_faults


def _checks(group: str, model: type[BaseModel]) -> dict[str, TypeAdapter[Any]]:
    kinds: dict[str, Any] = {name: Annotated[field.annotation, field] for name, field in model.model_fields.items()}
    return {f"{group}.{name}": TypeAdapter(kind) for name, kind in kinds.items()}


CHECKS = _checks("letter", Content) | _checks("relocation", Relocation) | _checks("employer", EmployerForm)
"""Each field by itself: what is not amended was checked when it was written, by the code lists of that day."""
PROBATION = ("letter.probation_pay", "letter.probation_months")
SHOWN = {
    "nature_code": EMPLOYER_NATURES.label,
    "industry_code": INDUSTRIES.label,
    "region_code": region_name,
}


async def amend(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, agreement_id: UUID, wanted: AmendAgreement
) -> Agreement:
    """Change what the school may, in a review or while it stands. What was accepted online, its hash and the issued PDF
    stay: the amended letter is kept beside the accepted one. A record of paper gets the next version of its terms.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        Invalid: a field is unknown, not the school's to amend, malformed or as it was.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.AMEND, actor, clock.now())
    values = _checked(agreement, wanted.changes)
    before = records.current_letter(agreement, cipher)
    after = _amended_letter(before, values)
    employer = (agreement.employer or {}) | _of("employer", values)
    changes = [*differences(before, after), *_employer_changes(agreement.employer or {}, employer)]
    _refuse_unchanged(values, changes)
    _refuse_pay_without_probation(after, values)
    if "letter.report_by" in values:
        refuse_distant_report(after, agreement.cohort, "changes.letter.report_by")
    told = Told(detail=wanted.detail, facts={"amended_fields": [changed.title for changed in changes]})
    columns = await _columns(session, cipher, agreement, change, after, employer)
    saved = await carry_out(session, agreement, change, told, **columns)
    await record_edit(
        session,
        cipher,
        subject_of(agreement.id),
        actor,
        version=saved.version,
        before={changed.field: changed.before for changed in changes},
        after={changed.field: changed.after for changed in changes},
    )
    return saved


def _checked(agreement: Agreement, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The new values, each as its field stores it."""
    kind, typed_in = Kind(agreement.kind), agreement.employer_id is None
    faults, values = [], {}
    for field, value in changes.items():
        if field not in TITLES:
            faults.append(FieldFault(field=f"changes.{field}", reason="没有此字段", remedy="请核对字段名。"))
        elif not states.may_amend(field, kind, typed_in=typed_in):
            faults.append(_not_yours(field, kind))
        else:
            try:
                values[field] = CHECKS[field].validate_python(value)
            except ValidationError as fault:
                faults += [
                    found.model_copy(update={"field": f"changes.{field}"}) for found in field_faults(fault.errors())
                ]
    if faults:
        raise Invalid(errors=faults)
    return values


def _not_yours(field: str, kind: Kind) -> FieldFault:
    if kind is Kind.ONLINE:
        reason = f"线上签约的“{TITLES[field]}”是双方的约定，学校不能修改"
        remedy = "请由双方协商；确需变更的，解约后重新签约。"
    else:
        reason = f"“{TITLES[field]}”来自已认证的单位，学校不能修改"
        remedy = "请由单位在“单位信息”中申请更正。"
    return FieldFault(field=f"changes.{field}", reason=reason, remedy=remedy)


def _amended_letter(before: Content, values: Mapping[str, Any]) -> Any:
    moves = _of("relocation", values)
    after = before.model_copy(update=_of("letter", values))
    if not moves:
        return after
    try:
        relocation = Relocation.model_validate((before.relocation or NO_RELOCATION).model_dump() | moves)
    except ValidationError as fault:
        named = f"changes.relocation.{next(iter(moves))}"
        found = [one.model_copy(update={"field": named}) for one in field_faults(fault.errors())]
        raise Invalid(errors=found) from None
    return after.model_copy(update={"relocation": relocation})


def _refuse_pay_without_probation(after: Content, values: Mapping[str, Any]) -> None:
    amended = [field for field in PROBATION if field in values]
    if not amended:
        return
    try:
        check_probation(after.probation_months, after.probation_pay)
    except ValueFault as fault:
        told = FieldFault(field=f"changes.{amended[0]}", reason=fault.reason, remedy=f"{fault.remedy}。")
        raise Invalid(errors=[told]) from None


def _employer_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    return [
        FieldChange(
            field=f"employer.{field}",
            title=title,
            before=_shown(field, before.get(field)),
            after=_shown(field, after.get(field)),
        )
        for field, title in EMPLOYER_TITLES.items()
        if before.get(field) != after.get(field)
    ]


def _shown(field: str, value: str | None) -> str | None:
    return SHOWN[field](value) if value and field in SHOWN else value


def _refuse_unchanged(values: Mapping[str, Any], changes: list[FieldChange]) -> None:
    changed = {change.field for change in changes}
    same = [field for field in values if field not in changed]
    if same:
        raise Invalid(
            errors=[
                FieldFault(
                    field=f"changes.{field}", reason=f"“{TITLES[field]}”没有变化", remedy="请去掉没有变化的字段。"
                )
                for field in same
            ]
        )


async def _columns(
    session: AsyncSession,
    cipher: Cipher,
    agreement: Agreement,
    change: Change,
    after: Content,
    employer: Mapping[str, Any],
) -> dict[str, Any]:
    """Online beside what was accepted; of paper the record itself, with the hash of what it says now."""
    letter = records.sealed_letter(after, cipher)
    if agreement.kind == Kind.ONLINE:
        return {"amended": {"terms_version": agreement.terms_version, "letter": letter}}
    replaced = await replace_letter(session, agreement, change, letter)
    columns = replaced | {"employer": dict(employer), "employer_name": employer["name"]}
    # Never added to the session: only so that the terms are hashed by the one function that hashes them.
    kept = {column.key: getattr(agreement, column.key) for column in Agreement.__mapper__.column_attrs}
    amended = Agreement(**kept | columns)
    terms = terms_content(amended, records.frozen_particulars(amended), cipher)
    return columns | {"terms_sha256": fingerprint(terms)}


def _of(group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {field.partition(".")[2]: value for field, value in values.items() if field.partition(".")[0] == group}
