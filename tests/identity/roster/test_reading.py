"""Reading the roster: whose rows, masked or in full, and who was shown them."""

from uuid import uuid4

import httpx
import pytest

from common.auth.actors import Actor, EmployerUser, ProvinceUser
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import (
    COHORT,
    OTHER_CODE,
    OTHER_NAME,
    Rows,
    centre,
    department,
    enrol,
    graduate_actor,
    graduate_id_of,
    open_school,
    school,
    service_account,
    upload,
)

STRANGERS = [
    centre(),
    graduate_actor(),
    service_account(),
    EmployerUser(id=uuid4(), name="某公司", employer_id=uuid4()),
    ProvinceUser(id=uuid4(), name="省厅", province_code="33"),
]


async def listed(identity: ServiceHarness, reader: Actor, **filters: str | int) -> list[dict[str, object]]:
    answer = await identity.client(reader).get("/v1/graduates", params={**filters, "limit": 200})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def reveals(identity: ServiceHarness) -> list[tuple[str, str, int, str]]:
    found = await identity.rows("SELECT reader, subject, version, what FROM reveals ORDER BY id")
    return [(row.reader, row.subject.removeprefix("graduate:"), row.version, row.what) for row in found]


class TestList:
    async def test_masks_every_id_number(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 10)
        answer = await identity.client(school()).get("/v1/graduates")
        assert len(answer.json()["items"]) == 10
        assert all(row["身份证号"].upper() not in answer.text for row in rows)
        assert answer.json()["items"][0]["id_number_masked"].count("*") == 11

    async def test_pages_through_everybody_once(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 10)
        client, names, cursor = identity.client(school()), [], None
        for _ in range(4):
            params = httpx.QueryParams({"limit": 3} | ({"cursor": cursor} if cursor else {}))
            page = (await client.get("/v1/graduates", params=params)).json()
            names += [line["name"] for line in page["items"]]
            cursor = page["next_cursor"]
        assert cursor is None
        assert sorted(names) == sorted(row["姓名"] for row in rows)

    async def test_finds_one_by_exact_id_number(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 10)
        (line,) = await listed(identity, school(), id_number=rows[4]["身份证号"])
        assert line["name"] == rows[4]["姓名"]

    async def test_filters_by_exam_number_name_department_and_cohort(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 30)
        row = rows[7]
        assert len(await listed(identity, school(), exam_number=row["考生号"])) == 1
        assert row["姓名"] in {line["name"] for line in await listed(identity, school(), name=row["姓名"][1:])}
        in_department = [one for one in rows if one["院系"] == row["院系"]]
        assert len(await listed(identity, school(), department=row["院系"])) == len(in_department)
        assert len(await listed(identity, school(), cohort=COHORT)) == 30
        assert await listed(identity, school(), cohort=COHORT - 1) == []

    async def test_takes_wildcards_as_letters(self, identity: ServiceHarness) -> None:
        await enrol(identity, 5)
        assert await listed(identity, school(), name="%") == []
        assert await listed(identity, school(), name="_") == []

    async def test_a_department_sees_its_own_graduates_only(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 30)
        own = {row["姓名"] for row in rows if row["院系"] == "文学院"}
        assert {line["name"] for line in await listed(identity, department("文学院"))} == own
        assert await listed(identity, department("文学院"), department="机械工程学院") == []

    async def test_a_school_sees_nobody_of_another(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 5)
        await open_school(identity, OTHER_CODE, OTHER_NAME)
        assert await listed(identity, school(OTHER_CODE)) == []
        assert await listed(identity, school(OTHER_CODE), id_number=rows[0]["身份证号"]) == []

    @pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role)
    async def test_is_for_schools_and_departments(self, identity: ServiceHarness, stranger: Actor) -> None:
        assert (await identity.client(stranger).get("/v1/graduates")).status_code == 403

    @pytest.mark.parametrize("cursor", ["WzFd", "W10", "bm9uc2Vuc2U", "!"])
    async def test_refuses_the_cursor_of_another_list(self, identity: ServiceHarness, cursor: str) -> None:
        answer = await identity.client(school()).get("/v1/graduates", params={"cursor": cursor})
        assert answer.status_code == 422
        assert answer.json()["code"] == "cursor_malformed"

    @pytest.mark.parametrize("field", ["name", "department"])
    async def test_refuses_invisible_characters_in_a_filter(self, identity: ServiceHarness, field: str) -> None:
        answer = await identity.client(school()).get("/v1/graduates", params={field: "王\x00五"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field

    async def test_refuses_a_malformed_id_number_without_repeating_it(self, identity: ServiceHarness) -> None:
        answer = await identity.client(school()).get("/v1/graduates", params={"id_number": "110108200203159011"})
        assert answer.status_code == 422
        assert "110108200203159011" not in answer.text


class TestWholeRecord:
    async def test_shows_everything_with_labels(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        answer = await identity.client(school()).get(f"/v1/graduates/{graduate_id}")
        record = answer.json()
        assert record["id_number"] == rows[0]["身份证号"].upper()
        assert record["ethnicity"] == {"code": "05", "label": "维吾尔族"}
        assert record["origin"]["label"].startswith("新疆维吾尔自治区")
        assert record["cohort_label"] == "2027届"
        assert answer.headers["cache-control"] == "no-store"

    async def test_writes_down_who_was_shown_it(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        graduate_id, reader = await graduate_id_of(identity, rows[0]["姓名"]), school()
        await identity.client(reader).get(f"/v1/graduates/{graduate_id}")
        assert await reveals(identity) == [(reader.key, graduate_id, 1, "record")]

    async def test_a_department_finds_its_own_and_no_other(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}"
        assert (await identity.client(department(rows[0]["院系"])).get(path)).status_code == 200
        assert (await identity.client(department("别的学院")).get(path)).status_code == 404
        assert (await identity.client(department(rows[0]["院系"], OTHER_CODE)).get(path)).status_code == 404

    async def test_another_school_finds_nothing_and_nothing_is_written_down(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}"
        answer = await identity.client(school(OTHER_CODE)).get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "identity.graduate_not_found"
        assert await reveals(identity) == []

    @pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role)
    async def test_is_for_schools_and_departments(self, identity: ServiceHarness, stranger: Actor) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}"
        assert (await identity.client(stranger).get(path)).status_code == 403
        assert await reveals(identity) == []


class TestParticulars:
    async def corrected(self, identity: ServiceHarness) -> tuple[str, Rows]:
        """A graduate with two versions, and the rows of the second."""
        rows = await enrol(identity, 1)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        await upload(identity, [dict(rows[0], 专业="(010101) 哲学", 手机号码="13812340001")])
        return graduate_id, rows

    async def ask(self, identity: ServiceHarness, actor: Actor, graduate_id: str, version: int) -> httpx.Response:
        return await identity.client(actor).get(f"/v1/graduates/{graduate_id}/versions/{version}/particulars")

    async def test_are_exactly_what_that_version_said(self, identity: ServiceHarness) -> None:
        graduate_id, rows = await self.corrected(identity)
        first = (await self.ask(identity, service_account(), graduate_id, 1)).json()
        second = (await self.ask(identity, service_account(), graduate_id, 2)).json()
        assert (first["version"], second["version"]) == (1, 2)
        assert first["major"] == rows[0]["专业"]
        assert (second["major"], second["major_name"]) == ("(010101) 哲学", "哲学")
        assert second["mobile"] == "13812340001"
        assert second["id_number"] == rows[0]["身份证号"].upper()

    async def test_write_down_every_reading(self, identity: ServiceHarness) -> None:
        graduate_id, _ = await self.corrected(identity)
        reader = service_account()
        await self.ask(identity, reader, graduate_id, 1)
        await self.ask(identity, reader, graduate_id, 2)
        assert await reveals(identity) == [
            (reader.key, graduate_id, 1, "particulars"),
            (reader.key, graduate_id, 2, "particulars"),
        ]

    async def test_of_a_version_that_never_was_are_not_found(self, identity: ServiceHarness) -> None:
        graduate_id, _ = await self.corrected(identity)
        assert (await self.ask(identity, service_account(), graduate_id, 3)).status_code == 404
        assert (await self.ask(identity, service_account(), str(uuid4()), 1)).status_code == 404
        assert (await self.ask(identity, service_account(), graduate_id, 2**40)).status_code == 422
        assert await reveals(identity) == []

    @pytest.mark.parametrize(
        "reader",
        [school(), department("文学院"), *(actor for actor in STRANGERS if actor.role != "service")],
        ids=lambda actor: actor.role,
    )
    async def test_are_for_our_own_services_alone(self, identity: ServiceHarness, reader: Actor) -> None:
        graduate_id, _ = await self.corrected(identity)
        assert (await self.ask(identity, reader, graduate_id, 1)).status_code == 403
        assert await reveals(identity) == []


class TestDepartments:
    async def test_are_those_of_the_schools_own_roster(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 30)
        answer = await identity.client(school()).get("/v1/departments", params={"cohort": COHORT})
        assert sorted(answer.json()) == sorted({row["院系"] for row in rows})
        assert (await identity.client(school(OTHER_CODE)).get("/v1/departments")).json() == []
