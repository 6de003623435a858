"""Importing a school's roster (guides/003 §4)."""

import asyncio
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from common.contracts.identity import GraduateCorrected, GraduateEnrolled
from common.contracts.values.id_number import check_character
from common.testing.harness import ServiceHarness
from identity.roster.states import MOST_TOLD
from tests.identity.roster.support import (
    COHORT,
    OTHER_CODE,
    OTHER_NAME,
    Rows,
    centre,
    department,
    enrol,
    full_record,
    graduate_actor,
    graduate_id_of,
    open_school,
    school,
    service_account,
    stored,
    upload,
)
from tests.support.roster import roster_rows


def another_id_number(row: dict[str, str], sequence: str = "777") -> str:
    """A sound ID number of the same birth date and sex as the row's."""
    body = row["身份证号"][:14] + sequence[:2] + ("1" if row["性别"] == "男" else "2")
    return body + check_character(body)


class TestTakingOverAFile:
    async def test_enrols_every_row_and_says_so(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = roster_rows(30)
        report = (await upload(identity, rows)).json()
        assert (report["new"], report["changed"], report["unchanged"], report["faulty"]) == (30, 0, 0, 0)
        assert report["importable"]
        assert await stored(identity) == (30, 30)
        said = await identity.emitted(GraduateEnrolled)
        assert {one.name for one in said} == {row["姓名"] for row in rows}
        assert all(one.school_code == "19901" and one.cohort == COHORT for one in said)
        assert {envelope.sequence for envelope in await identity.envelopes()} == {1}

    async def test_the_same_file_again_changes_nothing(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 20)
        report = (await upload(identity, rows)).json()
        assert (report["new"], report["changed"], report["unchanged"]) == (0, 0, 20)
        assert await stored(identity) == (20, 20)
        assert await identity.emitted(GraduateCorrected) == []

    async def test_a_changed_row_makes_the_next_version_of_it_alone(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 10)
        rows[3]["院系"] = "新设学院"
        report = (await upload(identity, rows)).json()
        assert (report["new"], report["changed"], report["unchanged"]) == (0, 1, 9)
        (said,) = await identity.emitted(GraduateCorrected)
        assert (said.name, said.department) == (rows[3]["姓名"], "新设学院")
        versions = await identity.rows(
            "SELECT version, department, changed_fields FROM roster_versions WHERE graduate_id = :id ORDER BY version",
            id=said.graduate_id,
        )
        assert [row.version for row in versions] == [1, 2]
        assert versions[0].department != "新设学院"
        assert versions[1].changed_fields == ["department"]
        assert (await identity.envelopes())[-1].sequence == 2

    async def test_takes_rows_of_part_of_the_school_and_leaves_the_others(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 10)
        report = (await upload(identity, rows[:3])).json()
        assert (report["total"], report["unchanged"]) == (3, 3)
        assert await stored(identity) == (10, 10)

    async def test_keeps_rare_names_as_they_are(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 12)
        names = {row.name for row in await identity.rows("SELECT name FROM graduates")}
        assert {"买买提·吐尔逊", "王䶮", "𠮷田明", "李㛃"} <= names
        assert names == {row["姓名"] for row in rows}

    async def test_puts_two_swapped_id_numbers_right_in_one_file(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 40)
        first = rows[0]
        other = dict(first, 考生号="99990108159999", 姓名="双生子", 身份证号=another_id_number(first))
        assert (await upload(identity, [other])).status_code == 200
        swapped = [dict(first, 身份证号=other["身份证号"]), dict(other, 身份证号=first["身份证号"])]
        report = (await upload(identity, swapped)).json()
        assert report["changed"] == 2

    async def test_stores_no_number_and_no_address_in_clear(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 12)
        dump = "".join(str(row) for row in await identity.rows("SELECT * FROM graduates, roster_versions"))
        said = "".join(str(envelope.data) for envelope in await identity.envelopes())
        for row in rows:
            secrets = [row["身份证号"].upper(), row["手机号码"].replace(" ", ""), row["电子邮箱"]]
            for secret in secrets:
                assert len(secret) < 2 or secret not in dump
                assert len(secret) < 2 or secret not in said


class TestWhoMaySign:
    @pytest.mark.parametrize(
        ("mode", "stated", "expected"),
        [("非定向", None, True), ("22", None, True), ("21", None, False), ("41", "是", False), ("1", "否", False)],
    )
    async def test_follows_the_column_and_the_training_mode(
        self, identity: ServiceHarness, mode: str, stated: str | None, expected: bool
    ) -> None:
        await open_school(identity)
        row = dict(roster_rows(1)[0], 培养方式=mode) | ({"是否可以签约": stated} if stated else {})
        assert (await upload(identity, [row])).status_code == 200
        (said,) = await identity.emitted(GraduateEnrolled)
        assert said.may_sign is expected


class TestRehearsal:
    async def test_counts_and_stores_nothing(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 10)
        rows[0]["专业"] = "哲学"
        report = (await upload(identity, [*rows, *roster_rows(12)[10:]], dry_run=True)).json()
        assert report["dry_run"]
        assert (report["new"], report["changed"], report["unchanged"], report["faulty"]) == (2, 1, 9, 0)
        assert await stored(identity) == (10, 10)
        assert len(await identity.envelopes()) == 11

    async def test_names_every_fault_with_row_column_reason_and_remedy(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = roster_rows(5)
        rows[0]["身份证号"] = rows[0]["身份证号"][:17] + ("0" if rows[0]["身份证号"][17] != "0" else "1")
        rows[2]["民族"] = "1"
        rows[2]["姓名"] = ""
        rows[4]["毕业院校"] = OTHER_NAME
        report = (await upload(identity, rows, dry_run=True)).json()
        assert not report["importable"]
        assert report["faulty"] == 3
        assert [(fault["row"], fault["column"]) for fault in report["faults"]] == [
            (2, "身份证号"),
            (4, "姓名"),
            (4, "民族"),
            (6, "毕业院校"),
        ]
        assert all(fault["reason"] and fault["remedy"] for fault in report["faults"])

    async def test_tells_a_thousand_faults_and_how_many_there_are(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = [row | {"姓名": ""} for row in roster_rows(MOST_TOLD + 5)]
        report = (await upload(identity, rows, dry_run=True)).json()
        assert (len(report["faults"]), report["fault_count"]) == (MOST_TOLD, MOST_TOLD + 5)
        problem = (await upload(identity, rows)).json()
        assert (len(problem["errors"]), problem["fault_count"]) == (MOST_TOLD, MOST_TOLD + 5)
        assert str(MOST_TOLD + 5) in problem["detail"]

    async def test_warns_without_refusing(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        row = roster_rows(1)[0]
        row["考生号"] = f"15{row['考生号'][2:14]}".ljust(14, "0")
        report = (await upload(identity, [row], dry_run=True)).json()
        assert report["importable"]
        assert any("考生号年份" in warning["reason"] for warning in report["warnings"])


async def refused(identity: ServiceHarness, file: bytes | Rows, *, cohort: int = COHORT) -> list[dict[str, str]]:
    """The errors of a refused import; nothing was stored and nothing said."""
    before, said = await stored(identity), len(await identity.envelopes())
    answer = await upload(identity, file, cohort=cohort)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["code"] == "identity.roster_refused"
    assert await stored(identity) == before
    assert len(await identity.envelopes()) == said
    return list(problem["errors"])


class TestRefusesTheWholeFile:
    async def test_for_one_faulty_row_among_good_ones(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = roster_rows(50)
        rows[49]["学历层次"] = "小学"
        (error,) = await refused(identity, rows)
        assert error["field"] == "第51行 学历层次"
        assert error["remedy"]

    async def test_never_repeats_an_id_number(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = roster_rows(2)
        wrong = rows[0]["身份证号"][:17] + ("0" if rows[0]["身份证号"][17] != "0" else "1")
        rows[0]["身份证号"] = wrong
        answer = await upload(identity, rows)
        assert answer.status_code == 422
        assert wrong not in answer.text

    async def test_for_a_missing_header(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = [{header: value for header, value in row.items() if header != "院系"} for row in roster_rows(3)]
        (error,) = await refused(identity, rows)
        assert "“院系”" in error["reason"]

    async def test_for_an_unknown_header(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        (error,) = await refused(identity, [dict(row, 备注="无") for row in roster_rows(3)])
        assert "“备注”" in error["reason"]

    @pytest.mark.parametrize("column", ["考生号", "身份证号"])
    async def test_for_a_repeated_number(self, identity: ServiceHarness, column: str) -> None:
        await open_school(identity)
        rows = roster_rows(4)
        copied = ("考生号",) if column == "考生号" else ("身份证号", "性别", "出生日期")
        rows[3] |= {name: rows[1][name] for name in copied}
        errors = await refused(identity, rows)
        assert {"field": f"第5行 {column}", "reason": "与第3行重复", "remedy": "请只保留一行。"} in errors

    async def test_for_an_id_number_of_another_row_of_the_cohort(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 3)
        (error,) = await refused(identity, [dict(rows[0], 考生号="99990108150001")])
        assert error["field"] == "第2行 身份证号"
        assert rows[0]["考生号"] in error["reason"]

    async def test_for_another_cohort(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        errors = await refused(identity, roster_rows(2), cohort=2026)
        assert {error["field"] for error in errors} == {"第2行 毕业时间", "第3行 毕业时间"}

    async def test_for_formulas(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        errors = await refused(identity, workbook_with_formula())
        assert any("公式" in error["reason"] for error in errors)

    @pytest.mark.parametrize(
        "name",
        ["=1+1", "<script>alert(1)</script>", "张三\u202e李四", "王?", "'; DROP TABLE graduates; --", "甲" * 101],
    )
    async def test_for_hostile_names(self, identity: ServiceHarness, name: str) -> None:
        await open_school(identity)
        (error,) = await refused(identity, [dict(roster_rows(1)[0], 姓名=name)])
        assert error["field"] == "第2行 姓名"

    @pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 an executable", b"PK\x03\x04 cut off", b"%PDF-1.7"])
    async def test_for_what_is_no_workbook(self, identity: ServiceHarness, content: bytes) -> None:
        await open_school(identity)
        (error,) = await refused(identity, content)
        assert error["field"] == "file"

    async def test_for_two_undivided_training_modes_of_older_files(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        errors = await refused(identity, [dict(row, 培养方式="定向") for row in roster_rows(2)])
        assert "21 定向" in errors[0]["remedy"]

    async def test_for_a_birth_date_that_is_not_the_id_numbers(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        (error,) = await refused(identity, [dict(roster_rows(1)[0], 出生日期=f"{date(1999, 9, 9):%Y%m%d}")])
        assert error["field"] == "第2行 出生日期"


class TestWhoMayImport:
    @pytest.mark.parametrize("actor", [centre(), department("文学院"), graduate_actor(), service_account()])
    async def test_only_school_users(self, identity: ServiceHarness, actor: object) -> None:
        await open_school(identity)
        answer = await upload(identity, roster_rows(1), by=actor)  # type: ignore[arg-type]
        assert answer.status_code == 403
        assert await stored(identity) == (0, 0)

    async def test_not_somebody_unknown(self, identity: ServiceHarness) -> None:
        answer = await identity.client().post("/v1/roster-imports", params={"cohort": COHORT})
        assert answer.status_code == 401

    async def test_not_a_school_that_has_not_opened(self, identity: ServiceHarness) -> None:
        answer = await upload(identity, roster_rows(1), by=school(OTHER_CODE))
        assert answer.status_code == 409
        assert answer.json()["code"] == "identity.school_not_opened"

    async def test_a_school_cannot_bring_the_rows_of_another(self, identity: ServiceHarness) -> None:
        await enrol(identity, 3)
        await open_school(identity, OTHER_CODE, OTHER_NAME)
        answer = await upload(identity, roster_rows(3), by=school(OTHER_CODE))
        assert answer.status_code == 422
        assert await stored(identity) == (3, 3)


class TestAtTheSameTime:
    async def test_the_same_file_twice_is_taken_over_once(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = roster_rows(60)
        first, second = await asyncio.gather(upload(identity, rows), upload(identity, rows))
        assert {first.status_code, second.status_code} == {200}
        assert sorted([first.json()["new"], second.json()["new"]]) == [0, 60]
        assert await stored(identity) == (60, 60)
        assert len(await identity.emitted(GraduateEnrolled)) == 60


class TestTooLarge:
    async def test_refuses_a_body_beyond_the_cap(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        answer = await upload(identity, b"PK" + b"0" * (21 * 1024 * 1024))
        assert answer.status_code == 413
        assert answer.json()["code"] == "payload_too_large"


class TestContactOfTheRoster:
    async def test_a_blank_cell_takes_nothing_away(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        row = dict(roster_rows(1)[0], 手机号码="13812340001", 电子邮箱="a@example.com")
        await upload(identity, [row])
        report = (await upload(identity, [dict(row, 手机号码="", 电子邮箱="-")])).json()
        assert report["unchanged"] == 1
        shown = await full_record(identity, await graduate_id_of(identity, row["姓名"]))
        assert (shown["mobile"], shown["email"]) == ("13812340001", "a@example.com")


class TestTemplate:
    async def test_can_be_filled_in_and_sent_back(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        answer = await identity.client(school()).get("/v1/roster-imports/template")
        assert answer.status_code == 200
        # Filled in by nobody yet: every header is right, and only the rows are missing.
        (error,) = await refused(identity, answer.content)
        assert "只有表头" in error["reason"]

    async def test_is_for_school_users(self, identity: ServiceHarness) -> None:
        answer = await identity.client(graduate_actor()).get("/v1/roster-imports/template")
        assert answer.status_code == 403


def workbook_with_formula() -> bytes:
    """A roster in which one name is computed."""
    row, buffer = roster_rows(1)[0], BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for place, (header, value) in enumerate(row.items()):
            sheet.write_string(0, place, header)
            sheet.write_string(1, place, value)
        sheet.write_formula(1, 1, '="王"&"五"', value="王五")
    return buffer.getvalue()


class TestDataScope:
    async def test_is_not_written_through_by_stating_another_level(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        row = dict(roster_rows(1)[0], 学历层次="硕士生毕业")
        assert (await upload(identity, [row])).status_code == 200
        part = replace(school(), data_scope="undergraduate")
        answer = await upload(identity, [dict(row, 学历层次="本科生毕业", 姓名="另一人")], by=part)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "第2行 考生号")
        assert await identity.rows("SELECT name, level FROM graduates") == [(row["姓名"], "11")]
