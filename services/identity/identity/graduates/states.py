"""Who is let in, and as which row: the roster compared with the enrolment record. Pure.

关键信息 are 姓名, 身份证号, 毕业院校 and 学历层次 (guides/003 §4). The ID number is what rows are found by, so a row
that is found agrees in it.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID, uuid5

from common.contracts.codes.levels import short_level
from common.contracts.values.checked import ValueFault
from common.contracts.values.cohort import cohort_label
from common.contracts.values.person_name import match_key
from common.errors import FieldFault
from identity.graduates.errors import (
    SCHOOL,
    EnrolmentMismatch,
    EnrolmentNotBound,
    EnrolmentNotCompared,
    NotOnRoster,
    RemovedFromRoster,
)
from identity.graduates.schemas import Enrolment, EnrolmentRecord
from identity.roster.states import KeptGraduate

PEOPLE = UUID("3f0c4ac8-6f2b-5a55-9d5e-1c0a7f6b2e41")
"""Namespace of the ids of persons. It must never change: what belongs to a person is kept under these ids."""

SchoolNames = Mapping[str, Collection[str]]
"""The names of schools by their codes."""


def person_id(person_index: str) -> UUID:
    """Who somebody is, whatever the cohort and school: things like WeChat belong to the person."""
    return uuid5(PEOPLE, person_index)


@dataclass(frozen=True)
class Compared:
    """A row, held against the enrolment record; `differing` are the labels of the fields that do not agree."""

    row: KeptGraduate
    differing: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the enrolment record vouches for the row."""
        return not self.differing


def compared(rows: Sequence[KeptGraduate], record: EnrolmentRecord, names: SchoolNames) -> list[Compared]:
    """Each row held against the person's enrolments at its school.

    Args:
        names: all names of the rows' schools, former ones too.
    """
    return [Compared(row, tuple(differing_fields(row, record, names))) for row in rows]


def admitted(rows: Sequence[KeptGraduate], record: EnrolmentRecord, names: SchoolNames) -> KeptGraduate:
    """The row of the newest cohort that agrees with the enrolment record.

    A row that differs shuts nobody out of the rows that agree: any school may have put the number on its list.

    Args:
        names: all names of the rows' schools, former ones too.

    Raises:
        NotOnRoster, RemovedFromRoster, EnrolmentNotBound, EnrolmentMismatch: not let in, and whom to ask.
    """
    if not rows:
        raise NotOnRoster(who_can_change=SCHOOL)
    on_roster = [row for row in rows if row.on_roster]
    if not on_roster:
        raise removed_from_roster(max(rows, key=lambda row: row.cohort))
    if not record.enrolments:
        raise EnrolmentNotBound(who_can_change="毕业生本人")
    found = compared(rows, record, names)
    agreeing = [one.row for one in found if one.agrees]
    listed = [row for row in agreeing if row.on_roster]
    if listed:
        return min(listed, key=lambda row: (-row.cohort, row.id))
    schools = {row.school_code for row in on_roster}
    gone = [row for row in agreeing if row.school_code not in schools]
    if gone:  # theirs, and taken off; what is listed is another school's mistake
        raise removed_from_roster(max(gone, key=lambda row: row.cohort))
    raise _mismatch([one for one in found if one.row.on_roster])


def vouched_for(rows: Sequence[KeptGraduate], record: EnrolmentRecord, names: SchoolNames) -> dict[UUID, int]:
    """What to keep of a login about each listed row: the version of its identity that the record agrees with, or the
    same below zero when it differs. An agreement does not outlast a later login that says otherwise."""
    found = compared([row for row in rows if row.on_roster], record, names)
    return {one.row.id: one.row.identity_version if one.agrees else -one.row.identity_version for one in found}


