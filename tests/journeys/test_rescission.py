"""Rescission online: agreed, withdrawn, not passed, declined, and forced by the school where the employer keeps silent
(guides/003 §7.1)."""

from deploy.demo.stage import Stage, path_of, refusal
from tests.journeys.casting import COLLEAGUES
from tests.journeys.moves import (
    SEEKING,
    SIGNED,
    does,
    label_of,
    may_open,
    outcome_is,
    passed_for_rescission,
    printed,
    uploads,
)


class TestRescission:
    async def test_an_agreed_rescission_frees_the_graduate_for_another_employer(self, stage: Stage) -> None:
        number = COLLEAGUES[0]
        agreement = await stage.sign(number)
        graduate = await stage.enter(number)
        other = await stage.invite(stage.rival, stage.data.rival, number)
        refused = await refusal(stage.accept(graduate, other))
        assert refused.problem["rule"] == "graduate_has_no_live_agreement"

        asked = await does(stage.employer, "request-rescission", agreement, reason="employer_in_difficulty")
        assert label_of(asked) == "单位发起解约 等待学生应约"
        await stage.told(graduate, "单位发起解约")
        await does(graduate, "agree-rescission", agreement)
        await stage.told(stage.department, "解约等待审核")
        await outcome_is(graduate, SIGNED)
        assert label_of(await passed_for_rescission(stage, agreement)) == "解约通过"
        for side in (graduate, stage.employer):
            await stage.told(side, "解约通过")
        await printed(stage.employer, agreement, "已解约")
        await outcome_is(graduate, SEEKING)

        await stage.accept(graduate, other)
        signed = await stage.pass_both_steps(other)
        assert signed["number"] != agreement["number"]
        await outcome_is(graduate, SIGNED)


class TestFailedRescission:
    async def test_withdrawn_or_not_passed_the_agreement_stands(self, stage: Stage) -> None:
        number = COLLEAGUES[2]
        agreement = await stage.sign(number)
        graduate = await stage.enter(number)
        left = (await graduate.get(path_of(agreement)))["rescissions_left"]
        await does(graduate, "request-rescission", agreement, reason="family")
        refused = await refusal(does(stage.employer, "withdraw-rescission", agreement))
        assert refused.status in {403, 409}
        withdrawn = await does(graduate, "withdraw-rescission", agreement)
        assert (label_of(withdrawn), withdrawn["rescissions_left"]) == ("签约审核通过", left)
        await stage.told(stage.employer, "毕业生已撤回解约申请")
        refused = await refusal(does(stage.employer, "agree-rescission", agreement))
        assert refused.status == 409

        await does(stage.employer, "request-rescission", agreement, reason="employer_in_difficulty")
        await does(graduate, "agree-rescission", agreement)
        why = {"reason_code": "other", "detail": "双方所述原因不一致。"}
        await does(stage.department, "pass-rescission", agreement)
        rejected = await does(stage.school, "reject-rescission", agreement, **why)
        assert label_of(rejected) == "解约不通过"
        for side in (graduate, stage.employer):
            await stage.told(side, "解约审核不通过")
            seen = (await side.get(path_of(agreement)))["rescission"]["rejection"]
            assert (seen["step"]["code"], seen["detail"]) == ("school", why["detail"])
        await printed(graduate, agreement, "有效")
        await outcome_is(graduate, SIGNED)
        requests = (await graduate.get(f"{path_of(agreement)}/rescissions"))["items"]
        assert [request["outcome"]["code"] for request in requests] == ["rejected", "withdrawn"]


class TestForcedRescission:
    async def test_the_school_decides_only_where_the_employer_keeps_silent(self, stage: Stage) -> None:
        number = COLLEAGUES[1]
        agreement = await stage.sign(number)
        graduate = await stage.enter(number)
        asked = {"reason": "public_service", "detail": "已考取公务员。"}
        await does(graduate, "request-rescission", agreement, **asked)
        await stage.told(stage.employer, "学生发起解约")
        await does(stage.employer, "decline-rescission", agreement, detail="岗位暂无人接替。")
        await stage.told(graduate, "单位拒绝解约")
        seen = await graduate.get(path_of(agreement))
        assert label_of(seen) == "单位拒绝解约 解约失败"
        assert seen["rescission"]["answer_detail"] == "岗位暂无人接替。"
        await outcome_is(graduate, SIGNED)

        proof = await uploads(stage.school, "rescission_proof", "与单位的沟通记录")
        force = {"detail": "多次联系，单位始终不予答复。", "file_ids": [proof]}
        refused = await refusal(does(stage.school, "force-rescission", agreement, **force))
        assert refused.status == 409
        await does(graduate, "request-rescission", agreement, **asked)
        refused = await refusal(does(stage.department, "force-rescission", agreement, **force))
        assert refused.status == 403
        forced = await does(stage.school, "force-rescission", agreement, **force)
        assert forced["rescission"]["form"]["label"] == "强制解约"
        await may_open(stage.department, proof)
        for side in (graduate, stage.employer):
            await stage.told(side, "解约通过")
            refused = await refusal(side.download(f"/documents/v1/files/{proof}/content"))
            assert refused.status == 404
        await outcome_is(graduate, SEEKING)
