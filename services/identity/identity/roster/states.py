"""What a roster row says, how two versions of it differ, and what follows from that. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from uuid_utils.compat import uuid7

from common.contracts.codes import LEVELS
from common.contracts.codes.levels import DATA_SCOPE_LABELS, DataScope, in_scope
from common.contracts.roster import RosterRow
from common.spreadsheet import CheckedRow, Fault

IDENTITY_FIELDS = frozenset({"name", "id_number", "level"})
"""核对关键信息: 姓名, 身份证号, 毕业院校, 学历层次 (guides/003 §4). A change of one needs a new confirmation.

The school is the row's school code, which never changes, and files may call it only by its own names: another
`school_name` is the same school under its new name.
"""
MOST_TOLD = 1_000
"""So many faults of a file are told one by one, of more the number: nobody reads ten thousand."""
ContactFrom = Literal["roster", "chsi"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """A roster row in plain text, codes and not labels. The fields are named as `RosterRow` names them."""

    exam_number: str
    name: str
    sex: str
    id_number: str
    ethnicity: str
    political_status: str
    born: date
    school_name: str
    department: str
    level: str
    major: str
    major_name: str
    training_mode: str
    origin: str
    student_number: str | None
    school_years: Decimal
    entered: str
    graduated: str
    mobile: str | None
    email: str | None
    may_sign: bool
    removed_because: str | None = None
    """Why the school took the graduate off the list; None while on it."""

    @classmethod
    def of_row(cls, row: RosterRow) -> Self:
        """What a checked row of a school's file says. Whether 定向/委培 may sign is decided by the training mode."""
        stated = {field.name: getattr(row, field.name) for field in fields(cls) if field.name != "removed_because"}
        return cls(**stated | {"may_sign": row.may_sign_online})


Place = tuple[str, int]
"""A school's code and a cohort."""


@dataclass(frozen=True)
class Change:
    """What makes versions: an import or a login, by whom and when."""

    id: UUID
    school_code: str
    cohort: int
    by: str
    at: datetime


FIELDS = tuple(field.name for field in fields(Particulars))


@dataclass(frozen=True, slots=True)
class KeptGraduate:
    """A graduate as stored: which version is in force, what it says, where mobile and e-mail came from."""

    id: UUID
    school_code: str
    cohort: int
    version: int
    identity_version: int
    contact_from: ContactFrom
    person_index: str
    """The person's fingerprint, the same on all rosters."""
    particulars: Particulars
    confirmed_version: int | None = None
    """The newest version that the graduate has confirmed."""

    @property
    def on_roster(self) -> bool:
        """Whether the school lists the graduate."""
        return self.particulars.removed_because is None

    @property
    def confirmed(self) -> bool:
        """A confirmation counts until 姓名, 身份证号, 院校 or 层次 is corrected."""
        return self.confirmed_version is not None and self.confirmed_version >= self.identity_version


@dataclass(frozen=True, slots=True)
class NewVersion:
    """The next version of a graduate's row; version 1 begins it."""

    graduate_id: UUID
    version: int
    identity_version: int
    contact_from: ContactFrom
    particulars: Particulars
    changed_fields: tuple[str, ...]


def differences(old: Particulars, new: Particulars) -> tuple[str, ...]:
    """The names of the fields in which two versions differ."""
    return tuple(name for name in FIELDS if getattr(old, name) != getattr(new, name))


def first_version(graduate_id: UUID, said: Particulars) -> NewVersion:
    """The beginning of a row."""
    return NewVersion(graduate_id, 1, 1, "roster", said, ())


def stated_by_school(kept: KeptGraduate, said: Particulars) -> NewVersion | None:
    """The version that a school's file makes of a row, or None when it says nothing new.

    Who had been removed is on the list again. Its mobile and e-mail are only the initial ones: those of CHSI stay, and
    a blank cell takes nothing away.
    """
    old = kept.particulars
    if kept.contact_from == "chsi":
        said = replace(said, mobile=old.mobile, email=old.email)
    else:
        said = replace(said, mobile=said.mobile or old.mobile, email=said.email or old.email)
    return _next(kept, said, kept.contact_from)


def contact_from_chsi(kept: KeptGraduate, mobile: str | None, email: str | None) -> NewVersion | None:
    """The version that a login makes of a row, or None when CHSI has the same mobile and e-mail.

    What CHSI leaves empty stays as it is.
    """
    old = kept.particulars
    said = replace(old, mobile=mobile or old.mobile, email=email or old.email)
    return _next(kept, said, "chsi")


def removed(kept: KeptGraduate, reason: str) -> NewVersion | None:
    """The version of a row that is taken off the list, or None when it was already. It keeps what it said."""
    if not kept.on_roster:
        return None
    return _next(kept, replace(kept.particulars, removed_because=reason, may_sign=False), kept.contact_from)


def _next(kept: KeptGraduate, said: Particulars, contact_from: ContactFrom) -> NewVersion | None:
    changed = differences(kept.particulars, said)
    if not changed:
        return None
    version = kept.version + 1
    identity_version = version if IDENTITY_FIELDS.intersection(changed) else kept.identity_version
    return NewVersion(kept.id, version, identity_version, contact_from, said, changed)