def known_differences(row: KeptGraduate, own: Sequence[KeptGraduate]) -> list[str]:
    """In which fields a row differs that did not agree at the last login.

    学信网's answer is not kept, so the row is held against the person's rows that did agree with it. Where these do
    not tell two fields apart, both are named.

    Args:
        own: the rows of the person that agreed at the last login.
    """
    if not own:
        return ["姓名、毕业院校或学历层次"]
    differing = [] if match_key(row.particulars.name) in {match_key(one.particulars.name) for one in own} else ["姓名"]
    levels = {_level(one.particulars.level) for one in own if one.school_code == row.school_code}
    if levels and _level(row.particulars.level) not in levels:
        differing.append("学历层次")
    return differing or ["毕业院校或学历层次"]


def place_of(row: KeptGraduate) -> str:
    """Whose list it is."""
    return f"{row.particulars.school_name}{cohort_label(row.cohort)}毕业生名单"


def office_of(row: KeptGraduate) -> str:
    """Who corrects the row."""
    return f"{row.particulars.school_name}就业部门"


def _mismatch(found: Sequence[Compared]) -> EnrolmentMismatch:
    newest_first = sorted(found, key=lambda one: (-one.row.cohort, one.row.id))
    said = [f"{place_of(one.row)}中的{'、'.join(one.differing)}与学籍信息不一致。" for one in newest_first]
    return EnrolmentMismatch(
        "".join(said),
        who_can_change="、".join(dict.fromkeys(office_of(one.row) for one in newest_first)),
        errors=[
            FieldFault(
                field=field,
                reason=f"{place_of(one.row)}中的{field}与学籍信息不一致",
                remedy=f"请联系{office_of(one.row)}核对。",
            )
            for one in newest_first
            for field in one.differing
        ],
    )


def removed_from_roster(row: KeptGraduate) -> RemovedFromRoster:
    """Why somebody is not let in who was on a list once."""
    return RemovedFromRoster(
        f"您已被移出{place_of(row)}，原因：{row.particulars.removed_because}。", who_can_change=SCHOOL
    )


def vouched(row: KeptGraduate, compared_version: int | None) -> bool:
    """Whether the enrolment record of the last login agrees with what the row says now.

    Args:
        compared_version: what `vouched_for` has kept; None when the row has never been compared.
    """
    return compared_version is not None and compared_version >= row.identity_version


def differed(row: KeptGraduate, compared_version: int | None) -> bool:
    """Whether the row, as it is now, differed at the last login. `compared_version`: as for `vouched`."""
    return row.on_roster and compared_version == -row.identity_version


def switch_obstacle(row: KeptGraduate, compared_version: int | None) -> RemovedFromRoster | EnrolmentNotCompared | None:
    """What keeps the person from going on as this row of theirs. `compared_version`: as for `vouched`."""
    if not row.on_roster:
        return removed_from_roster(row)
    if not vouched(row, compared_version):
        return EnrolmentNotCompared(who_can_change=f"毕业生本人重新登录；仍不一致时由{office_of(row)}更正")
    return None


def differing_fields(row: KeptGraduate, record: EnrolmentRecord, names: SchoolNames) -> list[str]:
    """The labels of the fields in which a row and the enrolment record differ."""
    differing = [] if match_key(row.particulars.name) == match_key(record.name) else ["姓名"]
    known = {match_key(name) for name in (row.particulars.school_name, *names.get(row.school_code, ()))}
    at_school = [enrolment for enrolment in record.enrolments if _is_at(enrolment, row.school_code, known)]
    if not at_school:
        return [*differing, "毕业院校"]
    # 学籍 knows the level of study; whether it ends in 毕业, 结业 or 肄业 is decided later and is not compared.
    if _level(row.particulars.level) not in {_level(enrolment.level_code) for enrolment in at_school}:
        differing.append("学历层次")
    return differing


def _is_at(enrolment: Enrolment, school_code: str, known_names: Set[str]) -> bool:
    """By code; only an enrolment without one is looked at by name, for names change and codes do not."""
    if enrolment.school_code:
        return enrolment.school_code == school_code
    return match_key(enrolment.school_name) in known_names


def _level(code: str) -> str:
    try:
        return short_level(code)
    except ValueFault:
        return code
