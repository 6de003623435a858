"""Each row checked by a pydantic model, every fault of every row told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from common.contracts.values.characters import compact
from common.spreadsheet.columns import columns_of
from common.spreadsheet.faults import Fault, shortened
from common.spreadsheet.reading import Row, Table

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class CheckedRow(Generic[M]):
    """A row without fault: its number in the sheet and what it says."""

    number: int
    value: M


def check_rows(table: Table, model: type[M], *, unique: Sequence[str] = ()) -> tuple[list[CheckedRow[M]], list[Fault]]:
    """The sound rows as models and the faults of the others, both in the order of the sheet.

    `model` has the headers as aliases. Each header in `unique` must not repeat a value: the later row is at fault.
    """
    good: list[CheckedRow[M]] = []
    faults = [fault for header in unique for fault in duplicates(table, [header])]
    repeated = {fault.row for fault in faults}
    hints = {column.header: column.hint for column in columns_of(model)}
    for row in table.rows:
        try:
            value = model.model_validate(row.values)
        except ValidationError as refused:
            faults += [_fault(row, error, hints) for error in refused.errors(include_url=False, include_input=False)]
            continue
        if row.number not in repeated:
            good.append(CheckedRow(row.number, value))
    return good, sorted(faults, key=lambda fault: fault.row)


def duplicates(table: Table, headers: Sequence[str]) -> list[Fault]:
    """A fault for each row that repeats an earlier row's values under all of `headers`. Blank values do not count."""
    first: dict[tuple[str, ...], int] = {}
    faults = []
    for row in table.rows:
        values = tuple(compact(row.values.get(header, "")).upper() for header in headers)
        if not all(values):
            continue
        earlier = first.setdefault(values, row.number)
        if earlier != row.number:
            shown = shortened(row.values[headers[0]])
            faults.append(Fault(row.number, "、".join(headers), shown, f"与第{earlier}行重复", "请只保留一行"))
    return faults


def _fault(row: Row, error: Any, hints: dict[str, str]) -> Fault:
    header = str(error["loc"][0]) if error["loc"] else ""
    value = row.values.get(header, "")
    hint = hints.get(header, "")
    if header and not value.strip():
        return Fault(row.number, header, "", "不能为空", f"请填写{f'（{hint}）' if hint else ''}")
    context = error.get("ctx", {})
    reason = context.get("reason", "内容不符合要求")
    remedy = context.get("remedy", f"请填写（{hint}）" if hint else "请修改后重新填写")
    return Fault(row.number, header, shortened(value), reason, remedy)
