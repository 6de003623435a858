"""Hostile workbooks at the door of the import: refused at once, whatever they are called."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from common.spreadsheet import read_rows
from common.testing.harness import ServiceHarness
from identity.roster_imports import commands
from identity.roster_imports.commands import MOST_ROWS
from tests.identity.roster.support import COHORT, XLSX, open_school, school, stored, upload
from tests.support import files
from tests.support.roster import roster_rows, roster_workbook


def external_link() -> bytes:
    """A workbook whose first sheet lives on somebody else's server."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    target = "http://169.254.169.254/latest/sheet1.xml"
    relation = f'<Relationship Id="r1" Type="{office}/worksheet" Target="{target}" TargetMode="External"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{package}">{relation}</Relationships>'
    return files.xlsx_of_parts({"xl/_rels/workbook.xml.rels": rels.encode()})


def a_million_rows() -> bytes:
    """One letter in each of a million rows."""
    rows = "".join(f'<row r="{at}"><c t="inlineStr"><is><t>x</t></is></c></row>' for at in range(1, 1_000_001))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return files.xlsx_of_parts({"xl/worksheets/sheet1.xml": sheet.encode()})


class TestHostileWorkbooks:
    @pytest.mark.parametrize("dry_run", [True, False])
    @pytest.mark.parametrize(
        ("attack", "reason"),
        [
            (files.xlsx_bomb, "解压后过大"),
            (a_million_rows, "数据超过10000行"),
            (files.xlsx_with_macro, "含有宏"),
            (files.xlsx_with_dtd, "DTD"),
            (external_link, "没有可见的工作表"),
        ],
        ids=["bomb", "million rows", "macro", "entities", "external link"],
    )
    async def test_are_refused_as_a_whole(
        self, identity: ServiceHarness, attack: Callable[[], bytes], reason: str, dry_run: bool
    ) -> None:
        await open_school(identity)
        answer = await upload(identity, attack(), dry_run=dry_run)
        assert (answer.status_code, answer.json()["code"]) == (422, "identity.roster_refused")
        assert reason in answer.json()["errors"][0]["reason"]
        assert await stored(identity) == (0, 0)

    async def test_of_one_row_too_many_is_refused(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = [{"姓名": "王五"} for _ in range(MOST_ROWS + 1)]
        answer = await upload(identity, rows, dry_run=True)
        assert (answer.status_code, f"超过{MOST_ROWS}行" in answer.json()["errors"][0]["reason"]) == (422, True)

    @pytest.mark.parametrize(
        ("name", "media_type"), [("名单.csv", "text/csv"), ("../../etc/passwd", "image/png"), ("x" * 300, "")]
    )
    async def test_are_known_by_their_content_and_not_by_their_name(
        self, identity: ServiceHarness, name: str, media_type: str
    ) -> None:
        await open_school(identity)
        workbook, params = roster_workbook(roster_rows(1)), {"cohort": COHORT}
        client = identity.client(school())
        sound = await client.post("/v1/roster-imports", params=params, files={"file": (name, workbook, media_type)})
        assert (sound.status_code, sound.json()["new"]) == (200, 1)
        fake = await client.post("/v1/roster-imports", params=params, files={"file": ("名单.xlsx", b"a,b\n1,2", XLSX)})
        assert fake.status_code == 422

    async def test_of_another_content_type_are_refused(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        workbook = roster_workbook(roster_rows(1))
        answer = await identity.client(school()).post(
            "/v1/roster-imports", params={"cohort": COHORT}, content=workbook, headers={"Content-Type": XLSX}
        )
        assert answer.status_code == 422

    async def test_with_a_formula_are_told_where_it_is(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        header = list(roster_rows(1)[0])
        answer = await upload(identity, files.xlsx_with_formula(header), dry_run=True)
        assert answer.status_code == 200
        assert any("公式" in fault["reason"] for fault in answer.json()["faults"])
        assert answer.json()["importable"] is False

    async def test_with_an_endless_cell_are_told_where_it_is(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        row = roster_rows(1)[0]
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row)
        long = f'<c t="inlineStr"><is><t>{"长" * 32_768}</t></is></c>'
        sheet = f"<worksheet><sheetData><row>{cells}</row><row>{long}</row></sheetData></worksheet>"
        file = files.xlsx_of_parts({"xl/worksheets/sheet1.xml": sheet.encode()})
        answer = await upload(identity, file, dry_run=True)
        assert (answer.status_code, answer.json()["importable"]) == (200, False)
        assert "超过32767个字符" in answer.json()["faults"][0]["reason"]

    async def test_are_read_in_threads_of_their_own(
        self, identity: ServiceHarness, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await open_school(identity)
        read, threads = read_rows, []

        def noted(*what: Any, **limits: Any) -> Any:
            threads.append(threading.current_thread().name)
            return read(*what, **limits)

        monkeypatch.setattr(commands, "read_rows", noted)
        await asyncio.gather(*(upload(identity, roster_rows(1), dry_run=True) for _ in range(6)))
        assert len(threads) == 6
        assert {name.rpartition("_")[0] for name in threads} == {"workbooks"}
        assert len(set(threads)) <= 2


class TestNames:
    @pytest.mark.parametrize("dot", ["•", "・", "．", "‧", "·"])
    async def test_with_look_alike_dots_become_the_one_of_the_standard(
        self, identity: ServiceHarness, dot: str
    ) -> None:
        await open_school(identity)
        assert (await upload(identity, [dict(roster_rows(1)[0], 姓名=f"买买提{dot}吐尔逊")])).status_code == 200
        ((name,),) = await identity.rows("SELECT name FROM graduates")
        assert name == "买买提·吐尔逊"
