"""Every state against every condition."""

import itertools

import pytest

from common.contracts.codes import TRAINING_MODES, may_sign_online
from identity.eligibility.states import (
    Check,
    Condition,
    EmployerCase,
    GraduateCase,
    UserCase,
    all_met,
    employer_checks,
    graduate_checks,
    user_checks,
)
from identity.verification.states import VerificationStatus

BOOLEANS = (True, False)


def employer(status: VerificationStatus, *, letter: bool = False, because: str | None = "材料不清晰") -> EmployerCase:
    suspended = (because or "见中心通知") if status is VerificationStatus.SUSPENDED else None
    return EmployerCase("杭州云栖数据有限公司", status, because, suspended, letter)


def unmet(checks: list[Check]) -> set[Condition]:
    return {check.condition for check in checks if not check.passed}


def expected_of_user(name: str | None, case: EmployerCase | None) -> set[Condition]:
    missing = set() if name else {Condition.PERSONAL_DATA_GIVEN}
    if case is None:
        return missing | {Condition.BELONGS_TO_EMPLOYER, Condition.EMPLOYER_VERIFIED}
    if case.status is VerificationStatus.APPROVED:
        return missing
    if case.status is VerificationStatus.SUSPENDED:
        return missing | {Condition.EMPLOYER_NOT_SUSPENDED}
    return missing | {Condition.EMPLOYER_VERIFIED}


class TestAnEmployersUser:
    @pytest.mark.parametrize("name", ["李招聘", None, ""])
    @pytest.mark.parametrize("status", [*VerificationStatus, None])
    @pytest.mark.parametrize("letter", BOOLEANS)
    @pytest.mark.parametrize("because", ["材料不清晰", None])
    def test_is_told_exactly_what_is_missing(
        self, name: str | None, status: VerificationStatus | None, letter: bool, because: str | None
    ) -> None:
        case = employer(status, letter=letter, because=because) if status else None
        checks = user_checks(UserCase(name, case))
        assert unmet(checks) == expected_of_user(name, case)
        assert all_met(checks) is (status is VerificationStatus.APPROVED and bool(name))

    @pytest.mark.parametrize("status", VerificationStatus)
    def test_is_told_the_reason_and_the_way_on(self, status: VerificationStatus) -> None:
        for check in employer_checks(employer(status)):
            if check.passed:
                assert (check.who_can_change, check.how) == (None, None)
            else:
                assert "材料不清晰" in check.fact
                assert check.who_can_change
                assert check.how

    @pytest.mark.parametrize(
        "status", [each for each in VerificationStatus if each is not VerificationStatus.SUSPENDED]
    )
    def test_reads_in_plain_words_that_it_is_not_suspended(self, status: VerificationStatus) -> None:
        assert employer_checks(employer(status))[1].fact == "当前未被暂停。"

    def test_hears_of_the_letter_only_if_it_is_enough(self) -> None:
        for status in (VerificationStatus.UNVERIFIED, VerificationStatus.REJECTED, VerificationStatus.AMOUNT_FAILED):
            with_letter, without = (employer_checks(employer(status, letter=each))[0].how or "" for each in BOOLEANS)
            assert "补传网签授权书" in with_letter
            assert "补传网签授权书" not in without


class TestAGraduate:
    @pytest.mark.parametrize("mode", [code for code, _ in TRAINING_MODES.items()])
    def test_is_told_exactly_what_is_missing(self, mode: str) -> None:
        facts = itertools.product(BOOLEANS, [None, "休学"], BOOLEANS, BOOLEANS)
        for may_sign, removed, signed_in, confirmed in facts:
            case = GraduateCase("示范大学", mode, may_sign, removed, signed_in, confirmed)
            missing = {
                Condition.ON_ROSTER: removed is not None,
                Condition.TRAINING_MODE_ALLOWS: not may_sign_online(mode),
                Condition.SCHOOL_ALLOWS: not may_sign,
                Condition.ENROLMENT_AGREES: not signed_in,
                Condition.DATA_CONFIRMED: not confirmed,
            }
            checks = graduate_checks(case)
            assert [check.condition for check in checks] == list(missing)
            assert unmet(checks) == {condition for condition, is_missing in missing.items() if is_missing}

    @pytest.mark.parametrize(
        ("mode", "removed", "because"),
        [("21", None, "培养方式"), ("1", "休学", "移出名单"), ("1", None, "学校在名单中")],
    )
    def test_is_told_why_the_school_says_no(self, mode: str, removed: str | None, because: str) -> None:
        case = GraduateCase("示范大学", mode, False, removed, True, True)
        (check,) = [each for each in graduate_checks(case) if each.condition is Condition.SCHOOL_ALLOWS]
        assert because in check.fact

    def test_who_is_off_the_list_is_told_the_way_back_for_either_kind_of_removal(self) -> None:
        checks = graduate_checks(GraduateCase("示范大学", "1", False, "休学", True, True))
        for check in checks:
            if check.condition in (Condition.ON_ROSTER, Condition.SCHOOL_ALLOWS):
                assert "重新导入" in (check.how or "")
                assert "就业管理系统中恢复" in (check.how or "")


class TestEveryCondition:
    @pytest.mark.parametrize("condition", Condition)
    def test_has_a_label_and_says_where_it_is_written(self, condition: Condition) -> None:
        assert condition.label
        assert "第" in condition.rule