@dataclass
class Rehearsal:
    """What a file would do: the versions it makes, and everything that is wrong with it."""

    total: int = 0
    made: dict[int, NewVersion | None] = field(default_factory=dict)
    """By row number, the version that a sound row makes; None when it says nothing new."""
    faults: list[Fault] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    scope: DataScope = "all"
    """数据权限 of whose file it is: graduates outside it are neither changed nor named."""

    def compared(self, rows: Sequence[CheckedRow[RosterRow]], kept: Mapping[str, KeptGraduate]) -> Self:
        """The same with the file's sound rows compared with the cohort as it is, by 考生号."""
        stated = {row.number: Particulars.of_row(row.value) for row in rows}
        found = _hidden(stated, kept, self.scope)
        while taken := taken_id_numbers(_without(stated, found), kept.values()):
            # A refused row leaves its graduate as he is, whose ID number then belongs to nobody else: look again.
            found |= {number: _taken(number, owner, self.scope) for number, owner in taken.items()}
        faults = sorted([*self.faults, *found.values()], key=lambda fault: fault.row)
        sound = _without(stated, found)
        made = {number: _version_of(said, kept.get(said.exam_number)) for number, said in sound.items()}
        return replace(self, faults=faults, made=made)

    @property
    def versions(self) -> list[NewVersion]:
        """The versions that the sound rows make."""
        return [version for version in self.made.values() if version is not None]

    def counts(self) -> dict[str, int]:
        """How many rows there are, and how many of them are new, changed, unchanged and faulty."""
        versions = self.versions
        new = sum(version.version == 1 for version in versions)
        faulty = len({fault.row for fault in self.faults if fault.row})
        unchanged = max(0, self.total - len(versions) - faulty)
        changed = len(versions) - new
        return {"total": self.total, "new": new, "changed": changed, "unchanged": unchanged, "faulty": faulty}


def misplacements(
    row: CheckedRow[RosterRow], school_names: Sequence[str], cohort: int, scope: DataScope
) -> list[Fault]:
    """What makes a row another school's, another cohort's or another colleague's.

    Args:
        school_names: the school's present name, then its former ones, which files may still have.
    """
    faults = []
    if not in_scope(row.value.level, scope):
        label, reason = LEVELS.label(row.value.level), f"您的数据权限为{DATA_SCOPE_LABELS[scope]}，不包括该学历层次"
        faults.append(Fault(row.number, "学历层次", label, reason, "请由具有相应数据权限的学校用户导入"))
    if row.value.school_name not in school_names:
        reason = f"毕业院校与本校名称“{school_names[0]}”不一致"
        faults.append(Fault(row.number, "毕业院校", row.value.school_name[:60], reason, "请填写本校全称，一字不差"))
    if row.value.cohort != cohort:
        reason = f"毕业时间 {row.value.graduated} 不属于 {cohort} 届"
        faults.append(
            Fault(row.number, "毕业时间", row.value.graduated, reason, "请核对毕业时间，或改选对应的届别导入")
        )
    return faults


def taken_id_numbers(stated: Mapping[int, Particulars], cohort: Iterable[KeptGraduate]) -> dict[int, KeptGraduate]:
    """Rows whose ID number belongs to another listed 考生号 of the cohort that the file leaves as it is.

    Returns: by row number of the file, the graduate with that 考生号.
    """
    corrected = {said.exam_number for said in stated.values()}
    owners = {
        kept.particulars.id_number: kept
        for kept in cohort
        if kept.on_roster and kept.particulars.exam_number not in corrected
    }
    return {number: owners[said.id_number] for number, said in stated.items() if said.id_number in owners}


def _hidden(stated: Mapping[int, Particulars], kept: Mapping[str, KeptGraduate], scope: DataScope) -> dict[int, Fault]:
    """Rows of graduates whose stored level is outside the scope, whatever level the file states for them."""
    outside = {number for number, known in kept.items() if not in_scope(known.particulars.level, scope)}
    reason = f"您的数据权限为{DATA_SCOPE_LABELS[scope]}，不包括名单中该考生号的学历层次"
    advice = "请核对考生号，或由具有相应数据权限的学校用户导入"
    return {
        number: Fault(number, "考生号", "", reason, advice)
        for number, said in stated.items()
        if said.exam_number in outside
    }


def _without(stated: Mapping[int, Particulars], found: Mapping[int, Fault]) -> dict[int, Particulars]:
    return {number: said for number, said in stated.items() if number not in found}


def _taken(row: int, owner: KeptGraduate, scope: DataScope) -> Fault:
    said = owner.particulars
    whose = f"考生号 {said.exam_number}" if in_scope(said.level, scope) else "您的数据权限以外的一名毕业生"
    reason = f"该身份证号在本届名单中已属于{whose}"
    return Fault(row, "身份证号", "", reason, "请核对身份证号和考生号，同一人在同一届中只能有一个考生号")


def _version_of(said: Particulars, known: KeptGraduate | None) -> NewVersion | None:
    return stated_by_school(known, said) if known else first_version(uuid7(), said)
