"""What makes a new version, and what it means."""

from dataclasses import replace
from uuid import uuid4

import pytest

from common.contracts.roster import RosterRow
from identity.roster.states import (
    FIELDS,
    KeptGraduate,
    Particulars,
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
