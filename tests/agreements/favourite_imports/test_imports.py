"""导入学生名单: a rehearsal tells what would come of each row and changes nothing; taking it over adds who is found."""

import asyncio
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import text

from agreements.settings import ImportSettings
from agreements.workbooks.commands import Places
from common import clock
from common.auth.actors import EmployerUser
from common.contracts.values.id_number import check_character, mask
from common.contracts.values.person_name import match_key
from common.spreadsheet import RESULT_HEADER, write_table
from tests.agreements.favourite_imports.support import (
    HEADERS,
    PATH,
    XLSX,
    Row,
    rehearsed,
    result_rows,
    row,
    row_of,
    rows_in,
    taken_over,
    try_to_rehearse,
    with_formula,
)
from tests.agreements.world import COHORT, DEPARTMENT, SCHOOL, SCHOOL_NAME, World, id_number

NOT_FOUND = "未找到：请与毕业生核对姓名、身份证号和毕业院校全称"


async def names_held(world: World, employer: EmployerUser) -> list[str]:
    return [row["name"] for row in (await world.as_(employer).get("/v1/favourites")).json()["items"]]


def limit(world: World, **limits: int) -> None:
    settings = world.harness.context.settings
    world.harness.context.settings = settings.model_copy(update={"imports": ImportSettings(**limits)})


