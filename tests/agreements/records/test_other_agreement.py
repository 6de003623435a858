"""What stands in the way while a graduate has another agreement, told to the graduate and to the school."""

from typing import Any

import pytest

from agreements.records.states import LIVE, Action, Kind, Status
from agreements.signing.states import apply
from common.errors import Problem
from tests.agreements.matrix import GRADUATE, NOW, case
from tests.agreements.offline.support import (
    TYPED,
    VERIFIED,
    done,
    passed,
    signed_offline,
    submit,
    try_to_submit,
    upload,
)
from tests.agreements.world import World

ON_PAPER = [Status.SHEET_IN_REVIEW, Status.SHEET_PASSED, Status.COPY_IN_REVIEW, Status.COPY_REFUSED]


def refused(**facts: Any) -> Problem:
    asked = case(Status.AWAITING_GRADUATE, live_with="甲公司", **facts)
    with pytest.raises(Problem) as refusal:
        apply(asked, Action.ACCEPT, GRADUATE, NOW)
    return refusal.value


class TestAcceptingMeanwhile:
    @pytest.mark.parametrize("status", ON_PAPER)
    def test_what_is_on_paper_is_called_so_and_can_be_given_up(self, status: Status) -> None:
        said = refused(live_kind=Kind.OFFLINE, live_status=status)
        assert said.detail.startswith(f"您与“甲公司”的线下签约状态为“{status.label('graduate')}”")  # type: ignore[arg-type]
        assert "毕业生可" in (said.who_can_change or "")
        assert said.advice.startswith("如需接受邀请，请")

    @pytest.mark.parametrize("status", [Status.SHEET_IN_REVIEW, Status.COPY_IN_REVIEW, Status.SUPPLEMENT_IN_REVIEW])
    def test_what_the_department_has_passed_is_not_given_up_any_more(self, status: Status) -> None:
        kind = Kind.SUPPLEMENT if status is Status.SUPPLEMENT_IN_REVIEW else Kind.OFFLINE
        said = refused(live_kind=kind, live_status=status, live_has_passed_a_step=True)
        assert said.advice == "院系已审核通过，该申请不能再撤回；请等待学校审核结果。"
        assert (said.who_can_change, said.title) == ("该毕业生的学校用户，可审核该申请", "已有进行中或有效的签约")

    def test_an_employer_without_an_account_is_not_waited_for(self) -> None:
        said = refused(live_kind=Kind.OFFLINE, live_status=Status.COPY_REFUSED, live_typed_in=True)
        assert said.who_can_change == "毕业生，重新上传盖章的就业协议；毕业生可撤回申请"

    def test_nobody_is_said_to_review_what_waits_for_the_sealed_copy(self) -> None:
        said = refused(live_kind=Kind.OFFLINE, live_status=Status.SHEET_PASSED)
        assert said.who_can_change == "毕业生或用人单位，上传盖章的就业协议；毕业生可撤回申请"

    def test_a_supplement_that_stands_is_rescinded_by_the_graduate(self) -> None:
        said = refused(live_kind=Kind.SUPPLEMENT, live_status=Status.SIGNED)
        assert said.who_can_change == "毕业生，与用人单位协商后申请解约，由学校审核"
        assert said.advice == "该协议解约通过后，才能接受其他单位的邀请。"

    @pytest.mark.parametrize("status", LIVE)
    @pytest.mark.parametrize("kind", Kind)
    def test_everything_live_has_a_remedy_and_somebody(self, kind: Kind, status: Status) -> None:
        said = refused(live_kind=kind, live_status=status)
        assert (said.facts["rule"], bool(said.advice)) == ("graduate_has_no_live_agreement", True)
        assert said.who_can_change

    async def test_is_told_over_http(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        invitation = await world.invite(employer, person)
        sheet = await submit(world, person)
        await passed(world, sheet["id"])
        answer = await world.try_to_accept(person, invitation["id"])
        assert (answer.status_code, answer.json()["rule"]) == (409, "graduate_has_no_live_agreement")
        assert "线下签约状态为“就业协议审核通过”" in answer.json()["detail"]
        assert "毕业生可撤回申请" in answer.json()["who_can_change"]


class TestAFormBetweenItsTwoPasses:
    async def test_is_told_that_the_school_has_to_decide(self, world: World) -> None:
        person = await world.graduate()
        sheet = await submit(world, person)
        await world.pass_as(world.department, sheet["id"])
        again = await try_to_submit(world, person)
        assert (again.status_code, again.json()["rule"]) == (409, "graduate_has_no_live_agreement")
        assert "院系已审核通过，该申请不能再撤回" in again.json()["remedy"]
        given_up = await world.post(person, sheet["id"], "discard")
        assert (given_up.status_code, given_up.json()["title"]) == (409, "院系已审核通过，不能撤回申请")


class TestInvitingWhoHasSignedOnPaper:
    async def test_is_told_that_the_graduate_alone_can_ask_for_rescission(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await signed_offline(world, person, employer=TYPED | VERIFIED)
        answer = await world.try_to_invite(employer, await world.favourite(employer, person))
        told = answer.json()
        assert (answer.status_code, told["rule"]) == (409, "graduate_is_not_signing_with_this_employer")
        assert told["who_can_change"] == "毕业生，与用人单位协商后申请解约，由学校审核"


class TestTheSchoolThatAsks:
    async def check(self, world: World, person: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        own = (await world.as_(person).get("/v1/eligibility")).json()["checks"][2]
        school = (await world.as_(world.school).get(f"/v1/graduates/{person.id}/eligibility")).json()["checks"][2]
        return own, school

    async def test_is_told_of_the_graduate_and_not_addressed_as_one(self, world: World) -> None:
        person = await world.graduate()
        invitation = await world.invite(await world.employer(), person)
        await world.accept(person, invitation["id"])
        own, school = await self.check(world, person)
        assert own["fact"].startswith("您已同意与“北京示例科技有限公司”签约")
        assert school["fact"].startswith("该毕业生已同意与“北京示例科技有限公司”签约")
        assert "此邀请" not in own["how"] + school["how"]

    async def test_is_told_of_a_form_in_its_own_words(self, world: World) -> None:
        person = await world.graduate()
        sheet = await submit(world, person)
        own, school = await self.check(world, person)
        assert (own["fact"][0], school["fact"][:4]) == ("您", "该毕业生")
        assert "请在首级审核通过前撤回该申请" in own["how"]
        assert "请毕业生在首级审核通过前撤回该申请" in school["how"]
        assert "您" not in "".join(filter(None, (school["fact"], school["how"], school["who_can_change"])))
        await passed(world, sheet["id"])
        await upload(world, person, sheet["id"])
        await done(world, world.department, sheet["id"], "return", detail="公章不清晰。")
        _, school = await self.check(world, person)
        assert "签约审核不通过" in school["fact"]
