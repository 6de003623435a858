"""学生收藏夹 and 失效: the current query as a workbook, found by ID number, and counted together."""

from io import BytesIO
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from python_calamine import CalamineWorkbook

from agreements.favourites import commands
from agreements.records.states import InvalidReason
from agreements.workbooks import commands as workbooks
from common import clock
from common.auth.actors import Actor, EmployerUser
from tests.agreements.rescission.support import change
from tests.agreements.world import COHORT, SCHOOL_NAME, Person, World, id_number

PATH = "/v1/favourites"
COLUMNS = ["序号", "学生姓名", "证件号码", "毕业院校", "学历层次", "专业", "年份", "最新状态", "最新操作时间"]


async def downloaded(world: World, reader: Actor, **query: Any) -> httpx.Response:
    return await world.as_(reader).get(f"{PATH}/download", params=query)


async def table(world: World, reader: Actor, **query: Any) -> list[dict[str, str]]:
    answer = await downloaded(world, reader, **query)
    assert answer.status_code == 200, answer.text
    headers, *lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, headers), map(str, line), strict=True)) for line in lines]


async def names(world: World, reader: Actor, **query: Any) -> list[str]:
    answer = await world.as_(reader).get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["items"]]


async def invalidate(world: World, person: Person) -> None:
    async with world.harness.context.database.transaction() as session:
        await commands.invalidate(session, person.id, InvalidReason.LEFT_ROSTER)


async def kept(world: World, employer: EmployerUser, *whom: str) -> list[Person]:
    people = [await world.graduate(name=name) for name in whom]
    for person in people:
        await world.favourite(employer, person)
    return people


class TestDownload:
    async def test_has_the_lists_rows_in_its_order_and_columns(self, world: World) -> None:
        employer = await world.employer()
        first, _ = await kept(world, employer, "甲", "乙")
        found = await table(world, employer)
        assert [list(row) for row in found] == [COLUMNS, COLUMNS]
        assert [(row["序号"], row["学生姓名"]) for row in found] == [("1", "乙"), ("2", "甲")]
        row = found[1]
        assert (row["证件号码"], row["毕业院校"]) == (first.facts["id_number_masked"], SCHOOL_NAME)
        assert (row["学历层次"], row["年份"], row["最新状态"]) == ("本科", f"{COHORT}届", "学生收藏夹")

    async def test_of_what_is_invalid_says_why(self, world: World) -> None:
        employer = await world.employer()
        gone, _ = await kept(world, employer, "甲", "乙")
        await invalidate(world, gone)
        [row] = await table(world, employer, state="invalid")
        assert list(row) == [*COLUMNS, "失效原因"]
        told = (row["学生姓名"], row["最新状态"], row["失效原因"])
        assert told == ("甲", "失效", InvalidReason.LEFT_ROSTER.label)
        assert [row["学生姓名"] for row in await table(world, employer)] == ["乙"]

    async def test_is_the_current_query(self, world: World) -> None:
        employer = await world.employer()
        await kept(world, employer, "甲", "乙")
        assert [row["学生姓名"] for row in await table(world, employer, name="甲")] == ["甲"]
        assert await table(world, employer, cohort=COHORT + 1) == []
        assert (await downloaded(world, employer, cohrt=COHORT)).status_code == 422

    async def test_is_ones_own_employers(self, world: World) -> None:
        await kept(world, await world.employer("甲公司"), "甲")
        assert await table(world, await world.employer("乙公司")) == []
        assert (await downloaded(world, world.school)).status_code == 403

    async def test_is_named_in_chinese(self, world: World) -> None:
        answer = await downloaded(world, await world.employer(), cohort=COHORT)
        plain, _, name = answer.headers["content-disposition"].partition("filename*=UTF-8''")
        assert 'filename="favourites.xlsx"' in plain
        assert unquote(name) == f"学生收藏夹{COHORT}届_{clock.today():%Y%m%d}.xlsx"
        assert int(answer.headers["content-length"]) == len(answer.content)

    async def test_has_the_limits_of_the_other_lists(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        employer = await world.employer()
        await kept(world, employer, "甲", "乙")
        monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
        answer = await downloaded(world, employer)
        assert (answer.status_code, answer.json()["code"]) == (409, "agreements.download_too_long")
        monkeypatch.setattr(workbooks.DOWNLOADS, "taken", [employer.key])
        answer = await downloaded(world, employer)
        assert (answer.status_code, answer.json()["code"]) == (429, "agreements.download_running")


class TestIdNumber:
    async def test_finds_whose_it_is_in_list_and_download(self, world: World) -> None:
        employer = await world.employer()
        wanted, _ = await kept(world, employer, "甲", "乙")
        number = wanted.as_known()["id_number"]
        assert await names(world, employer, id_number=number) == ["甲"]
        assert [row["学生姓名"] for row in await table(world, employer, id_number=number)] == ["甲"]
        assert await names(world, employer, id_number=id_number(99)) == []

    async def test_has_to_be_whole(self, world: World) -> None:
        employer = await world.employer()
        [person] = await kept(world, employer, "甲")
        part = person.as_known()["id_number"][:10]
        answer = await world.as_(employer).get(PATH, params={"id_number": part})
        assert answer.status_code == 422


class TestInvalidCount:
    async def test_is_as_many_rows_as_both_lists_give(self, world: World) -> None:
        employer = await world.employer()
        ended, gone = await world.graduate(name="甲"), await world.graduate(name="乙")
        sent = await world.invite(employer, ended)
        await change(world, sent["id"], "status = 'invalidated'")
        await world.favourite(employer, gone)
        await invalidate(world, gone)
        for cohort in ({}, {"cohort": COHORT}, {"cohort": COHORT + 1}):
            counts = (await world.as_(employer).get("/v1/agreements/counts", params=cohort)).json()["invalid"]
            listed = await world.as_(employer).get("/v1/agreements", params={"tab": "invalid", **cohort})
            there = await names(world, employer, state="invalid", **cohort)
            parts = {"agreements": len(listed.json()["items"]), "favourites": len(there)}
            assert counts == {**parts, "total": sum(parts.values())}
        total = (await world.as_(employer).get("/v1/agreements/counts")).json()["invalid"]["total"]
        assert total == 2

    async def test_is_told_to_employers_alone(self, world: World) -> None:
        person = await world.graduate()
        for reader in (world.school, world.department, person):
            assert (await world.as_(reader).get("/v1/agreements/counts")).json()["invalid"] is None
