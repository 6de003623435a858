"""Reading the roster: whose rows, masked or in full, and who was shown them."""

from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import Actor, EmployerUser, ProvinceUser
from common.contracts.codes.levels import DataScope
from common.testing.harness import ServiceHarness
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
    upload,
)
from tests.support.roster import roster_rows

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

    async def test_filters_by_level_major_training_mode_and_may_sign(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        rows = [dict(row, 学历层次="31", 培养方式="1", 专业="数学") for row in roster_rows(5)]
        rows[0] |= {"学历层次": "11"}
        rows[1] |= {"专业": "(010101) 哲学"}
        rows[2] |= {"培养方式": "21"}
        rows[3] |= {"是否可以签约": "否"}
        rows = [{"是否可以签约": "是"} | row for row in rows]
        await upload(identity, rows)

        async def names(**filters: str | int) -> list[object]:
            return [line["name"] for line in await listed(identity, school(), **filters)]

        assert await names(level="11") == [rows[0]["姓名"]]
        assert await names(major="哲学") == [rows[1]["姓名"]]
        assert await names(training_mode="21") == [rows[2]["姓名"]]
        assert await names(may_sign="false") == [rows[2]["姓名"], rows[3]["姓名"]]
        assert len(await names(confirmed="false")) == 5
        assert await names(confirmed="true") == []

    @pytest.mark.parametrize(("scope", "level"), [("postgraduate", "11"), ("undergraduate", "31")])
    async def test_keeps_to_the_data_scope(self, identity: ServiceHarness, scope: DataScope, level: str) -> None:
        await open_school(identity)
        levels = ["11", "31"]
        rows = [dict(row, 学历层次=code) for row, code in zip(roster_rows(2), levels, strict=True)]
        await upload(identity, rows)
        for reader in (replace(school(), data_scope=scope), replace(department(rows[0]["院系"]), data_scope=scope)):
            assert {line["level"]["code"] for line in await listed(identity, reader)} <= {level}  # type: ignore[index]
        other = await graduate_id_of(identity, rows[1 - levels.index(level)]["姓名"])
        answer = await identity.client(replace(school(), data_scope=scope)).get(f"/v1/graduates/{other}")
        assert answer.status_code == 404

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


class TestRecord:
    async def test_shows_labels_and_masks_the_numbers(self, identity: ServiceHarness) -> None:
        row = dict(roster_rows(1)[0], 手机号码="13812340001", 电子邮箱="alim@example.com")
        await open_school(identity)
        await upload(identity, [row])
        graduate_id = await graduate_id_of(identity, row["姓名"])
        answer = await identity.client(school()).get(f"/v1/graduates/{graduate_id}")
        record = answer.json()
        assert record["id_number_masked"].count("*") == 11
        assert (record["mobile_masked"], record["email_masked"]) == ("138****0001", "a***@example.com")
        assert record["ethnicity"] == {"code": "05", "label": "维吾尔族"}
        assert record["origin"]["label"].startswith("新疆维吾尔自治区")
        assert record["cohort_label"] == "2027届"
        assert "就业管理系统" in record["correction"]
        assert answer.headers["cache-control"] == "no-store"
        assert row["身份证号"].upper() not in answer.text
        assert await reveals(identity) == []

    async def test_says_education_with_the_word_of_the_list(self, identity: ServiceHarness) -> None:
        await enrol(identity, 12)
        for line in await listed(identity, school()):
            record = (await identity.client(school()).get(f"/v1/graduates/{line['id']}")).json()
            assert record["education"] == line["education"]
            assert record["level"] == line["level"]

    async def test_a_department_finds_its_own_and_no_other(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}"
        assert (await identity.client(department(rows[0]["院系"])).get(path)).status_code == 200
        assert (await identity.client(department("别的学院")).get(path)).status_code == 404
        assert (await identity.client(department(rows[0]["院系"], OTHER_CODE)).get(path)).status_code == 404

    @pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role)
    async def test_is_for_schools_and_departments(self, identity: ServiceHarness, stranger: Actor) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}"
        assert (await identity.client(stranger).get(path)).status_code == 403


