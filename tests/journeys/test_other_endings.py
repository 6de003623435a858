"""The ways on which an invitation does not become an agreement, and what is open afterwards."""

import asyncio

import pytest

from deploy.demo.people import GraduatePerson, until
from deploy.demo.stage import Facts, Stage, or_refused, path_of, refusal, was_done
from deploy.embedded.platform import Platform
from tests.journeys.conftest import SetStage
from tests.journeys.past import let_the_deadline_pass

REJECTION = {"reason_code": "job_not_true", "detail": "岗位名称与单位经营范围不符"}


async def status_of(stage: Stage, agreement: Facts) -> str:
    return (await stage.employer.get(path_of(agreement)))["status"]["code"]


async def invited(stage: Stage) -> tuple[GraduatePerson, Facts]:
    return await stage.enter(0), await stage.invite(stage.employer, stage.data.employer)


async def invite_again(stage: Stage) -> Facts:
    favourites = await stage.employer.get("/agreements/v1/favourites")
    body = {"favourite_id": favourites["items"][0]["id"], "letter": stage.data.employer.letter()}
    return await stage.employer.post("/agreements/v1/invitations", body)


class TestDecline:
    async def test_the_employer_is_told_and_may_invite_again(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        graduate, agreement = await invited(stage)
        declined = await graduate.post(f"{path_of(agreement)}/decline")
        assert declined["status"]["label"] == "学生已拒绝签约 签约失败"
        await stage.told(stage.employer, "拒绝")
        again = await invite_again(stage)
        await stage.accept(graduate, again)
        assert (await stage.pass_both_steps(again))["status"]["code"] == "signed"


class TestExpiry:
    async def test_the_clock_ends_an_unanswered_invitation(self, set_stage: SetStage, platform: Platform) -> None:
        stage = await set_stage()
        graduate, agreement = await invited(stage)
        await let_the_deadline_pass(platform, agreement["id"])
        refused = await refusal(stage.accept(graduate, agreement))
        assert refused.status == 409
        # Before the clock has come, and after it.
        assert refused.problem["title"] in {"应约有效期已过", "当前状态下不能进行此操作"}
        await until(lambda: status_of(stage, agreement), lambda status: status == "expired")
        await stage.told(stage.employer, "过期")
        assert (await invite_again(stage))["status"]["code"] == "awaiting_graduate"


class TestRejection:
    @pytest.mark.parametrize("step", ["department", "school"])
    async def test_either_step_may_reject_with_a_reason(self, set_stage: SetStage, step: str) -> None:
        stage = await set_stage()
        graduate, agreement = await invited(stage)
        await stage.accept(graduate, agreement)
        reviewer = stage.department
        if step == "school":
            await stage.department.post(f"{path_of(agreement)}/pass")
            reviewer = stage.school
        await reviewer.post(f"{path_of(agreement)}/reject", REJECTION)
        seen = await graduate.get(path_of(agreement))
        assert seen["status"]["label"] == "签约审核不通过"
        assert (seen["rejection"]["step"]["code"], seen["rejection"]["detail"]) == (step, REJECTION["detail"])
        await stage.told(graduate, "不通过")
        again = await invite_again(stage)
        await stage.accept(graduate, again)
        assert (await stage.pass_both_steps(again))["number"]

    async def test_a_rejection_needs_reason_and_text(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        graduate, agreement = await invited(stage)
        await stage.accept(graduate, agreement)
        refused = await refusal(stage.department.post(f"{path_of(agreement)}/reject", {"reason_code": "other"}))
        assert (refused.status, refused.problem["errors"][0]["field"]) == (422, "detail")
        assert await status_of(stage, agreement) == "in_review"


class TestOneOfEach:
    async def test_a_second_open_invitation_of_the_same_employer_is_refused(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        await invited(stage)
        refused = await refusal(invite_again(stage))
        assert refused.status == 409
        assert refused.problem["rule"] == "employer_has_no_open_invitation_to_graduate"

    async def test_of_two_simultaneous_acceptances_one_wins(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        for number in range(4):
            graduate = await stage.enter(number)
            ours = await stage.invite(stage.employer, stage.data.employer, number)
            theirs = await stage.invite(stage.rival, stage.data.rival, number)
            decided = [(agreement, await with_code(graduate, agreement)) for agreement in (ours, theirs)]
            answers = await asyncio.gather(
                *(or_refused(graduate.post(f"{path_of(agreement)}/accept", body)) for agreement, body in decided)
            )
            assert sorted(was_done(answer) for answer in answers) == [False, True]
            lost = next(answer for answer in answers if not was_done(answer))
            assert (lost.status, lost.problem["rule"]) == (409, "graduate_has_no_live_agreement")


async def with_code(graduate: GraduatePerson, agreement: Facts) -> Facts:
    """All but the last click. One after the other: text messages do not say for which invitation a code is."""
    terms = await graduate.get(f"{path_of(agreement)}/terms")
    read = {"version": terms["version"], "terms_sha256": terms["terms_sha256"]}
    asked = await graduate.post(f"{path_of(agreement)}/acceptance-codes", read)
    return read | {"code": await graduate.code_that_came(asked["channel"]["code"])}
