"""The fields of a letter by the names that reviewers mark, with their titles on screens (guides/003 fig 10)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol

from agreements.edits.schemas import FieldChange
from agreements.records.schemas.letter import Letter
from agreements.relocation import schemas as relocation
from agreements.relocation.schemas import Relocation
from common.clock import SHANGHAI
from common.contracts.codes import JOB_CATEGORIES
from common.contracts.values.region import region_name

LETTER_TITLES = {
    "job_category_code": "职位类别",
    "job_title": "岗位名称",
    "contact_name": "签约联系人",
    "contact_phone": "联系电话",
    "contact_email": "电子邮箱",
    "report_by": "报到期限",
    "report_place": "报到地点",
    "work_place": "实际工作地点",
    "probation_months": "试用期（月）",
    "probation_pay": "试用起薪",
    "regular_pay": "转正起薪",
    "penalty": "违约金",
    "clauses": "补充条款",
}
"""应约有效期 is not among them: it has run out when anything can be marked.
`answer_differences` tells how it has changed."""
TITLES = {f"letter.{field}": title for field, title in LETTER_TITLES.items()} | {
    f"relocation.{field}": title for field, title in relocation.TITLES.items()
}
OPENS = {
    "relocation.accepts_file": relocation.FILE_FIELDS,
    "relocation.accepts_household": relocation.HOUSEHOLD_FIELDS,
}
"""Who may change whether it is accepted has to say where it goes."""
NO_RELOCATION = Relocation(accepts_file=False, accepts_household=False)
"""What a letter without relocation data says."""


class Answerable(Protocol):
    """An invitation, or a replaced version of one."""

    @property
    def valid_days(self) -> int | None:
        """应约有效期."""

    @property
    def deadline(self) -> datetime | None:
        """Until when it can be answered."""


def opened_by(marked: Collection[str]) -> set[str]:
    """Every field that may be changed when these are marked: whoever gives up the probation gives up its pay."""
    opened = [f"relocation.{field}" for mark in marked for field in OPENS.get(mark, ())]
    paid = ["letter.probation_pay"] if "letter.probation_months" in marked else []
    return {*marked, *opened, *paid}


def fields_of(letter: Letter) -> dict[str, Any]:
    """A letter's values by the names of their fields."""
    moves = letter.relocation or NO_RELOCATION
    return {f"letter.{field}": getattr(letter, field) for field in LETTER_TITLES} | {
        f"relocation.{field}": getattr(moves, field) for field in relocation.TITLES
    }


def changed_fields(before: Letter, after: Letter) -> list[str]:
    """The names of the fields that have another value, in the order of screens."""
    old, new = fields_of(before), fields_of(after)
    return [field for field in TITLES if old[field] != new[field]]


def differences(before: Letter, after: Letter) -> list[FieldChange]:
    """What has changed, field by field, as people read it."""
    old, new = fields_of(before), fields_of(after)
    return [
        FieldChange(field=field, title=TITLES[field], before=_shown(field, old[field]), after=_shown(field, new[field]))
        for field in changed_fields(before, after)
    ]


def answer_differences(before: Answerable, after: Answerable) -> list[FieldChange]:
    """How 应约有效期 has changed and until when can be answered now; it begins anew with every amendment."""
    told = (
        ("letter.valid_days", "应约有效期（天）", before.valid_days, after.valid_days),
        ("deadline", "应约截止时间", _in_china(before.deadline), _in_china(after.deadline)),
    )
    return [
        FieldChange(field=field, title=title, before=old, after=new) for field, title, old, new in told if old != new
    ]


def _in_china(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if moment else None


def _shown(field: str, value: Any) -> str | int | bool | None:
    if value is None or isinstance(value, bool | int):
        return value
    if field == "letter.job_category_code":
        return JOB_CATEGORIES.label(value)
    return region_name(value) if field.endswith("region_code") else str(value)
