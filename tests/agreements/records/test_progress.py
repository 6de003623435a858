"""How far it has come, and whose turn it is."""

from datetime import UTC, datetime, timedelta

import pytest

from agreements.records.states import IN_REVIEWS, Action, Kind, Status, wait_in
from agreements.records.states.progress import Done, StepState, progress_of
from agreements.records.states.turns import OF_EMPLOYER, OF_GRADUATE, who_is_waited_for
from common.review import ReviewMode, ReviewStep
from tests.agreements.world import World

NOW = datetime(2026, 11, 12, 2, 10, 20, tzinfo=UTC)
DEPARTMENT, SCHOOL = ReviewStep.DEPARTMENT, ReviewStep.SCHOOL
Told = tuple[Action, ReviewStep | None]


def told(kind: Kind, status: Status, *history: Told, mode: ReviewMode = ReviewMode.DEPARTMENT_THEN_SCHOOL) -> list[str]:
    done = [Done(action, step, NOW + timedelta(hours=hour)) for hour, (action, step) in enumerate(history)]
    return [f"{step.label} {step.state}" for step in progress_of(kind, status, mode, "审核", done)]


SENT: Told = (Action.INVITE, None)
ACCEPTED: Told = (Action.ACCEPT, None)
FILLED: Told = (Action.SUBMIT_SHEET, None)
UPLOADED: Told = (Action.UPLOAD_COPY, None)
PASSED, PASSED_BY_SCHOOL = (Action.PASS, DEPARTMENT), (Action.PASS, SCHOOL)