class TestTemplate:
    async def test_asks_for_three_columns_and_comes_back_filled_in(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        answer = await world.as_(employer).get(f"{PATH}/template")
        assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
        assert rows_in(answer.content) == []
        report = await rehearsed(world, employer, write_table(HEADERS, [row_of(person)]))
        assert (report["total"], report["ready"]) == (1, 1)


class TestRehearsal:
    async def test_gives_the_same_rows_back_with_a_result_each(self, world: World) -> None:
        employer = await world.employer()
        people = [await world.graduate(name=name) for name in ("王甲", "王乙", "王丙")]
        await world.favourite(employer, people[1])
        sent = [
            row_of(people[0]),
            row_of(people[1]),
            row_of(people[2], 姓名="王丁"),
            row_of(people[2], 身份证号="11010820050101001", 姓名="王3"),
            row_of(people[0], 姓名=" 王甲 "),
        ]
        report = await rehearsed(world, employer, sent)
        back = await result_rows(world, employer, report["id"])
        assert [{header: line[header] for header in HEADERS} for line in back] == sent
        results = [line[RESULT_HEADER] for line in back]
        assert results[:2] == ["可以加入", "已在收藏夹"]
        assert results[2].startswith(NOT_FOUND)
        assert results[3].startswith("格式错误：")
        assert ("姓名中不能有数字" in results[3], "身份证号应为18位，现为17位" in results[3]) == (
            True,
            True,
        )
        assert results[4] == "重复：与第2行是同一名毕业生"
        told = {key: report[key] for key in ("dry_run", "total", "ready", "added", "already", "repeated", "not_found")}
        assert told == {
            "dry_run": True, "total": 5, "ready": 1, "added": 0, "already": 1, "repeated": 1, "not_found": 1
        }  # fmt: skip
        assert [(line["row"], line["outcome"]["label"]) for line in report["rows"]] == [
            (4, "未找到"),
            (5, "格式错误"),
            (6, "重复"),
        ]

    async def test_adds_nobody(self, world: World) -> None:
        employer = await world.employer()
        await rehearsed(world, employer, [row_of(await world.graduate())])
        assert await names_held(world, employer) == []

    async def test_never_tells_which_part_was_wrong(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        left = await world.graduate(name="王乙")
        await world.correct(left, 2, on_roster=False)
        wrong = [
            row_of(person, 姓名="王䶮"),
            row_of(person, 身份证号=id_number(99)),
            row_of(person, 毕业院校="北京示例学院"),
            row_of(left),
        ]
        report = await rehearsed(world, employer, wrong)
        assert len({(line["outcome"]["code"], line["detail"]) for line in report["rows"]}) == 1
        assert len({line[RESULT_HEADER] for line in await result_rows(world, employer, report["id"])}) == 1
        assert report["not_found"] == len(wrong)

    async def test_looks_in_the_cohort_that_is_asked_for(self, world: World) -> None:
        employer, number = await world.employer(), id_number(1)
        await world.graduate(name="王甲", id_number=number, cohort=2023)
        person = await world.graduate(name="王甲", id_number=number, cohort=COHORT)
        for cohort, ready in ((2023, 1), (COHORT, 1), (2024, 0)):
            report = await rehearsed(world, employer, [row_of(person)], cohort=cohort)
            assert report["ready"] == ready
        first = await rehearsed(world, employer, [row_of(person)], cohort=2023)
        await taken_over(world, employer, first["id"])
        [kept] = (await world.as_(employer).get("/v1/favourites")).json()["items"]
        assert kept["cohort"] == 2023

    async def test_is_the_senders_alone(self, world: World) -> None:
        employer = await world.employer()
        report = await rehearsed(world, employer, [row_of(await world.graduate())])
        colleague = world.employer_of({"employer_id": str(employer.employer_id)})
        moved = EmployerUser(id=employer.id, name=employer.name, employer_id=uuid4())
        for stranger in (colleague, moved, await world.employer("乙公司")):
            client = world.harness.client(stranger)
            for answer in (
                await client.get(f"{PATH}/{report['id']}/workbook"),
                await client.post(f"{PATH}/{report['id']}/take-over"),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "agreements.favourite_import_not_found")

    async def test_is_kept_sealed_for_a_day(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        report = await rehearsed(world, employer, [row_of(person)])
        kept = str(await world.harness.rows("SELECT workbook_sealed FROM favourite_imports"))
        assert ("v1:" in kept, person.id_number in kept) == (True, False)
        assert await world.harness.run_job("forget_favourite_imports") == 0
        with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=True):
            answer = await world.harness.client(employer).post(f"{PATH}/{report['id']}/take-over")
            assert answer.status_code == 404
            assert await world.harness.run_job("forget_favourite_imports") == 1

    async def test_is_for_verified_employers(self, world: World) -> None:
        person = await world.graduate()
        refused = await try_to_rehearse(world, world.unverified_employer(), [row_of(person)])
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.employer_not_verified")
        for actor in (person, world.school, world.department):
            client = world.as_(actor)
            assert (await client.get(f"{PATH}/template")).status_code == 403
            assert (await client.post(PATH, files={"file": ("x.xlsx", b"x", XLSX)})).status_code == 403


class TestTakingOver:
    async def test_adds_who_is_found_and_skips_who_is_there(self, world: World) -> None:
        employer = await world.employer()
        people = [await world.graduate(name=name) for name in ("王甲", "王乙")]
        sent = [row_of(people[0]), row("王丙", id_number(99)), row_of(people[1])]
        report = await rehearsed(world, employer, sent)
        await world.favourite(employer, people[0])
        done = await taken_over(world, employer, report["id"])
        assert [done[key] for key in ("dry_run", "added", "already", "not_found")] == [False, 1, 1, 1]
        assert await names_held(world, employer) == ["王乙", "王甲"]
        back = [line[RESULT_HEADER] for line in await result_rows(world, employer, report["id"])]
        assert (back[0], back[1][:3], back[2]) == ("已在收藏夹", "未找到", "加入成功")
        again = await taken_over(world, employer, report["id"])
        assert (again["added"], again["already"]) == (0, 2)

    async def test_the_workbook_that_came_back_can_be_corrected_and_sent_again(self, world: World) -> None:
        employer = await world.employer()
        people = [await world.graduate(name=name) for name in ("王甲", "王乙")]
        report = await rehearsed(world, employer, [row_of(people[0]), row_of(people[1], 姓名="王义")])
        await taken_over(world, employer, report["id"])
        back = await result_rows(world, employer, report["id"])
        back[1]["姓名"] = "王乙"
        again = await rehearsed(world, employer, write_table(list(back[0]), back))
        assert (again["already"], again["ready"]) == (1, 1)
        assert (await taken_over(world, employer, again["id"]))["added"] == 1

    async def test_counts_what_the_roster_says_by_then(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        report = await rehearsed(world, employer, [row_of(person)])
        await world.correct(person, 2, on_roster=False)
        done = await taken_over(world, employer, report["id"])
        assert (done["added"], done["not_found"]) == (0, 1)

    async def test_twice_at_once_adds_everybody_once(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """One process takes a user's files one after the other; several do not."""
        monkeypatch.setattr(Places, "place_for", lambda *_: nullcontext())
        employer = await world.employer()
        report = await rehearsed(world, employer, [row_of(await world.graduate()) for _ in range(5)])
        done = await asyncio.gather(*(taken_over(world, employer, report["id"]) for _ in range(3)))
        assert sum(each["added"] for each in done) == 5
        assert len(await names_held(world, employer)) == 5

    async def test_is_refused_when_the_employer_lost_its_standing(self, world: World) -> None:
        employer = await world.employer()
        report = await rehearsed(world, employer, [row_of(await world.graduate())])
        await world.verify(employer, sequence=2, may_sign=False)
        refused = await world.as_(employer).post(f"{PATH}/{report['id']}/take-over")
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.employer_suspended")
        assert await names_held(world, employer) == []

    async def test_what_could_not_be_read_is_not_added_either(self, world: World) -> None:
        employer, person, other = await world.employer(), await world.graduate(), await world.graduate()
        computed = with_formula([row_of(person), row_of(other)], person.facts["name"])
        report = await rehearsed(world, employer, computed)
        assert (report["ready"], report["malformed"]) == (1, 1)
        [told] = [line[RESULT_HEADER] for line in await result_rows(world, employer, report["id"])][:1]
        assert told == "格式错误：姓名：单元格 A2 是公式，请复制后“选择性粘贴”为数值（文本）"
        added = await taken_over(world, employer, report["id"])
        assert (added["added"], added["malformed"]) == (1, 1)
        assert await names_held(world, employer) == [other.facts["name"]]
        again = await taken_over(world, employer, report["id"])
        assert (again["added"], again["already"], again["malformed"]) == (0, 1, 1)
        assert (await result_rows(world, employer, report["id"]))[0][RESULT_HEADER] == told

    async def test_a_row_that_was_mended_in_the_returned_workbook_is_sound(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        first = await rehearsed(world, employer, [row_of(person, 姓名="王3")])
        [back] = await result_rows(world, employer, first["id"])
        mended = write_table([*HEADERS, RESULT_HEADER], [back | {"姓名": person.facts["name"]}])
        report = await rehearsed(world, employer, mended)
        assert (report["ready"], report["malformed"]) == (1, 0)
        assert (await taken_over(world, employer, report["id"]))["added"] == 1


class TestLimits:
    async def test_an_employer_looks_up_so_many_rows_a_day_whoever_sends_them(self, world: World) -> None:
        limit(world, rows_per_day=8)
        employer, people = await world.employer(), [await world.graduate() for _ in range(2)]
        colleague = world.employer_of({"employer_id": str(employer.employer_id)})
        malformed = row("王3", "1")
        await rehearsed(world, employer, [row_of(person) for person in people] + [malformed] * 5)
        refused = await try_to_rehearse(world, colleague, [row_of(person) for person in people])
        assert (refused.status_code, refused.json()["code"]) == (429, "agreements.looked_up_too_many")
        assert 0 < int(refused.headers["Retry-After"]) <= 24 * 3600 + 1
        await rehearsed(world, colleague, [row_of(people[0])])
        with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
            await rehearsed(world, world.employer_of({"employer_id": str(employer.employer_id)}), [row_of(people[0])])

    async def test_too_many_rows_that_fit_nobody_give_no_result_at_all(self, world: World) -> None:
        limit(world, not_found_per_day=3)
        employer, person = await world.employer(), await world.graduate()
        guesses = [row_of(person, 身份证号=id_number(serial)) for serial in (101, 102, 103)]
        await rehearsed(world, employer, guesses)
        refused = await try_to_rehearse(world, employer, [row_of(person), row_of(person, 身份证号=id_number(104))])
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.found_too_few",
            "most_rows_are_found",
        )
        assert (await try_to_rehearse(world, employer, [row_of(person)])).status_code == 409
        assert (await rehearsed(world, await world.employer("乙公司"), [row_of(person)]))["ready"] == 1

    async def test_files_that_hold_nothing_sound_or_cannot_be_read_count_too(self, world: World) -> None:
        limit(world, files_per_day=3, rows_per_day=100)
        employer = await world.employer()
        await rehearsed(world, employer, [row("王3", "1")] * 60)
        refused = await try_to_rehearse(world, employer, [row("王3", "1")] * 60)
        assert (refused.status_code, refused.json()["code"]) == (429, "agreements.looked_up_too_many")
        assert (await try_to_rehearse(world, employer, b"no workbook")).status_code == 422
        refused = await try_to_rehearse(world, employer, b"no workbook")
        assert (refused.status_code, refused.json()["code"]) == (429, "agreements.looked_up_too_many")
        assert "3次" in refused.json()["detail"]

    async def test_taking_over_counts_like_sending(self, world: World) -> None:
        limit(world, rows_per_day=3)
        employer, people = await world.employer(), [await world.graduate() for _ in range(2)]
        report = await rehearsed(world, employer, [row_of(person) for person in people])
        refused = await world.as_(employer).post(f"{PATH}/{report['id']}/take-over")
        assert (refused.status_code, refused.json()["code"]) == (429, "agreements.looked_up_too_many")
        assert await names_held(world, employer) == []

    async def test_who_was_not_found_counts_once_for_rehearsing_and_taking_over(self, world: World) -> None:
        limit(world, not_found_per_day=1)
        employer, person = await world.employer(), await world.graduate()
        report = await rehearsed(world, employer, [row_of(person), row("王丙", id_number(99))])
        done = await taken_over(world, employer, report["id"])
        assert (done["added"], done["not_found"]) == (1, 1)


class TestBadFiles:
    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            (b"no workbook", "xlsx"),
            (write_table(("姓名", "身份证号"), [{"姓名": "王甲"}]), "毕业院校"),
            (write_table((*HEADERS, "手机号"), [row("王甲", id_number(1))]), "手机号"),
            (write_table(HEADERS, []), "数据"),
            (write_table(HEADERS, [row("王甲", id_number(1))] * 10_001), "10000"),
        ],
    )
    async def test_are_refused_whole(self, world: World, file: bytes, reason: str) -> None:
        employer = await world.employer()
        refused = await try_to_rehearse(world, employer, file)
        assert (refused.status_code, refused.json()["code"]) == (422, "agreements.favourite_import_refused")
        told = refused.json()
        assert reason in told["errors"][0]["reason"]
        assert (told["title"], told["detail"]) == ("学生名单未导入", f"{told['errors'][0]['reason']}。")
        assert await world.harness.rows("SELECT 1 FROM favourite_imports") == []
        [counted] = await world.harness.rows("SELECT files, looked_up FROM import_counts")
        assert (counted.files, counted.looked_up) == (1, 0)


def number(serial: int) -> str:
    """A valid one for each serial up to 10,000s."""
    body = f"1101082005{1 + serial // 28 % 12:02d}{1 + serial % 28:02d}{serial // 336:03d}"
    return body + check_character(body)


def name(serial: int) -> str:
    return "王" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{serial:05d}")


async def enrol(world: World, count: int) -> list[Row]:
    """So many graduates at once, and what an employer knows of them."""
    cipher = world.harness.context.resources.cipher
    rows = [row(name(serial), number(serial)) for serial in range(count)]
    graduates = [
        {
            "id": uuid4(),
            "person": cipher.blind_index(each["身份证号"], "id_number"),
            "name": each["姓名"],
            "key": match_key(each["姓名"]),
            "masked": mask(each["身份证号"]),
        }
        for each in rows
    ]
    columns = (
        "INSERT INTO graduates (graduate_id, sequence, person_index, name, name_key, id_number_masked, cohort,"
        " school_code, school_name, department, level_code, major_name, training_mode_code, may_sign, on_roster)"
        f" VALUES (:id, 1, :person, :name, :key, :masked, {COHORT}, '{SCHOOL}', '{SCHOOL_NAME}', '{DEPARTMENT}',"
        " '31', '软件工程', '1', true, true)"
    )
    async with world.harness.context.database.transaction() as session:
        await session.execute(text(columns), graduates)
    return rows


PLANTED: list[tuple[str, dict[str, str], str, str]] = [
    ("身份证号", {"身份证号": "110108050101001"}, "malformed", "15位旧身份证号已停止使用"),
    ("身份证号", {"身份证号": "11010820050101001"}, "malformed", "应为18位，现为17位"),
    ("身份证号", {"身份证号": "110108200502300011"}, "malformed", "不是真实的出生日期"),
    ("身份证号", {"身份证号": ""}, "malformed", "身份证号：不能为空"),
    ("姓名", {"姓名": "王?"}, "malformed", "占位符"),
    ("姓名", {"姓名": "王9"}, "malformed", "不能有数字"),
    ("毕业院校", {"毕业院校": "校" * 101}, "malformed", "最多100个字，现为101个字"),
    ("毕业院校", {"毕业院校": "北京示例学院"}, "not_found", "三项须完全一致"),
    ("姓名", {"姓名": "{own}䶮"}, "not_found", "三项须完全一致"),
]


class TestTenThousandRows:
    async def test_with_five_hundred_faults_have_five_hundred_exact_reports(self, world: World) -> None:
        employer, rows = await world.employer(), await enrol(world, 10_000)
        planted: dict[int, tuple[str, str]] = {}
        for place in range(500):
            line, (_, change, outcome, reason) = place * 20 + 7, PLANTED[place % len(PLANTED)]
            rows[line] = rows[line] | {key: value.format(own=rows[line][key]) for key, value in change.items()}
            planted[line + 2] = (outcome, reason)
        report = await rehearsed(world, employer, rows)
        assert (report["total"], report["ready"], len(report["rows"])) == (10_000, 9_500, 500)
        told = {line["row"]: (line["outcome"]["code"], line["detail"]) for line in report["rows"]}
        assert told.keys() == planted.keys()
        assert all(told[at][0] == outcome and reason in told[at][1] for at, (outcome, reason) in planted.items())
        back = await result_rows(world, employer, report["id"])
        assert [place + 2 for place, line in enumerate(back) if line[RESULT_HEADER] != "可以加入"] == sorted(planted)
        assert await self.held(world) == 0
        done = await taken_over(world, employer, report["id"])
        assert (done["added"], len(done["rows"]), await self.held(world)) == (9_500, 500, 9_500)
        results = Counter(line[RESULT_HEADER][:3] for line in await result_rows(world, employer, report["id"]))
        assert (results["加入成"], sum(results.values())) == (9_500, 10_000)

    async def held(self, world: World) -> Any:
        return (await world.harness.rows("SELECT count(*) FROM favourites"))[0][0]
