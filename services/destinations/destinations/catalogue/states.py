"""Which types there are for whom, and whether a filled-in form fits its type. Pure."""

from collections.abc import Mapping

from common.contracts.codes import TRAINING_MODES, may_sign_online
from common.contracts.values.checked import ValueFault
from common.contracts.values.text import Text
from common.errors import FieldFault
from destinations.catalogue.entries import ENTRIES, DestinationType, FieldSpec
from destinations.catalogue.errors import FieldsRefused, UnknownType


def types_of(cohort: int) -> list[DestinationType]:
    """The types of a cohort, in the order of the menu."""
    return [entry for entry in ENTRIES if entry.since <= cohort <= entry.until]


def type_of(code: str, cohort: int) -> DestinationType:
    """One type.

    Raises:
        UnknownType: the cohort has no such type.
    """
    for entry in types_of(cohort):
        if entry.code == code:
            return entry
    raise UnknownType(code)


def fits(entry: DestinationType, training_mode_code: str) -> bool:
    """Whether a graduate of this 培养方式 sees the type: 21 and 41 see theirs alone (guides/004 §8.1)."""
    only_directed = training_mode_code in TRAINING_MODES and not may_sign_online(training_mode_code)
    return entry.directed == only_directed


def check_fields(entry: DestinationType, given: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are kept; empty ones are left out.

    Raises:
        FieldsRefused: every field that does not fit, with reason and remedy.
    """
    kept: dict[str, str] = {}
    faults = [
        FieldFault(field=f"fields.{name[:50]}", reason="该去向类型没有此字段", remedy="请去掉此字段。")
        for name in given.keys() - {spec.name for spec in entry.fields}
    ]
    for spec in entry.fields:
        try:
            kept[spec.name] = _check(spec, given.get(spec.name, ""))
        except ValueFault as fault:
            faults.append(FieldFault(field=f"fields.{spec.name}", reason=fault.reason, remedy=fault.remedy))
    if faults:
        raise FieldsRefused(errors=faults)
    return {name: value for name, value in kept.items() if value}


def _check(spec: FieldSpec, text: str) -> str:
    value = Text(spec.maximum, minimum=0, lines=not spec.options).check(text)
    if not value and spec.required:
        raise ValueFault(f"{spec.label}必填", "请填写此项。")
    if value and spec.options and value not in spec.options:
        raise ValueFault(f"{spec.label}不是可选的值", f"请选择：{'、'.join(spec.options)}。")
    return value
