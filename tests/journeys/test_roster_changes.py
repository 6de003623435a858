"""What the school corrects in the employment system does to what is under way: a name, a department (guides/000 §8)."""

from deploy.demo.people import Refused, until
from deploy.demo.stage import Facts, Stage, path_of, refusal
from deploy.embedded.platform import Platform
from tests.journeys.casting import COLLEAGUES
from tests.journeys.forms import TYPED_IN, content
from tests.journeys.moves import does, label_of, may_open, uploads
from tests.journeys.outside import outside
from tests.journeys.roster import pulled, rows_of


class TestName:
    async def test_an_open_invitation_becomes_invalid_and_the_school_finds_what_is_signed(
        self, stage: Stage, platform: Platform
    ) -> None:
        number = COLLEAGUES[0]
        agreement = await stage.sign(number)
        invitation = await stage.invite(stage.rival, stage.data.rival, number)
        await corrected(stage, platform, number, 姓名=stage.data.people[number].name + "华")
        await stage.told(stage.rival, "签约已失效")
        seen = await stage.rival.get(path_of(invitation))
        why = "毕业生的姓名、身份证号、毕业院校或学历层次已更正"
        assert (label_of(seen), seen["ending"]["reason"]["label"]) == ("失效", why)

        [row] = await until(lambda: changed_on_roster(stage), lambda rows: rows)
        assert (row["id"], label_of(row), row["changed_on_roster"]) == (agreement["id"], "签约审核通过", ["姓名"])
        assert (await stage.employer.get(path_of(agreement)))["changed_on_roster"] == []
        refused = await refusal(stage.employer.get("/agreements/v1/agreements", changed_on_roster=True))
        assert refused.status == 422


class TestDepartment:
    async def test_the_new_one_is_told_opens_the_paper_and_reviews(self, stage: Stage, platform: Platform) -> None:
        number = COLLEAGUES[1]
        graduate = await stage.enter(number)
        paper = await uploads(graduate, "agreement_proof", "纸质就业协议书")
        form = {"employer": TYPED_IN, "letter": content(stage.data.employer), "file_ids": [paper]}
        agreement = await graduate.post("/agreements/v1/supplements", form)
        await stage.told(stage.department, "补登等待审核")
        await may_open(stage.department, paper)

        before, after = stage.data.people[number].department, other_department(stage)
        await corrected(stage, platform, number, 院系=after)
        async with stage.another_department() as department:
            await stage.told(department, "有签约等待审核")
            await may_open(department, paper)
            content_path = f"/documents/v1/files/{paper}/content"
            await until(lambda: is_hidden(stage, content_path), bool)
            refused = await refusal(does(stage.department, "pass", agreement))
            assert refused.status == 404
            seen = await department.get(path_of(agreement))
            assert seen["timeline"][-1]["detail"] == f"由“{before}”变更为“{after}”"
            await does(department, "pass", agreement)
        signed = await does(stage.school, "pass", agreement)
        assert (label_of(signed), signed["graduate"]["department"]) == ("签约审核通过", after)


async def corrected(stage: Stage, platform: Platform, number: int, **fields: str) -> None:
    """The school corrects one row of the list, which comes over whole."""
    rows = rows_of(stage)
    rows[number] |= fields
    async with outside(platform.sandbox_url) as beyond:
        await beyond.list_graduates(stage.data.school.code, rows)
        await pulled(stage.school, mode="full")


async def changed_on_roster(stage: Stage) -> list[Facts]:
    rows: list[Facts] = (await stage.school.get("/agreements/v1/agreements", changed_on_roster=True))["items"]
    return rows


async def is_hidden(stage: Stage, path: str) -> bool:
    try:
        await stage.department.download(path)
    except Refused as refused:
        return refused.status == 404
    return False


def other_department(stage: Stage) -> str:
    """That of `Stage.another_department`."""
    return next(name for name in stage.data.departments() if name != stage.data.people[0].department)
