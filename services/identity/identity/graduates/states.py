"""Who is let in, and as which row: the roster compared with the enrolment record. Pure.

关键信息 are 姓名, 身份证号, 毕业院校 and 学历层次 (guides/003 §4). The ID number is what rows are found by, so a row
that is found agrees in it.
"""

from collections.abc import Collection, Mapping, Sequence, Set
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


def admitted(rows: Sequence[KeptGraduate], record: EnrolmentRecord, names: SchoolNames) -> KeptGraduate:
    """The row of the newest cohort that the person is listed in, if it agrees with the enrolment record.

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
    newest = max(row.cohort for row in on_roster)
    compared = [(row, differing_fields(row, record, names)) for row in on_roster if row.cohort == newest]
    row, differing = min(compared, key=lambda pair: (len(pair[1]), pair[0].id))
    if differing:
        raise EnrolmentMismatch(
            f"{'、'.join(differing)}与学籍信息不一致。",
            who_can_change=SCHOOL,
            errors=[
                FieldFault(field=field, reason="与学籍信息不一致", remedy="请联系学校就业部门核对")
                for field in differing
            ],
        )
    return row


def agreeing(rows: Sequence[KeptGraduate], record: EnrolmentRecord, names: SchoolNames) -> list[KeptGraduate]:
    """All rows that the enrolment record vouches for, of earlier cohorts too."""
    return [row for row in rows if row.on_roster and not differing_fields(row, record, names)]


def removed_from_roster(row: KeptGraduate) -> RemovedFromRoster:
    """Why somebody is not let in who was on a list once."""
    place = f"{row.particulars.school_name}{cohort_label(row.cohort)}毕业生名单"
    return RemovedFromRoster(f"您已被移出{place}，原因：{row.particulars.removed_because}。", who_can_change=SCHOOL)


def switch_obstacle(row: KeptGraduate, admitted_version: int | None) -> RemovedFromRoster | EnrolmentNotCompared | None:
    """What keeps the person from going on as this row of theirs.

    Args:
        admitted_version: as of which version of its identity the enrolment record has vouched for the row.
    """
    if not row.on_roster:
        return removed_from_roster(row)
    if admitted_version is None or admitted_version < row.identity_version:
        return EnrolmentNotCompared(who_can_change=f"毕业生本人重新登录；仍不一致时由{SCHOOL}更正")
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
