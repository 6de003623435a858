"""Workbooks of graduates, and what comes back."""

from io import BytesIO
from typing import Any

import httpx
import python_calamine
import xlsxwriter

from common.auth.actors import EmployerUser
from common.spreadsheet import write_table
from tests.agreements.world import SCHOOL_NAME, Person, World

PATH = "/v1/favourite-imports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = ("姓名", "身份证号", "毕业院校")

Row = dict[str, str]


def row_of(person: Person, **changes: str) -> Row:
    """What the template asks for."""
    row = {"姓名": person.facts["name"], "身份证号": person.id_number, "毕业院校": person.facts["school_name"]}
    return row | changes


def row(name: str, number: str, school: str = SCHOOL_NAME) -> Row:
    return dict(zip(HEADERS, (name, number, school), strict=True))


def with_formula(rows: list[Row], value: str) -> bytes:
    """The rows as a workbook whose first cell below the header is a formula that has come to this value."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([HEADERS, *(each.values() for each in rows)]):
            for place, text in enumerate(cells):
                sheet.write_string(number, place, text)
        sheet.write_formula(1, 0, '=CONCATENATE("王","五")', value=value)
    return buffer.getvalue()


async def try_to_rehearse(world: World, by: EmployerUser, file: bytes | list[Row], **params: Any) -> httpx.Response:
    workbook = file if isinstance(file, bytes) else write_table(HEADERS, file)
    return await world.as_(by).post(PATH, params=params, files={"file": ("名单.xlsx", workbook, XLSX)})


async def rehearsed(world: World, by: EmployerUser, file: bytes | list[Row], **params: Any) -> dict[str, Any]:
    """The report of a rehearsal."""
    answer = await try_to_rehearse(world, by, file, **params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def taken_over(world: World, by: EmployerUser, import_id: str) -> dict[str, Any]:
    """The report of what was added."""
    answer = await world.as_(by).post(f"{PATH}/{import_id}/take-over")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def result_rows(world: World, by: EmployerUser, import_id: str) -> list[Row]:
    """The rows of the workbook that comes back, by header."""
    answer = await world.as_(by).get(f"{PATH}/{import_id}/workbook")
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    return rows_in(answer.content)


def rows_in(workbook: bytes) -> list[Row]:
    """The rows of a workbook, by header."""
    headers, *rows = python_calamine.load_workbook(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, headers), map(str, line), strict=True)) for line in rows]
