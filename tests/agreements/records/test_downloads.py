"""下载当前查询数据: the rows of the list that is looked at, all of them, in the columns of the reader's screen."""

import tracemalloc
from io import BytesIO
from urllib.parse import unquote

import httpx
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from agreements.records import queries
from agreements.records.schemas.filters import Filters, Sort
from agreements.workbooks import commands as workbooks
from common import clock
from common.auth.actors import Actor
from tests.agreements.rescission.support import change
from tests.agreements.world import DEPARTMENT, SCHOOL_NAME, Person, World

WHY = {"reason_code": "employer_not_operating", "detail": "单位已注销。"}


async def downloaded(world: World, reader: Actor | Person, **query: str) -> httpx.Response:
    return await world.as_(reader).get("/v1/agreements/download", params=query)


async def table(world: World, reader: Actor | Person, **query: str) -> list[dict[str, str]]:
    answer = await downloaded(world, reader, **query)
    assert answer.status_code == 200, answer.text
    return lines_of(answer.content)


def lines_of(workbook: bytes) -> list[dict[str, str]]:
    headers, *lines = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, headers), map(str, line), strict=True)) for line in lines]


class TestColumns:
    async def test_a_school_reads_what_its_screen_shows(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer("甲公司"), person)
        [row] = await table(world, world.school)
        assert list(row)[9:] == ["邀约时间", "签约完成时间", "办理期限", "最新操作时间"]
        assert dict(list(row.items())[:9]) == {
            "签约发起方": "单位",
            "姓名": "买买提·吐尔逊",
            "所在院系": DEPARTMENT,
            "专业": "软件工程",
            "学历层次": "本科",
            "身份证号码": person.facts["id_number_masked"],
            "当前协议编号": signed["number"],
            "签约单位": "甲公司",
            "签约状态": "签约审核通过",
        }

    async def test_an_employer_reads_numbered_lines_without_the_department(self, world: World) -> None:
        employer = await world.employer()
        for name in ("甲", "乙"):
            await world.invite(employer, await world.graduate(name=name))
        found = await table(world, employer)
        columns = ["序号", "学生姓名", "证件号码", "毕业院校", "学历层次", "专业", "最新状态", "最新操作时间"]
        assert [list(row) for row in found] == [columns, columns]
        told = [[row[column] for column in ("序号", "学生姓名", "毕业院校", "最新状态")] for row in found]
        assert told == [["1", "乙", SCHOOL_NAME, "等待学生应约"], ["2", "甲", SCHOOL_NAME, "等待学生应约"]]

    async def test_a_graduate_reads_their_own(self, world: World) -> None:
        person = await world.graduate()
        await world.invite(await world.employer("甲公司"), person)
        await world.invite(await world.employer("乙公司"), await world.graduate())
        [row] = await table(world, person)
        assert (row["签约单位"], row["签约状态"]) == ("甲公司", "单位发起邀请 等待学生应约")

    async def test_a_school_reads_who_has_rejected_it(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.accept(person, (await world.invite(await world.employer(), person))["id"])
        await world.post(world.department, sent["id"], "reject", **WHY)
        [row] = await table(world, world.school)
        assert row["签约状态"] == "签约审核不通过 (院系审核不通过)"

    async def test_rescissions_have_a_type_and_who_has_passed_them(self, world: World) -> None:
        person, employer = await world.graduate(), await world.employer()
        signed = await world.signed(employer, person)
        assert await table(world, world.school, tab="rescinded") == []
        await change(world, signed["id"], "status = 'rescinded'")
        [row] = await table(world, world.school, tab="rescinded")
        assert list(row)[:3] == ["类型", "姓名", "所在院系"]
        assert (row["类型"], row["签约状态"]) == ("解约", "解约通过 (学校审核通过)")
        [mixed] = await table(world, world.school)
        assert (mixed["签约发起方"], "类型" in mixed) == ("单位", False)

    async def test_nothing_that_a_person_wrote_is_a_formula(self, world: World) -> None:
        await world.invite(await world.employer('=HYPERLINK("http://x")'), await world.graduate())
        answer = await downloaded(world, world.school)
        assert b"<f>" not in answer.content
        [row] = lines_of(answer.content)
        assert row["签约单位"] == '=HYPERLINK("http://x")'


class TestQuery:
    async def test_is_the_lists_in_its_order(self, world: World) -> None:
        employer = await world.employer()
        first, second = await world.graduate(name="甲"), await world.graduate(name="乙")
        sent = await world.invite(employer, first)
        await world.invite(employer, second)
        await world.post(first, sent["id"], "decline")
        assert [row["姓名"] for row in await table(world, world.school, sort="updated")] == ["甲", "乙"]
        assert [row["姓名"] for row in await table(world, world.school, sort="latest")] == ["乙", "甲"]
        assert [row["姓名"] for row in await table(world, world.school, tab="failed")] == ["甲"]
        due = await table(world, world.school, sort="overdue_first")
        assert [row["姓名"] for row in due] == ["乙", "甲"]

    async def test_the_file_is_named_in_chinese(self, world: World) -> None:
        answer = await downloaded(world, world.school, cohort="2027")
        disposition = answer.headers["content-disposition"]
        assert 'filename="agreements.xlsx"' in disposition
        name = unquote(disposition.partition("filename*=UTF-8''")[2])
        assert name == f"签约记录2027届_{clock.today():%Y%m%d}.xlsx"
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert answer.headers["cache-control"] == "no-store"

    async def test_more_rows_than_anybody_reads_are_refused(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
        employer = await world.employer()
        for _ in range(2):
            await world.invite(employer, await world.graduate())
        answer = await downloaded(world, employer)
        assert (answer.status_code, answer.json()["code"]) == (409, "agreements.download_too_long")
        assert (await downloaded(world, employer, name="没有这个人")).status_code == 200


class TestManyAtOnce:
    async def test_whoever_is_too_many_is_told_to_wait(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks.DOWNLOADS, "taken", ["school_user:1", "school_user:2"])
        answer = await downloaded(world, world.school)
        assert (answer.status_code, answer.json()["code"]) == (429, "agreements.downloads_busy")
        assert answer.headers["retry-after"] == str(workbooks.RETRY_SECONDS)

    async def test_one_reader_has_one_at_a_time(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks.DOWNLOADS, "taken", [world.school.key])
        told = (await downloaded(world, world.school)).json()
        assert (told["status"], told["code"]) == (429, "agreements.download_running")
        assert told["title"] == told["detail"] == "您的上一个下载文件仍在生成"
        assert (await downloaded(world, world.department)).status_code == 200

    async def test_a_refused_download_leaves_its_place(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        await world.invite(await world.employer(), await world.graduate())
        monkeypatch.setattr(workbooks, "MOST_ROWS", 0)
        for _ in range(workbooks.AT_ONCE + 1):
            assert (await downloaded(world, world.school)).status_code == 409


MORE = """
INSERT INTO agreements SELECT made.*
FROM (SELECT agreements FROM agreements LIMIT 1) AS one(row), generate_series(1, {rows}) AS n,
LATERAL jsonb_populate_record(one.row, jsonb_build_object(
 'id', gen_random_uuid(), 'graduate_id', gen_random_uuid(), 'version', n)) AS made
"""


class TestMemory:
    async def test_does_not_grow_with_the_rows(self, world: World) -> None:
        await world.invite(await world.employer(), await world.graduate())
        peaks = []
        async with world.harness.context.database.transaction() as session:
            for more in (2_000, 10_000):
                await session.execute(text(MORE.format(rows=more)))
                tracemalloc.start()
                workbook = await queries.workbook_of(session, world.school, Filters(now=clock.now()), Sort.LATEST)
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
                rows = lines_of(workbook.read())
                workbook.close()
                assert len(rows) > more
        assert peaks[1] < peaks[0] * 1.5, peaks
