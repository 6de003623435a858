"""学生收藏夹: a workbook is rehearsed and taken over; the list is downloaded, shortened, and left by who may no longer
sign (guides/000 §4)."""

from uuid import uuid4

from common.spreadsheet import RESULT_HEADER, write_table
from deploy.demo.data import COHORT
from deploy.demo.people import Person, until
from deploy.demo.stage import SEARCH_SECONDS, Facts, Stage, or_refused, refusal, was_done
from deploy.embedded.platform import Platform
from tests.journeys.moves import rows_in
from tests.journeys.outside import outside
from tests.journeys.roster import pulled, rows_of

FAVOURITES, IMPORTS = "/agreements/v1/favourites", "/agreements/v1/favourite-imports"
THERE, FIRST, SECOND, LEAVING, STAYING = range(5)


class TestWorkbook:
    async def test_is_rehearsed_given_back_and_taken_over(self, stage: Stage) -> None:
        await stage.keep(stage.employer, THERE)
        for number in (FIRST, SECOND):
            await is_found(stage, number)
        rehearsal = await stage.employer.upload(IMPORTS, "名单.xlsx", workbook_of(stage))
        result = f"{IMPORTS}/{rehearsal['id']}/workbook"
        assert rehearsal["dry_run"]
        assert await results_in(stage.employer, result) == ["已在收藏夹", "可以加入", "可以加入", "未找到", "格式错误"]
        assert await names_in(stage.employer) == {stage.data.people[THERE].name}
        refused = await refusal(stage.rival.download(result))
        assert refused.status == 404

        taken = await stage.employer.post(f"{IMPORTS}/{rehearsal['id']}/take-over")
        assert (taken["added"], taken["already"], taken["not_found"], taken["malformed"]) == (2, 1, 1, 1)
        assert (await results_in(stage.employer, result))[1:3] == ["加入成功", "加入成功"]
        sheet = rows_in(await stage.employer.download(f"{FAVOURITES}/download?cohort={COHORT}"))
        names = {stage.data.people[number].name for number in (THERE, FIRST, SECOND)}
        assert {row["学生姓名"] for row in sheet} == await names_in(stage.employer) == names
        await two_are_deleted(stage)


class TestStruckOff:
    async def test_the_favourite_becomes_invalid_and_invites_nobody(self, stage: Stage, platform: Platform) -> None:
        favourite = await stage.keep(stage.rival, LEAVING)
        await stage.keep(stage.rival, STAYING)
        async with outside(platform.sandbox_url) as beyond:
            code, rows = stage.data.school.code, rows_of(stage)
            await beyond.list_graduates(code, rows)
            await pulled(stage.school, mode="full")
            await beyond.strike_off(code, rows[LEAVING]["考生号"], "未取得毕业资格")
            await pulled(stage.school)
        leaving, staying = (stage.data.people[number].name for number in (LEAVING, STAYING))
        await until(lambda: names_in(stage.rival, "invalid"), lambda names: names == {leaving})
        assert await names_in(stage.rival) == {staying}
        [row] = rows_in(await stage.rival.download(f"{FAVOURITES}/download?state=invalid"))
        assert (row["学生姓名"], row["失效原因"]) == (leaving, "毕业生已不在学生名单中")
        [counted] = await stage.rival.get(f"{FAVOURITES}/counts")
        assert (counted["valid"], counted["invalid"]) == (1, 1)

        invitation = {"favourite_id": favourite["id"], "letter": stage.data.rival.letter()}
        refused = await refusal(stage.rival.post("/agreements/v1/invitations", invitation))
        assert (refused.status, "学生名单" in str(refused.problem)) == (409, True)
        await stage.rival.delete(f"{FAVOURITES}/{favourite['id']}")
        assert await names_in(stage.rival, "invalid") == set()


def workbook_of(stage: Stage) -> bytes:
    """Who is there, two to add, somebody under another's number, and a number that nobody can have."""
    there, first, second, other = (row_of(stage, number) for number in (THERE, FIRST, SECOND, LEAVING))
    mistaken = other | {"身份证号": first["身份证号"]}
    mistyped = other | {"身份证号": "11010119990101"}
    return write_table(list(there), [there, first, second, mistaken, mistyped])


def row_of(stage: Stage, number: int) -> dict[str, str]:
    person = stage.data.people[number]
    return {"姓名": person.name, "身份证号": person.id_number, "毕业院校": stage.data.school.name}


async def is_found(stage: Stage, number: int) -> None:
    """What identity has said of the graduate has arrived."""
    path, searched = "/agreements/v1/graduate-searches", stage.searched(number)
    await until(lambda: or_refused(stage.employer.post(path, searched)), was_done, every=SEARCH_SECONDS)


async def results_in(employer: Person, path: str) -> list[str]:
    """校验结果 of each row, without the explanation."""
    return [row[RESULT_HEADER].split("：")[0] for row in rows_in(await employer.download(path))]


async def listed(employer: Person, state: str) -> list[Facts]:
    found: list[Facts] = (await employer.get(FAVOURITES, state=state))["items"]
    return found


async def names_in(employer: Person, state: str = "valid") -> set[str]:
    return {row["name"] for row in await listed(employer, state)}


async def two_are_deleted(stage: Stage) -> None:
    """One by itself, one with another that somebody else has removed already."""
    ids = {row["name"]: row["id"] for row in await listed(stage.employer, "valid")}
    first, second = (ids[stage.data.people[number].name] for number in (FIRST, SECOND))
    await stage.employer.delete(f"{FAVOURITES}/{first}")
    answer = await stage.employer.post(f"{FAVOURITES}/remove", {"favourite_ids": [second, first, str(uuid4())]})
    assert answer["removed"] == [second]
    assert await names_in(stage.employer) == {stage.data.people[THERE].name}
