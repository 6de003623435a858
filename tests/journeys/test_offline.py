"""Signing offline: a form, a PDF to be sealed, the sealed copy (guides/003 §5.2)."""

from deploy.demo.stage import Facts, Stage, path_of
from tests.journeys.conftest import SetStage
from tests.journeys.forms import content, employer_found
from tests.journeys.moves import SIGNED, counted, does, label_of, may_open, outcome_is, printed, uploads


class TestOffline:
    async def test_a_refused_copy_is_sealed_again_and_signed(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        graduate = await stage.enter(0)
        employer = await employer_found(graduate, stage.data.employer)
        form = {"employer": employer, "letter": content(stage.data.employer)}
        sheet = await graduate.post("/agreements/v1/offline-agreements", form)
        assert label_of(sheet) == "就业协议审核中"
        await stage.told(stage.department, "就业协议等待审核")
        prepared = await stage.pass_both_steps(sheet)
        await stage.told(stage.employer, "就业协议审核通过")
        text = await printed(graduate, prepared, "待盖章，尚未签约完成")
        assert prepared["number"] in text
        assert stage.data.people[0].name in text

        await the_graduates_copy_is_refused(stage, sheet)
        file_id = await uploads(stage.employer, "agreement_copy", "盖章的就业协议")
        await does(stage.employer, "upload-copy", sheet, file_ids=[file_id])
        await stage.told(graduate, "单位已上传盖章协议")
        signed = await stage.pass_both_steps(sheet)
        assert (label_of(signed), signed["number"]) == ("签约审核通过", prepared["number"])
        await printed(graduate, signed, "有效")
        await outcome_is(graduate, SIGNED)
        await counted(stage, signed=1)


async def the_graduates_copy_is_refused(stage: Stage, sheet: Facts) -> None:
    """Department and employer look at it; the school misses the seal."""
    graduate = await stage.enter(0)
    file_id = await uploads(graduate, "agreement_copy", "没有盖章的就业协议")
    await does(graduate, "upload-copy", sheet, file_ids=[file_id])
    await stage.told(stage.employer, "毕业生已上传盖章协议")
    for reader in (stage.department, stage.employer):
        await may_open(reader, file_id)
    await does(stage.department, "pass", sheet)
    await does(stage.school, "return", sheet, detail="缺少用人单位公章。")
    for side in (graduate, stage.employer):
        await stage.told(side, "盖章协议审核不通过")
    seen = await stage.employer.get(path_of(sheet))
    assert (label_of(seen), seen["return_detail"]) == ("签约审核不通过", "缺少用人单位公章。")
