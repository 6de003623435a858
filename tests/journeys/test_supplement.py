"""An agreement that was signed on paper is registered, and rescinded on paper (guides/003 §6 and §7.2)."""

from deploy.demo.people import GraduatePerson
from deploy.demo.stage import Facts, Stage, path_of, refusal
from tests.journeys.conftest import SetStage
from tests.journeys.forms import TYPED_IN, content
from tests.journeys.moves import (
    SEEKING,
    SIGNED,
    counted,
    does,
    label_of,
    may_open,
    outcome_is,
    passed_for_rescission,
    uploads,
)


class TestSupplement:
    async def test_registered_in_the_second_attempt_and_rescinded_by_ruling(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        graduate = await stage.enter(0)
        signed = await registered(stage, graduate)
        await stage.told(graduate, "签约成功")
        await outcome_is(graduate, SIGNED)
        await counted(stage, supplement_signed=1, signed=0)

        letter = await uploads(graduate, "rescission_proof", "解约函")
        request = {"reason": "further_study", "detail": "已被录取为研究生。", "file_ids": [letter]}
        await does(graduate, "request-rescission", signed, **request)
        await stage.told(stage.department, "解约等待审核")
        await may_open(stage.department, letter)
        await does(stage.department, "return-rescission", signed, detail="解约函没有盖章。")
        await stage.told(graduate, "解约申请被退回修改")
        sealed = await uploads(graduate, "rescission_proof", "盖章的解约函")
        await does(graduate, "resubmit-rescission", signed, **request | {"file_ids": [sealed]})

        refused = await refusal(passed_for_rescission(stage, signed))
        assert (refused.status, refused.problem["errors"][0]["field"]) == (422, "ruling")
        rescinded = await does(stage.school, "pass-rescission", signed, ruling="unilateral")
        assert label_of(rescinded) == "解约通过"
        assert rescinded["rescission"]["ruling"]["label"] == "学生单方面解约"
        await stage.told(graduate, "解约通过")
        await outcome_is(graduate, SEEKING)
        await counted(stage, rescinded=1, supplement_signed=0)


async def registered(stage: Stage, graduate: GraduatePerson) -> Facts:
    """Submitted, withdrawn because of a slip of the pen, submitted again and passed."""
    paper = await uploads(graduate, "agreement_proof", "纸质就业协议书")
    form = {"employer": TYPED_IN, "letter": content(stage.data.employer), "file_ids": [paper]}
    sent = await graduate.post("/agreements/v1/supplements", form)
    await stage.told(stage.department, "补登等待审核")
    withdrawn = await does(graduate, "withdraw-supplement", sent)
    assert label_of(withdrawn) == "撤回修改"
    mended = form | {"letter": content(stage.data.employer, penalty="3000")}
    await does(graduate, "resubmit-supplement", sent, **mended)
    await may_open(stage.department, paper)
    assert (await stage.department.get(path_of(sent)))["job"]["penalty"] == "3000"
    signed = await stage.pass_both_steps(sent)
    assert (label_of(signed), signed["employer_name"]) == ("签约审核通过", TYPED_IN["name"])
    return signed
