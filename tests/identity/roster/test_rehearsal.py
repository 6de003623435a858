"""An import is a rehearsal first: the same workbook comes back with a result per row (decisions, Roster)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import python_calamine
import time_machine

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.identity import GraduateEnrolled
from common.spreadsheet import RESULT_HEADER
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import (
    COHORT,
    XLSX,
    Rows,
    enrol,
    open_school,
    school,
    stored,
    upload,
)
from tests.support.roster import roster_rows, roster_workbook

Row = dict[str, str]


async def rehearsed(identity: ServiceHarness, file: bytes | Rows, by: SchoolUser) -> dict[str, Any]:
    """The report of a dry run."""
    answer = await upload(identity, file, by=by, dry_run=True)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def result_rows(identity: ServiceHarness, report: dict[str, Any], by: SchoolUser) -> list[Row]:
    """The rows of the workbook that comes back, by header."""
    answer = await identity.client(by).get(f"/v1/roster-imports/{report['rehearsal_id']}/workbook")
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    headers, *rows = python_calamine.load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, headers), map(str, row), strict=True)) for row in rows]


class TestDefault:
    async def test_is_the_rehearsal(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        workbook = roster_workbook(roster_rows(2))
        answer = await identity.client(school()).post(
            "/v1/roster-imports", params={"cohort": COHORT}, files={"file": ("名单.xlsx", workbook, XLSX)}
        )
        assert (answer.status_code, answer.json()["dry_run"]) == (200, True)
        assert await stored(identity) == (0, 0)


class TestWorkbook:
    async def test_has_the_same_rows_with_a_result_each(self, identity: ServiceHarness) -> None:
        rows, actor = await enrol(identity, 4), school()
        rows[1] = dict(rows[1], 专业="哲学")
        sent = [*rows[:2], *roster_rows(5)[4:], dict(rows[2], 学历层次="小学", 姓名=""), rows[3]]
        report = await rehearsed(identity, sent, actor)
        back = await result_rows(identity, report, actor)
        assert [row["考生号"] for row in back] == [row["考生号"] for row in sent]
        assert [row["专业"] for row in back] == [row["专业"] for row in sent]
        results = [row[RESULT_HEADER] for row in back]
        assert [result.split("（")[0] for result in results[:3]] == ["通过：无变化", "通过：变更", "通过：新增"]
        assert results[3].startswith("不通过：")
        assert ("姓名：不能为空" in results[3], "学历层次：" in results[3]) == (True, True)
        assert results[4].startswith("通过：无变化")

    async def test_is_the_senders_alone(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor = school()
        report = await rehearsed(identity, roster_rows(2), actor)
        for stranger in (school(), school("19902")):
            path = f"/v1/roster-imports/{report['rehearsal_id']}"
            assert (await identity.client(stranger).get(f"{path}/workbook")).status_code == 404
            assert (await identity.client(stranger).post(f"{path}/take-over")).status_code == 404
        assert (await identity.client(actor).get(f"/v1/roster-imports/{uuid4()}/workbook")).status_code == 404

    async def test_is_bound_to_the_school_and_the_scope_of_its_sender(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor = school()
        report = await rehearsed(identity, roster_rows(2), actor)
        for changed in (replace(actor, school_code="19902"), replace(actor, data_scope="undergraduate")):
            path = f"/v1/roster-imports/{report['rehearsal_id']}"
            assert (await identity.client(changed).get(f"{path}/workbook")).status_code == 404
            assert (await identity.client(changed).post(f"{path}/take-over")).status_code == 404
        assert await stored(identity) == (0, 0)

    async def test_is_kept_sealed_for_a_day(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor, rows = school(), roster_rows(2)
        report = await rehearsed(identity, rows, actor)
        kept = str(await identity.rows("SELECT workbook_sealed FROM roster_rehearsals"))
        assert (kept[2:6], rows[0]["身份证号"] in kept) == ("'v1:", False)
        assert await identity.run_job("forget_roster_rehearsals") == 0
        with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=True):
            answer = await identity.client(actor).get(f"/v1/roster-imports/{report['rehearsal_id']}/workbook")
            assert (answer.status_code, answer.json()["code"]) == (404, "identity.rehearsal_not_found")
            assert await identity.run_job("forget_roster_rehearsals") == 1

    async def test_corrected_and_sent_again_skips_what_is_done(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor, rows = school(), roster_rows(4)
        wrong = [*rows[:3], dict(rows[3], 民族="1")]
        back = await result_rows(identity, await rehearsed(identity, wrong, actor), actor)
        assert (await upload(identity, rows[:2], by=actor)).status_code == 200
        back[3]["民族"] = "01"
        report = (await upload(identity, back, by=actor)).json()
        assert (report["new"], report["unchanged"]) == (2, 2)


class TestTakingOver:
    async def test_imports_what_was_checked(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor = school()
        report = await rehearsed(identity, roster_rows(12), actor)
        path = f"/v1/roster-imports/{report['rehearsal_id']}/take-over"
        taken = (await identity.client(actor).post(path)).json()
        assert (taken["dry_run"], taken["cohort"], taken["new"]) == (False, COHORT, 12)
        again = (await identity.client(actor).post(path)).json()
        assert (again["new"], again["unchanged"]) == (0, 12)
        assert len(await identity.emitted(GraduateEnrolled)) == 12

    async def test_refuses_what_has_faults(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor = school()
        report = await rehearsed(identity, [dict(roster_rows(1)[0], 姓名="")], actor)
        answer = await identity.client(actor).post(f"/v1/roster-imports/{report['rehearsal_id']}/take-over")
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.rehearsal_has_faults")
        assert answer.json()["who_can_change"]
        assert await stored(identity) == (0, 0)

    async def test_refuses_what_does_not_fit_any_more(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        actor, row = school(), roster_rows(1)[0]
        report = await rehearsed(identity, [row], actor)
        await upload(identity, [dict(row, 考生号="99990108159999")])
        answer = await identity.client(actor).post(f"/v1/roster-imports/{report['rehearsal_id']}/take-over")
        assert (answer.status_code, answer.json()["code"]) == (422, "identity.roster_refused")


class TestWholeFile:
    @pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"%PDF-1.7", b"PK\x03\x04 cut off"])
    async def test_that_is_no_workbook_is_refused_in_a_rehearsal_too(
        self, identity: ServiceHarness, content: bytes
    ) -> None:
        await open_school(identity)
        answer = await upload(identity, content, dry_run=True)
        assert (answer.status_code, answer.json()["code"]) == (422, "identity.roster_refused")
        assert await identity.rows("SELECT 1 FROM roster_rehearsals") == []

    async def test_without_rows_or_with_another_header_is_refused(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        for rows in ([], [dict(roster_rows(1)[0], 备注="无")], [{"姓名": "王五"}]):
            assert (await upload(identity, rows, dry_run=True)).status_code == 422


FAULTS: dict[str, tuple[str, Callable[[Row], Row]]] = {
    "15 digits": ("身份证号", lambda row: {"身份证号": "110108820315901"}),
    "check character": ("身份证号", lambda row: {"身份证号": "110108200203159011"}),
    "month 13": ("身份证号", lambda row: {"身份证号": "110108200213019011"}),
    "30 February": ("身份证号", lambda row: {"身份证号": "110108200202309013"}),
    "sex": ("身份证号", lambda row: {"性别": "女" if row["性别"] == "男" else "男"}),
    "birth date": ("出生日期", lambda row: {"出生日期": "19991231"}),
    "no such day": ("出生日期", lambda row: {"出生日期": "19990229"}),
    "old mode 2": ("培养方式", lambda row: {"培养方式": "2"}),
    "old mode 4": ("培养方式", lambda row: {"培养方式": "委培"}),
    "one digit": ("民族", lambda row: {"民族": "1"}),
    "one digit of politics": ("政治面貌", lambda row: {"政治面貌": "3"}),
    "level": ("学历层次", lambda row: {"学历层次": "小学"}),
    "school": ("毕业院校", lambda row: {"毕业院校": "别的大学"}),
    "cohort": ("毕业时间", lambda row: {"毕业时间": "202807"}),
    "entered after": ("毕业时间", lambda row: {"入学时间": "202709"}),
    "mobile": ("手机号码", lambda row: {"手机号码": "12012345678"}),
    "e-mail": ("电子邮箱", lambda row: {"电子邮箱": "nobody"}),
    "exam number": ("考生号", lambda row: {"考生号": "12"}),
    "years": ("学制", lambda row: {"学制": "四点二"}),
    "blank name": ("姓名", lambda row: {"姓名": " "}),
    "formula as text": ("姓名", lambda row: {"姓名": "=1+1"}),
}


class TestTenThousandRows:
    async def test_are_checked_in_one_dry_run_and_every_fault_is_in_the_workbook(
        self, identity: ServiceHarness
    ) -> None:
        await open_school(identity)
        actor, rows = school(), roster_rows(10_000)
        expected: dict[int, str] = {}
        for at, (column, wrong) in enumerate(FAULTS.values()):
            for place in range(at * 7 + 100, 10_000, 431):
                if place not in expected:
                    rows[place] |= wrong(rows[place])
                    expected[place] = column
        rows[9_999] |= {"考生号": rows[0]["考生号"]}
        expected[9_999] = "考生号"
        # Sound numbers on which a well-known library crashes or stumbles (domain 3.2).
        rows[1] |= {"身份证号": "330113200204019011", "性别": "男", "出生日期": "20020401"}
        rows[2] |= {"身份证号": "830000200101019220", "性别": "女", "出生日期": "2001-01-01"}
        report = await rehearsed(identity, rows, actor)
        assert (report["total"], report["faulty"]) == (10_000, len(expected))
        back = await result_rows(identity, report, actor)
        assert len(back) == 10_000
        assert {at for at, row in enumerate(back) if row[RESULT_HEADER].startswith("不通过")} == set(expected)
        for place, column in expected.items():
            assert f"{column}：" in back[place][RESULT_HEADER], back[place][RESULT_HEADER]
