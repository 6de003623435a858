"""What makes a new version, and what it means."""

from dataclasses import replace
from uuid import uuid4

import pytest

from common.contracts.codes.levels import DataScope
from common.contracts.roster import RosterRow
from common.spreadsheet import CheckedRow
from identity.roster.states import (
    FIELDS,
    KeptGraduate,
    Particulars,
    Rehearsal,
    contact_from_chsi,
    first_version,
    stated_by_school,
)
from tests.support.roster import roster_rows


def said(**changes: object) -> Particulars:
    row = dict(roster_rows(1)[0], 手机号码="13812340001", 电子邮箱="a@example.com")
    return replace(Particulars.of_row(RosterRow.model_validate(row)), **changes)  # type: ignore[arg-type]


def kept(contact_from: str = "roster", **changes: object) -> KeptGraduate:
    return KeptGraduate(uuid4(), "19901", 2027, 4, 2, contact_from, "p", said(**changes))  # type: ignore[arg-type]


class TestFirstVersion:
    def test_is_number_one_of_row_and_identity(self) -> None:
        version = first_version(uuid4(), said())
        assert (version.version, version.identity_version, version.contact_from) == (1, 1, "roster")


class TestWhatASchoolStates:
    def test_nothing_new_is_no_version(self) -> None:
        assert stated_by_school(kept(), said()) is None

    @pytest.mark.parametrize("field", sorted(set(FIELDS) - {"mobile", "email"}))
    def test_every_field_counts(self, field: str) -> None:
        assert stated_by_school(kept(), said(**{field: object()})).changed_fields == (field,)  # type: ignore[union-attr]

    @pytest.mark.parametrize("field", ["name", "id_number", "level"])
    def test_a_change_of_identity_asks_for_a_new_confirmation(self, field: str) -> None:
        version = stated_by_school(kept(), said(**{field: "另"}))
        assert version is not None
        assert (version.version, version.identity_version) == (5, 5)

    @pytest.mark.parametrize("field", ["department", "school_name"])
    def test_another_change_or_a_renamed_school_leaves_the_confirmation(self, field: str) -> None:
        version = stated_by_school(kept(), said(**{field: "另"}))
        assert version is not None
        assert (version.version, version.identity_version) == (5, 2)

    def test_contact_is_taken_until_chsi_has_spoken(self) -> None:
        assert stated_by_school(kept(), said(mobile="13900000000")).changed_fields == ("mobile",)  # type: ignore[union-attr]
        assert stated_by_school(kept("chsi"), said(mobile="13900000000")) is None

    def test_chsis_contact_survives_another_correction(self) -> None:
        version = stated_by_school(kept("chsi"), said(mobile="13900000000", department="另"))
        assert version is not None
        assert version.particulars.mobile == "13812340001"
        assert version.changed_fields == ("department",)


class TestWhatChsiStates:
    def test_the_same_contact_is_no_version(self) -> None:
        assert contact_from_chsi(kept(), "13812340001", "a@example.com") is None

    def test_another_mobile_is_one(self) -> None:
        version = contact_from_chsi(kept(), "13900000000", None)
        assert version is not None
        assert (version.particulars.mobile, version.particulars.email) == ("13900000000", "a@example.com")
        assert (version.contact_from, version.identity_version) == ("chsi", 2)


def row(number: int, **changes: str) -> CheckedRow[RosterRow]:
    return CheckedRow(number, RosterRow.model_validate(dict(roster_rows(1)[0], **changes)))


def by_number(*graduates: KeptGraduate) -> dict[str, KeptGraduate]:
    return {graduate.particulars.exam_number: graduate for graduate in graduates}


class TestComparison:
    def test_refuses_a_row_whose_stored_level_is_out_of_scope_whatever_the_file_says(self) -> None:
        rows = [row(2, 学历层次="本科生毕业", 姓名="另一人")]
        compared = Rehearsal(total=1, scope="undergraduate").compared(rows, by_number(kept(level="11")))
        assert [(fault.row, fault.column) for fault in compared.faults] == [(2, "考生号")]
        assert compared.versions == []

    @pytest.mark.parametrize(("scope", "named"), [("undergraduate", False), ("postgraduate", True), ("all", True)])
    def test_names_the_owner_of_an_id_number_only_to_who_may_see_him(self, scope: DataScope, named: bool) -> None:
        owner = kept(level="11")
        compared = Rehearsal(scope=scope).compared([row(2, 考生号="99990108159999")], by_number(owner))
        (fault,) = compared.faults
        assert (owner.particulars.exam_number in fault.reason) is named

    def test_refuses_who_would_take_the_number_of_a_refused_row(self) -> None:
        first, second, third = roster_rows(3)
        owner, other = kept(), kept(exam_number="99990108159999", id_number=second["身份证号"])
        rows = [
            CheckedRow(2, RosterRow.model_validate(dict(second, 考生号=first["考生号"]))),
            CheckedRow(3, RosterRow.model_validate(dict(first, 考生号=third["考生号"]))),
        ]
        compared = Rehearsal(total=2).compared(rows, by_number(owner, other))
        assert [fault.row for fault in compared.faults] == [2, 3]
        assert compared.versions == []

    def test_done_twice_tells_a_fault_once(self) -> None:
        rehearsal, rows = Rehearsal(), [row(2, 考生号="99990108159999")]
        assert rehearsal.compared(rows, by_number(kept())).faults
        assert len(rehearsal.compared(rows, by_number(kept())).faults) == 1
