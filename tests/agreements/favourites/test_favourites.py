"""Searching by what one must know exactly, and keeping a frozen copy."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.agreements.conftest import Time
from tests.agreements.world import COHORT, SCHOOL, SCHOOL_NAME, World, id_number

SEARCH = "/v1/graduate-searches"


class TestSearch:
    async def test_shows_school_level_and_major_only(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        found = await world.as_(employer).post(SEARCH, json=person.as_known())
        assert found.status_code == 200
        assert found.json() == {
            "cohort": COHORT,
            "cohort_label": "2027届",
            "school": {"code": SCHOOL, "label": SCHOOL_NAME},
            "level": {"code": "31", "label": "本科"},
            "major": "软件工程",
            "favourite_id": None,
        }

    @pytest.mark.parametrize(
        ("stored", "typed"),
        [
            ("买买提·吐尔逊", "买买提•吐尔逊"),
            ("买买提·吐尔逊", "买买提 · 吐尔逊"),
            ("JOHN SMITH", "John  Smith"),
            ("王䶮", "王䶮"),
            ("𠮷田明", "𠮷田明"),
        ],
    )
    async def test_does_not_mind_how_a_name_is_typed(self, world: World, stored: str, typed: str) -> None:
        employer, person = await world.employer(), await world.graduate(name=stored)
        found = await world.as_(employer).post(SEARCH, json=person.as_known(name=typed))
        assert found.status_code == 200

    async def test_does_not_mind_full_width_brackets_and_a_small_x(self, world: World) -> None:
        number = next(n for n in map(id_number, range(200, 300)) if n.endswith("X"))
        person = await world.graduate(id_number=number, school_name="中国石油大学（华东）")
        employer = await world.employer()
        wanted = person.as_known(id_number=number.lower(), school_name="中国石油大学(华东)")
        assert (await world.as_(employer).post(SEARCH, json=wanted)).status_code == 200

    async def test_any_wrong_part_gives_the_same_answer(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        wrong: tuple[dict[str, Any], ...] = (
            {"name": "王䶮"},
            {"id_number": id_number(99)},
            {"school_name": "北京示例学院"},
            {"cohort": COHORT + 1},
        )
        answers = [
            await world.as_(employer).post(SEARCH, json=person.as_known(**({"cohort": COHORT} | part)))
            for part in wrong
        ]
        assert {answer.status_code for answer in answers} == {404}
        told = [{**answer.json(), "correlation_id": None} for answer in answers]
        assert all(one == told[0] for one in told[:3])
        assert told[3] == told[0] | {field: told[3][field] for field in ("detail",)}
        assert told[0]["code"] == "agreements.no_such_graduate"
        assert (await world.as_(employer).post("/v1/favourites", json=person.as_known(**wrong[0]))).status_code == 404

    async def test_prefers_the_latest_cohort_of_a_person(self, world: World) -> None:
        employer, number = await world.employer(), id_number(1)
        await world.graduate(id_number=number, cohort=2023, major_name="软件工程")
        await world.graduate(id_number=number, cohort=2027, level_code="11", major_name="计算机科学与技术")
        person = await world.graduate(id_number=number, cohort=2024, school_name="另一所大学")
        wanted = person.as_known(school_name=SCHOOL_NAME)
        assert (await world.as_(employer).post(SEARCH, json=wanted)).json()["level"]["label"] == "硕士"
        earlier = await world.as_(employer).post(SEARCH, json=wanted | {"cohort": 2023})
        assert earlier.json()["major"] == "软件工程"

    async def test_an_unverified_employer_can_look_at_favourites_and_not_search(self, world: World) -> None:
        employer, person = world.unverified_employer(), await world.graduate()
        for path in (SEARCH, "/v1/favourites"):
            refused = await world.as_(employer).post(path, json=person.as_known())
            told = refused.json()
            assert (refused.status_code, told["code"], told["rule"]) == (
                409,
                "agreements.employer_not_verified",
                "employer_is_verified",
            )
            assert told["who_can_change"]
        assert (await world.as_(employer).get("/v1/favourites")).json() == {"items": [], "next_cursor": None}

    async def test_is_for_employers(self, world: World) -> None:
        person = await world.graduate()
        for actor in (person, world.school, world.department, world.printer):
            refused = await world.as_(actor).post(SEARCH, json=person.as_known())
            assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")

    async def test_malformed_input_names_the_field_and_never_repeats_the_number(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        wrong = person.id_number[:-1] + ("0" if person.id_number[-1] != "0" else "1")
        for change, field, reason in (
            ({"id_number": wrong}, "id_number", "校验位"),
            ({"id_number": "110108050101001"}, "id_number", "15位旧身份证号"),
            ({"id_number": 110108200501010011}, "id_number", "应为文字"),
            ({"name": ""}, "name", "不能为空"),
            ({"name": "王?"}, "name", "占位符"),
            ({"school_name": "校" * 101}, "school_name", "最多100个字"),
            ({"student_number": "1"}, "student_number", "不接受此字段"),
        ):
            refused = await world.as_(employer).post(SEARCH, json=person.as_known(**change))
            [fault] = refused.json()["errors"]
            assert (refused.status_code, fault["field"]) == (422, field)
            assert reason in fault["reason"]
            assert wrong not in refused.text


class TestLimits:
    async def test_a_user_may_search_so_often_in_a_minute_and_in_a_day(self, world: World, time: Time) -> None:
        limits = {"search": {"per_minute": 2, "per_day": 3}}
        settings = world.harness.context.settings
        world.harness.context.settings = type(settings).model_validate(settings.model_dump() | limits)
        employer, person = await world.employer(), await world.graduate()

        async def search(**change: Any) -> int:
            return (await world.as_(employer).post(SEARCH, json=person.as_known(**change))).status_code

        time.is_("2026-11-12T10:00:05+08:00")
        assert [await search(), await search(name="王䶮"), await search()] == [200, 404, 429]
        time.is_("2026-11-12T10:01:00+08:00")
        assert [await search(), await search()] == [200, 429]
        refused = await world.as_(employer).post("/v1/favourites", json=person.as_known())
        assert refused.json()["code"] == "agreements.searched_too_often"
        assert int(refused.headers["Retry-After"]) == 14 * 3600 - 60 + 1
        time.is_("2026-11-13T00:00:00+08:00")
        assert await search() == 200

    async def test_each_user_counts_alone(self, world: World) -> None:
        settings = world.harness.context.settings
        limits = {"search": {"per_minute": 1, "per_day": 9}}
        world.harness.context.settings = type(settings).model_validate(settings.model_dump() | limits)
        person = await world.graduate()
        for name in ("甲公司", "乙公司"):
            answer = await world.as_(await world.employer(name)).post(SEARCH, json=person.as_known())
            assert answer.status_code == 200


class TestFavourites:
    async def test_keeps_a_frozen_copy(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await world.correct(person, 2, major_name="数学")
        [kept] = (await world.as_(employer).get("/v1/favourites")).json()["items"]
        assert (kept["id"], kept["name"], kept["major"]) == (favourite, "买买提·吐尔逊", "软件工程")
        assert kept["id_number_masked"] == f"110***********{person.id_number[-4:]}"

    async def test_a_second_time_names_the_first(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        refused = await world.as_(employer).post("/v1/favourites", json=person.as_known())
        told = refused.json()
        assert (refused.status_code, told["code"], told["favourite_id"]) == (
            409,
            "agreements.favourite_exists",
            favourite,
        )
        found = await world.as_(employer).post(SEARCH, json=person.as_known())
        assert found.json()["favourite_id"] == favourite

    async def test_two_users_at_once_add_it_once(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        adds = [world.as_(employer).post("/v1/favourites", json=person.as_known()) for _ in range(4)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*adds)) == [201, 409, 409, 409]

    async def test_can_be_removed_and_added_again_after_a_correction(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await world.correct(person, 2, name="买买提")
        client = world.as_(employer)
        assert (await client.delete(f"/v1/favourites/{favourite}")).status_code == 204
        assert (await client.delete(f"/v1/favourites/{favourite}")).status_code == 404
        added = await client.post("/v1/favourites", json=person.as_known(name="买买提"))
        assert added.json()["name"] == "买买提"
        assert (await world.try_to_invite(employer, added.json()["id"])).status_code == 201

    async def test_are_the_employers_own(self, world: World) -> None:
        employer, other, person = await world.employer("甲公司"), await world.employer("乙公司"), await world.graduate()
        favourite = await world.favourite(employer, person)
        assert (await world.as_(other).delete(f"/v1/favourites/{favourite}")).status_code == 404
        assert (await world.as_(other).delete(f"/v1/favourites/{uuid4()}")).status_code == 404
        assert (await world.as_(other).get("/v1/favourites")).json()["items"] == []
        assert len((await world.as_(employer).get("/v1/favourites")).json()["items"]) == 1

    async def test_are_shared_by_the_users_of_an_employer(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await world.favourite(employer, person)
        colleague = world.employer_of({"employer_id": str(employer.employer_id)})
        assert len((await world.as_(colleague).get("/v1/favourites")).json()["items"]) == 1

    async def test_are_listed_by_cohort_in_pages(self, world: World) -> None:
        employer = await world.employer()
        for number, cohort in enumerate((COHORT, COHORT + 1, COHORT, COHORT)):
            await world.favourite(employer, await world.graduate(name=f"王{'甲乙丙丁'[number]}", cohort=cohort))
        client = world.as_(employer)
        first = (await client.get("/v1/favourites", params={"cohort": COHORT, "limit": 2})).json()
        rest = (await client.get("/v1/favourites", params={"cohort": COHORT, "cursor": first["next_cursor"]})).json()
        assert [row["name"] for row in first["items"] + rest["items"]] == ["王丁", "王丙", "王甲"]
