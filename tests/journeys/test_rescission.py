"""Rescission online: agreed, declined, and forced by the school where the employer keeps silent (guides/003 §7.1)."""

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
