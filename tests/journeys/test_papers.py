"""On paper, the other ways: a form that is returned, a supplement that is not passed, a rescission by letter
(guides/003 §5.2, §6 and §7.2)."""

from deploy.demo.stage import Stage, path_of, refusal
from tests.journeys.casting import COLLEAGUES
from tests.journeys.forms import TYPED_IN, content, offline_form, sealed_and_passed
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

OFFLINE, SUPPLEMENTS = "/agreements/v1/offline-agreements", "/agreements/v1/supplements"


class TestReturnedForm:
    async def test_is_corrected_passed_sealed_and_signed(self, stage: Stage) -> None:
        graduate = await stage.enter(COLLEAGUES[0])
        form = await offline_form(stage, graduate)
        sheet = await graduate.post(OFFLINE, form)
        await does(stage.department, "pass", sheet)
        why = "违约金与纸质材料不一致。"
        await does(stage.school, "return", sheet, detail=why)
        await stage.told(graduate, "签约被退回修改")
        seen = await graduate.get(path_of(sheet))
        assert (label_of(seen), seen["return_detail"]) == ("退回修改", why)

        form["letter"]["penalty"] = "3000"
        again = await does(graduate, "resubmit-sheet", sheet, **form)
        assert (label_of(again), again["review_step"]["code"]) == ("就业协议审核中", "department")
        prepared = await stage.pass_both_steps(sheet)
        assert "3000" in await printed(graduate, prepared, "待盖章，尚未签约完成")
        signed = await sealed_and_passed(stage, graduate, sheet)
        assert (label_of(signed), signed["number"]) == ("签约审核通过", prepared["number"])
        await stage.told(stage.employer, "签约成功")
        await outcome_is(graduate, SIGNED)


class TestRescissionByLetter:
    async def test_the_employer_cannot_ask_and_the_school_rules(self, stage: Stage) -> None:
        graduate = await stage.enter(COLLEAGUES[1])
        sheet = await graduate.post(OFFLINE, await offline_form(stage, graduate))
        await stage.pass_both_steps(sheet)
        signed = await sealed_and_passed(stage, stage.employer, sheet)
        refused = await refusal(does(stage.employer, "request-rescission", signed, reason="agreed"))
        assert (refused.status, "只能由毕业生申请解约" in refused.problem["detail"]) == (403, True)

        letter = await uploads(graduate, "rescission_proof", "解约函")
        request = {"reason": "agreed", "file_ids": [letter]}
        await does(graduate, "request-rescission", signed, **request)
        await stage.told(stage.employer, "毕业生申请解约")
        await may_open(stage.department, letter)
        await does(stage.department, "pass-rescission", signed)
        await does(stage.school, "return-rescission", signed, detail="解约函缺少日期。")
        await stage.told(graduate, "解约申请被退回修改")
        await does(graduate, "resubmit-rescission", signed, **request)
        rescinded = await passed_for_rescission(stage, signed, ruling="mutual")
        assert rescinded["rescission"]["ruling"]["label"] == "双方同意解约"
        for side in (graduate, stage.employer):
            await stage.told(side, "解约通过")
        await printed(stage.employer, signed, "已解约")
        await outcome_is(graduate, SEEKING)


class TestRejectedSupplement:
    async def test_is_over_and_another_one_is_returned_corrected_and_passed(self, stage: Stage) -> None:
        graduate = await stage.enter(COLLEAGUES[2])
        paper = await uploads(graduate, "agreement_proof", "纸质就业协议书")
        form = {"employer": TYPED_IN, "letter": content(stage.data.employer), "file_ids": [paper]}
        first = await graduate.post(SUPPLEMENTS, form)
        why = {"reason_code": "employer_data_wrong", "detail": "单位名称与公章不一致。"}
        await does(stage.department, "reject", first, **why)
        await stage.told(graduate, "签约审核不通过")
        seen = await graduate.get(path_of(first))
        assert (label_of(seen), seen["rejection"]["detail"]) == ("签约审核不通过", why["detail"])
        refused = await refusal(does(graduate, "resubmit-supplement", first, **form))
        assert refused.status == 409

        draft = await graduate.get("/agreements/v1/agreement-forms/draft")
        assert draft["employer"]["name"] == TYPED_IN["name"]
        second = await graduate.post(SUPPLEMENTS, form)
        await does(stage.department, "pass", second)
        refused = await refusal(does(graduate, "withdraw-supplement", second))
        assert (refused.status, "院系已审核通过" in refused.problem["detail"]) == (409, True)
        await does(stage.school, "return", second, detail="请补充单位全称。")
        await stage.told(graduate, "签约被退回修改")
        whole = TYPED_IN | {"name": "某部队后勤保障中心（杭州）"}
        await does(graduate, "resubmit-supplement", second, **form | {"employer": whole})
        signed = await stage.pass_both_steps(second)
        assert (label_of(signed), signed["employer_name"]) == ("签约审核通过", whole["name"])
        await outcome_is(graduate, SIGNED)
