"""Every state, every action, every role: only the rows of the table move anything."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest

from common.auth.actors import ROLES, CentreUser, EmployerUser
from common.contracts.event import REGISTRY
from common.errors import Problem
from identity.verification.errors import AmountTooLate, AmountWrong, ClaimedByAnother, NothingToSubmit
from identity.verification.states import (
    TRANSITIONS,
    Bank,
    Case,
    Claim,
    Clock,
    Doer,
    SubmissionStatus,
    VerificationAction,
    VerificationStatus,
    apply,
    transition,
    why_not,
)

S, A = VerificationStatus, VerificationAction
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BEGINNINGS = (S.UNVERIFIED, S.REJECTED, S.REMITTANCE_FAILED, S.AMOUNT_FAILED)
MOVES: dict[tuple[VerificationStatus, VerificationAction, type[Doer]], VerificationStatus] = {
    **{(source, A.SUBMIT_MATERIAL, EmployerUser): S.MATERIAL_REVIEW for source in (*BEGINNINGS, S.SUSPENDED)},
    **{(source, A.SUBMIT_UPGRADE, EmployerUser): S.MATERIAL_REVIEW for source in (*BEGINNINGS, S.SUSPENDED)},
    **{(source, A.SUBMIT_ACCOUNT, EmployerUser): S.REMITTING for source in BEGINNINGS},
    (S.REMITTING, A.PAY, Bank): S.AWAITING_AMOUNT,
    (S.REMITTING, A.FAIL_PAYMENT, Bank): S.REMITTANCE_FAILED,
    (S.REMITTING, A.WITHDRAW, EmployerUser): S.UNVERIFIED,
    (S.AWAITING_AMOUNT, A.FAIL_PAYMENT, Bank): S.REMITTANCE_FAILED,
    (S.AWAITING_AMOUNT, A.WITHDRAW, EmployerUser): S.UNVERIFIED,
    (S.AWAITING_AMOUNT, A.ENTER_AMOUNT, EmployerUser): S.APPROVED,
    (S.AWAITING_AMOUNT, A.USE_UP_ANSWERS, EmployerUser): S.AMOUNT_FAILED,
    (S.AWAITING_AMOUNT, A.EXPIRE, Clock): S.AMOUNT_FAILED,
    (S.MATERIAL_REVIEW, A.APPROVE, CentreUser): S.APPROVED,
    (S.MATERIAL_REVIEW, A.REJECT, CentreUser): S.REJECTED,
    (S.APPROVED, A.SUSPEND, CentreUser): S.SUSPENDED,
    (S.SUSPENDED, A.REINSTATE, CentreUser): S.APPROVED,
}
DOERS: dict[str, type[Doer]] = {**ROLES, "clock": Clock, "bank": Bank}
EMPLOYER = EmployerUser(id=uuid4(), name="李招聘", employer_id=uuid4())
REVIEWER, OTHER = CentreUser(id=uuid4(), name="王审核"), CentreUser(id=uuid4(), name="赵审核")


class TestTransitions:
    @pytest.mark.parametrize(
        ("status", "action", "role"), list(product(VerificationStatus, VerificationAction, sorted(DOERS)))
    )
    def test_each_state_action_and_role(
        self, status: VerificationStatus, action: VerificationAction, role: str
    ) -> None:
        row = transition(status, action, DOERS[role])

        assert (row.target if row else None) == MOVES.get((status, action, DOERS[role]))

    def test_each_says_an_event_that_exists(self) -> None:
        assert {row.event.type for row in TRANSITIONS} <= set(REGISTRY)

    def test_every_failure_has_a_way_on_for_the_employer(self) -> None:
        for status in set(VerificationStatus) - {S.MATERIAL_REVIEW, S.APPROVED}:
            assert any(transition(status, action, EmployerUser) for action in VerificationAction), status

    def test_labels_are_what_people_see(self) -> None:
        assert [status.label for status in VerificationStatus] == [
            "未认证",
            "材料审核中",
            "待汇款",
            "已汇款待填金额",
            "汇款失败",
            "金额错误",
            "审核通过",
            "审核不通过",
            "已暂停",
        ]
        assert SubmissionStatus.WITHDRAWN.label == "已撤回"


class TestRules:
    def test_a_suspended_employer_that_is_refused_stays_suspended(self) -> None:
        again = Case(verified_before=True)

        assert apply(S.MATERIAL_REVIEW, A.REJECT, REVIEWER, again, NOW).target is S.SUSPENDED
        assert apply(S.MATERIAL_REVIEW, A.REJECT, REVIEWER, Case(), NOW).target is S.REJECTED

    def test_an_account_number_does_not_lift_a_suspension(self) -> None:
        refused = why_not(S.SUSPENDED, A.SUBMIT_ACCOUNT, EMPLOYER, Case(verified_before=True), NOW)

        assert isinstance(refused, NothingToSubmit)
        assert "已暂停" in refused.detail
        assert refused.who_can_change is not None
        assert "中心" in refused.who_can_change

    @pytest.mark.parametrize("action", [A.APPROVE, A.REJECT])
    def test_a_claim_keeps_others_out_until_it_lapses(self, action: VerificationAction) -> None:
        case = Case(claim=Claim(REVIEWER.key, REVIEWER.name, NOW + timedelta(minutes=30)))

        assert why_not(S.MATERIAL_REVIEW, action, REVIEWER, case, NOW) is None
        assert isinstance(why_not(S.MATERIAL_REVIEW, action, OTHER, case, NOW), ClaimedByAnother)
        assert why_not(S.MATERIAL_REVIEW, action, OTHER, case, NOW + timedelta(minutes=30)) is None

    def test_an_amount_counts_before_the_deadline_and_the_clock_acts_from_then_on(self) -> None:
        case, last = Case(answer_by=NOW), NOW - timedelta(microseconds=1)

        assert why_not(S.AWAITING_AMOUNT, A.ENTER_AMOUNT, EMPLOYER, case, last) is None
        assert why_not(S.AWAITING_AMOUNT, A.EXPIRE, Clock(), case, last) is not None
        assert isinstance(why_not(S.AWAITING_AMOUNT, A.ENTER_AMOUNT, EMPLOYER, case, NOW), AmountTooLate)
        assert why_not(S.AWAITING_AMOUNT, A.EXPIRE, Clock(), case, NOW) is None

    def test_a_wrong_amount_says_how_many_tries_are_left(self) -> None:
        case = Case(answer_by=NOW + timedelta(days=1), amount_matches=False, answers_left=2)

        with pytest.raises(AmountWrong, match="还可尝试 2 次"):
            apply(S.AWAITING_AMOUNT, A.ENTER_AMOUNT, EMPLOYER, case, NOW)
        with pytest.raises(Problem):
            apply(S.AWAITING_AMOUNT, A.USE_UP_ANSWERS, EMPLOYER, case, NOW)
