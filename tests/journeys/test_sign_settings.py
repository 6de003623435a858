"""签约设置 and the province's 协议类型: what the school's step is called, who takes it, whether anybody may sign at all
(guides/003 §3)."""

from typing import Any

from deploy.demo.data import COHORT, STAFF_PASSWORD
from deploy.demo.people import GraduatePerson
from deploy.demo.stage import Facts, Stage, path_of, refusal
from tests.journeys.casting import COLLEAGUES
from tests.journeys.moves import does, label_of, printed

PROVINCE = "31"
"""Two-party agreements are decided for a whole province: not for that of the other journeys."""
SETTINGS = f"/agreements/v1/sign-settings/{COHORT}"


class TestTwoParties:
    async def test_the_school_attests_what_it_is_no_party_of(self, stage: Stage) -> None:
        """鉴证 everywhere, where three-party agreements have 审核."""
        await the_province_decides(stage, "two_party")
        settings = await set_to(stage)
        assert settings["agreement_type"]["label"] == "两方协议"
        graduate, agreement = await invited(stage, COLLEAGUES[0])
        terms = await graduate.get(f"{path_of(agreement)}/terms")
        assert terms["terms"]["agreement_type"]["label"] == "两方协议"
        await stage.accept(graduate, agreement)
        steps = [step["label"] for step in (await graduate.get(path_of(agreement)))["progress"]]
        assert steps[-2:] == ["院系鉴证", "学校鉴证"]

        await stage.told(stage.department, "有签约等待鉴证")
        signed = await stage.pass_both_steps(agreement)
        await stage.told(graduate, "签约已通过院系鉴证")
        await stage.told(stage.school, "有签约等待鉴证")
        text = await printed(graduate, signed, "有效")
        assert ("鉴证" in text, "两方协议" in text, "审核" in text) == (True, True, False)
        assert (settings["contact"]["name"] in text, settings["contact"]["phone"] in text) == (True, True)


class TestSchoolAlone:
    async def test_the_school_reviews_at_once_and_its_contact_is_printed(self, stage: Stage) -> None:
        contact = stage.data.school.sign_settings()["contact"] | {"name": "李思远", "phone": "021-65980000"}
        await set_to(stage, review_mode="school_only", contact=contact)
        graduate, agreement = await invited(stage, COLLEAGUES[1])
        accepted = await stage.accept(graduate, agreement)
        assert accepted["review_step"]["code"] == "school"
        await stage.told(stage.school, "有签约等待")
        refused = await refusal(does(stage.department, "pass", agreement))
        assert (refused.status, refused.problem["rule"]) == (409, "reviewer_is_at_this_step")
        signed = await does(stage.school, "pass", agreement)
        assert label_of(signed) == "签约审核通过"
        text = await printed(stage.employer, signed, "有效")
        assert (contact["name"] in text, contact["phone"] in text) == (True, True)


class TestSigningClosed:
    async def test_a_refusal_names_who_can_open_it_and_declining_goes_on(self, stage: Stage) -> None:
        number = COLLEAGUES[2]
        await set_to(stage)
        graduate, agreement = await invited(stage, number)
        favourite = await stage.keep(stage.rival, number)
        await set_to(stage, signing_open=False)
        invitation = {"favourite_id": favourite["id"], "letter": stage.data.rival.letter()}
        for attempt in (
            stage.accept(graduate, agreement),
            stage.rival.post("/agreements/v1/invitations", invitation),
        ):
            refused = await refusal(attempt)
            assert (refused.status, refused.problem["rule"]) == (409, "signing_is_open")
            assert refused.problem["who_can_change"] == f"{stage.data.school.name}的学校用户，在“签约设置”中开启"
        declined = await does(graduate, "decline", agreement)
        assert label_of(declined) == "学生已拒绝签约 签约失败"
        [change] = (await stage.department.get(f"{SETTINGS}/edits"))["items"][0]["changes"]
        assert (change["title"], change["after"]) == ("在线签约开关", False)


async def the_province_decides(stage: Stage, agreement_type: str) -> None:
    """The centre opens the province's account, and its user decides for all its schools."""
    username = f"province-{PROVINCE}"
    account = {"username": username, "password": STAFF_PASSWORD, "name": "李老师", "role": "province_user"}
    await stage.centre.post("/identity/v1/staff-users", account | {"province_code": PROVINCE})
    async with stage.staff(username) as province:
        await province.put(f"/agreements/v1/agreement-types/{COHORT}", {"agreement_type": agreement_type})


async def set_to(stage: Stage, **other: Any) -> Facts:
    """签约设置 as at the start, but for this."""
    version = (await stage.school.get(SETTINGS))["version"]
    body = stage.data.school.sign_settings() | other
    saved: Facts = await stage.school.put(SETTINGS, body, **{"If-Match": f'"{version}"'})
    return saved


async def invited(stage: Stage, number: int) -> tuple[GraduatePerson, Facts]:
    return await stage.enter(number), await stage.invite(stage.employer, stage.data.employer, number)