class TestReveal:
    async def test_shows_everything_in_full(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        record = await full_record(identity, await graduate_id_of(identity, rows[0]["姓名"]))
        assert record["id_number"] == rows[0]["身份证号"].upper()
        assert record["name"] == rows[0]["姓名"]

    async def test_writes_down_who_was_shown_it_and_why(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        graduate_id, reader = await graduate_id_of(identity, rows[0]["姓名"]), school()
        await full_record(identity, graduate_id, by=reader)
        assert await reveals(identity) == [(reader.key, graduate_id, 1, "record：核对身份")]

    @pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "甲" * 201}])
    async def test_needs_a_reason(self, identity: ServiceHarness, body: dict[str, str]) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/reveals"
        assert (await identity.client(school()).post(path, json=body)).status_code == 422
        assert await reveals(identity) == []

    async def test_another_school_finds_nothing_and_nothing_is_written_down(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/reveals"
        answer = await identity.client(school(OTHER_CODE)).post(path, json={"reason": "核对身份"})
        assert answer.status_code == 404
        assert answer.json()["code"] == "identity.graduate_not_found"
        assert await reveals(identity) == []

    @pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role)
    async def test_is_for_schools_and_departments(self, identity: ServiceHarness, stranger: Actor) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/reveals"
        assert (await identity.client(stranger).post(path, json={"reason": "核对身份"})).status_code == 403
        assert await reveals(identity) == []


class TestContact:
    async def test_is_for_our_services_and_written_down(self, identity: ServiceHarness) -> None:
        row = dict(roster_rows(1)[0], 手机号码="13812340001", 电子邮箱="")
        await open_school(identity)
        await upload(identity, [row])
        graduate_id, reader = await graduate_id_of(identity, row["姓名"]), service_account()
        answer = await identity.client(reader).get(f"/v1/graduates/{graduate_id}/contact")
        assert answer.json() == {"name": row["姓名"], "mobile": "13812340001", "email": None}
        assert answer.headers["cache-control"] == "no-store"
        assert await reveals(identity) == [(reader.key, graduate_id, 1, "contact")]

    async def test_of_nobody_is_not_found(self, identity: ServiceHarness) -> None:
        answer = await identity.client(service_account()).get(f"/v1/graduates/{uuid4()}/contact")
        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "reader",
        [school(), department("文学院"), *(actor for actor in STRANGERS if actor.role != "service")],
        ids=lambda actor: actor.role,
    )
    async def test_is_for_nobody_else(self, identity: ServiceHarness, reader: Actor) -> None:
        rows = await enrol(identity, 1)
        graduate_id = await graduate_id_of(identity, rows[0]["姓名"])
        assert (await identity.client(reader).get(f"/v1/graduates/{graduate_id}/contact")).status_code == 403
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


class TestCohorts:
    async def test_are_those_with_a_roster_newest_first(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 3)
        earlier = [dict(row, 毕业时间="202607", 入学时间="202209") for row in rows[:2]]
        assert (await upload(identity, earlier, cohort=2026)).status_code == 200
        assert (await identity.client(school()).get("/v1/cohorts")).json() == [
            {"cohort": 2027, "label": "2027届", "graduates": 3},
            {"cohort": 2026, "label": "2026届", "graduates": 2},
        ]
        assert (await identity.client(school(OTHER_CODE)).get("/v1/cohorts")).json() == []


class TestVersions:
    async def test_tell_field_by_field_what_changed_and_mask_the_numbers(self, identity: ServiceHarness) -> None:
        row = dict(roster_rows(1)[0], 手机号码="13812340001", 政治面貌="群众", 学历层次="31")
        await open_school(identity)
        await upload(identity, [row])
        await upload(identity, [row | {"政治面貌": "01", "手机号码": "13900001111", "专业": "(010101) 哲学"}])
        path = f"/v1/graduates/{await graduate_id_of(identity, row['姓名'])}/versions"
        newest, first = (await identity.client(school()).get(path)).json()["items"]
        assert (newest["version"], newest["changed_by"]) == (2, "学校用户")
        changes = {one["label"]: (one["before"], one["after"]) for one in newest["changes"]}
        assert changes["政治面貌"] == ("群众", "中共党员")
        assert changes["手机号码"] == ("138****0001", "139****1111")
        assert changes["专业"][1] == "(010101) 哲学"
        assert len(changes) == 3
        assert (first["version"], first["changes"]) == (1, [])

    async def test_come_in_pages(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        for major in ("哲学", "数学", "物理学"):
            await upload(identity, [dict(rows[0], 专业=major)])
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/versions"
        client, cursor, seen = identity.client(school()), None, []
        for _ in range(2):
            page = (await client.get(path, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [(one["version"], len(one["changes"])) for one in page["items"]]
            cursor = page["next_cursor"]
        assert seen == [(4, 1), (3, 1), (2, 1), (1, 0)]
        assert cursor is None

    async def test_are_for_the_school_itself(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/versions"
        assert (await identity.client(school(OTHER_CODE)).get(path)).status_code == 404
        assert (await identity.client(department(rows[0]["院系"])).get(path)).status_code == 403
