"""What people do to agreements besides signing them, and what they see of it."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from python_calamine import load_workbook

from deploy.demo.data import COHORT
from deploy.demo.people import GraduatePerson, Person, until
from deploy.demo.stage import Facts, Stage, or_refused, path_of, read_with_code, was_done
from tests.support.files import pdf_scan

SEEKING, SIGNED = "待就业", "签就业协议形式就业"


async def does(person: Person, verb: str, agreement: Facts, **body: Any) -> Facts:
    """Press a button: the agreement as it is afterwards."""
    done: Facts = await person.post(f"{path_of(agreement)}/{verb}", body or None)
    return done


async def confirms(person: GraduatePerson, agreement: Facts) -> Facts:
    """The graduate reads the corrected terms and confirms exactly them."""
    return await does(person, "confirm-correction", agreement, **await read_with_code(person, agreement))


def as_read(terms: Facts) -> Facts:
    """Which terms somebody has read."""
    return {"version": terms["version"], "terms_sha256": terms["terms_sha256"]}


async def invited_again(stage: Stage, number: int) -> Facts:
    """The employer invites a graduate whom it has kept as a favourite."""
    person = stage.data.people[number]
    [kept] = (await stage.employer.get("/agreements/v1/favourites", name=person.name))["items"]
    body = {"favourite_id": kept["id"], "letter": stage.data.employer.letter()}
    invitation: Facts = await stage.employer.post("/agreements/v1/invitations", body)
    return invitation


async def uploads(person: Person, purpose: str, text: str) -> str:
    """A scan, by its id."""
    file = await person.upload("/documents/v1/files", f"{text}.pdf", pdf_scan(text), purpose=purpose)
    return str(file["file_id"])


async def may_open(person: Person, file_id: str) -> None:
    """A file that somebody else has handed in opens, as soon as documents has heard whom it concerns."""
    await until(lambda: or_refused(person.download(f"/documents/v1/files/{file_id}/content")), was_done)


async def passed_for_rescission(stage: Stage, agreement: Facts, **ruling: str) -> Facts:
    """The department passes the rescission, then the school, with its ruling if one is asked for."""
    await does(stage.department, "pass-rescission", agreement)
    return await does(stage.school, "pass-rescission", agreement, **ruling)


async def printed(person: Person, agreement: Facts, status: str) -> str:
    """The text of the PDF, as soon as there is one of which readers are told this."""
    path = f"/documents/v1/agreements/{agreement['id']}"
    await until(lambda: or_refused(person.get(path)), lambda seen: was_done(seen) and seen["status"]["label"] == status)
    pages = PdfReader(BytesIO(await person.download(f"{path}/content"))).pages
    return "".join(page.extract_text() for page in pages)


def rows_in(workbook: bytes) -> list[dict[str, Any]]:
    """The rows of a downloaded list, by their headers."""
    headers, *rows = load_workbook(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


async def outcome_is(graduate: Person, label: str | None) -> None:
    """毕业去向 becomes this, None while nothing is registered."""
    await until(
        lambda: graduate.get("/destinations/v1/outcome"),
        lambda seen: (seen["outcome"] and seen["outcome"]["label"]) == label,
    )


async def counted(stage: Stage, **wanted: int) -> None:
    """The school's statistics come to these numbers."""
    await until(
        lambda: stage.school.get("/stats/v1/school-statistics", cohort=COHORT),
        lambda seen: {column: seen["total"]["counts"][column] for column in wanted} == wanted,
    )


def label_of(agreement: Facts) -> str:
    """签约状态 in the reader's words."""
    return str(agreement["status"]["label"])