class TestProgress:
    def test_an_invitation_waits_for_its_answer(self) -> None:
        assert told(Kind.ONLINE, Status.AWAITING_GRADUATE, SENT) == [
            "发起签约邀请 done",
            "学生应约 waiting",
            "院系审核 ahead",
            "学校审核 ahead",
        ]

    def test_a_school_that_reviews_alone_has_one_step_less(self) -> None:
        found = told(Kind.ONLINE, Status.IN_REVIEW, SENT, ACCEPTED, mode=ReviewMode.SCHOOL_ONLY)
        assert found == ["发起签约邀请 done", "学生应约 done", "学校审核 waiting"]

    def test_what_the_school_returns_begins_its_review_again(self) -> None:
        way = (SENT, ACCEPTED, PASSED, (Action.RETURN, SCHOOL))
        found = told(Kind.ONLINE, Status.CORRECTION, *way)
        assert found[1:] == ["学生应约 done", "单位修改 waiting", "院系审核 ahead", "学校审核 ahead"]
        found = told(Kind.ONLINE, Status.CONFIRMING, *way, (Action.CORRECT, None))
        assert found[2:] == ["学生确认修改 waiting", "院系审核 ahead", "学校审核 ahead"]
        found = told(Kind.ONLINE, Status.IN_REVIEW, *way, (Action.CORRECT, None), (Action.CONFIRM_CORRECTION, None))
        assert found[1:] == ["学生应约 done", "院系审核 waiting", "学校审核 ahead"]

    def test_what_was_taken_back_was_refused_by_nobody(self) -> None:
        taken_back = told(Kind.ONLINE, Status.WITHDRAWN, SENT, (Action.WITHDRAW_INVITATION, None))
        assert taken_back[1] == "学生应约 withdrawn"
        given_up = told(Kind.OFFLINE, Status.DISCARDED, FILLED, (Action.DISCARD, DEPARTMENT))
        assert given_up[1] == "院系审核 withdrawn"
        declined = told(Kind.ONLINE, Status.DECLINED, SENT, (Action.DECLINE, None))
        assert declined[1] == "学生应约 failed"
        assert [state.label for state in StepState][-2:] == ["未通过", "已撤回"]

    def test_what_is_rejected_has_failed_there(self) -> None:
        found = told(Kind.ONLINE, Status.REJECTED, SENT, ACCEPTED, PASSED, (Action.REJECT, SCHOOL))
        assert found[2:] == ["院系审核 done", "学校审核 failed"]

    def test_what_stands_is_done_whatever_is_asked_since(self) -> None:
        way = (SENT, ACCEPTED, PASSED, PASSED_BY_SCHOOL)
        for status in (Status.SIGNED, Status.RESCISSION_AWAITING_GRADUATE, Status.RESCINDED, Status.VOIDED):
            assert all(step.endswith("done") for step in told(Kind.ONLINE, status, *way))

    def test_offline_walks_the_review_twice(self) -> None:
        found = told(Kind.OFFLINE, Status.COPY_IN_REVIEW, FILLED, PASSED, PASSED_BY_SCHOOL, UPLOADED, PASSED)
        assert [step.partition(" ")[2] for step in found] == ["done"] * 5 + ["waiting"]

    @pytest.mark.parametrize("said", [Action.REJECT, Action.RETURN])
    def test_a_copy_that_is_not_passed_is_uploaded_again(self, said: Action) -> None:
        way = (FILLED, PASSED, PASSED_BY_SCHOOL, UPLOADED, PASSED, (said, SCHOOL))
        found = told(Kind.OFFLINE, Status.COPY_REFUSED, *way)
        assert found[2:] == ["学校审核 done", "上传盖章的就业协议 waiting", "院系审核 ahead", "学校审核 ahead"]
        again = told(Kind.OFFLINE, Status.COPY_IN_REVIEW, *way, UPLOADED)
        assert again[3:] == ["上传盖章的就业协议 done", "院系审核 waiting", "学校审核 ahead"]

    def test_a_sheet_that_is_rejected_has_failed_and_one_returned_is_submitted_again(self) -> None:
        rejected = told(Kind.OFFLINE, Status.SHEET_REJECTED, FILLED, (Action.REJECT, DEPARTMENT))
        assert rejected[:2] == ["提交签约信息 done", "院系审核 failed"]
        returned = told(Kind.OFFLINE, Status.SHEET_RETURNED, FILLED, (Action.RETURN, DEPARTMENT))
        assert returned[:2] == ["提交签约信息 waiting", "院系审核 ahead"]

    def test_a_withdrawn_supplement_is_submitted_again(self) -> None:
        way = ((Action.SUBMIT_SUPPLEMENT, None), (Action.WITHDRAW_SUPPLEMENT, None))
        assert told(Kind.SUPPLEMENT, Status.SUPPLEMENT_DRAFT, *way)[0] == "提交登记信息 waiting"

    async def test_is_told_with_its_times(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        whole = await world.read(person, sent["id"])
        steps = whole["progress"]
        assert [step["state"]["label"] for step in steps] == ["已完成", "已完成", "进行中", "未开始"]
        assert steps[1]["at"] == whole["accepted_at"]
        assert (steps[2]["due_at"], steps[3]["due_at"]) == (whole["due_at"], None)
        assert whole["who_is_waited_for"] == "院系审核人员"


class TestTurns:
    def test_whoever_is_waited_for_has_a_limit_and_the_reverse(self) -> None:
        """Every wait has a clock (decisions)."""
        deadline = NOW + timedelta(days=3)
        for status in Status:
            step = SCHOOL if status in IN_REVIEWS else None
            waited = who_is_waited_for(status, step, frozen=False)
            assert (waited is None) == (wait_in(status, NOW, deadline).due_at is None), status
            assert (status in IN_REVIEWS | OF_EMPLOYER | OF_GRADUATE) == (waited is not None)

    @pytest.mark.parametrize("status", [Status.SHEET_PASSED, Status.COPY_REFUSED])
    def test_an_employer_without_an_account_is_not_waited_for(self, status: Status) -> None:
        assert who_is_waited_for(status, None, frozen=False) == "毕业生或用人单位"
        assert who_is_waited_for(status, None, frozen=False, typed_in=True) == "毕业生"

    def test_a_disputed_agreement_waits_for_the_school(self) -> None:
        assert who_is_waited_for(Status.SIGNED, None, frozen=True) == "学校用户，处理毕业生提出的异议"
