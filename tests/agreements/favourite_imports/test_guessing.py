"""Somebody whose name, school, birthday and region are known has 999 possible ID numbers: no door tells which it is."""

from datetime import timedelta

import pytest
import time_machine

from agreements.favourite_imports.commands.sheets import WITHHELD
from agreements.settings import SearchSettings
from common import clock
from common.auth.actors import EmployerUser
from common.spreadsheet import RESULT_HEADER
from tests.agreements.favourite_imports.support import (
    rehearsed,
    result_rows,
    row_of,
    taken_over,
    try_to_rehearse,
)
from tests.agreements.world import Person, World, id_number

SEARCH, ADD = "/v1/graduate-searches", "/v1/favourites"


def colleague(world: World, employer: EmployerUser) -> EmployerUser:
    return world.employer_of({"employer_id": str(employer.employer_id)})


async def statuses(
    world: World, employer: EmployerUser, person: Person, serials: range, path: str = SEARCH
) -> set[int]:
    asked = [person.as_known(id_number=id_number(serial)) for serial in serials]
    return {(await world.as_(employer).post(path, json=wanted)).status_code for wanted in asked}


class TestImports:
    async def test_of_all_numbers_that_can_be_tell_nothing(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(id_number=id_number(777))
        attack = [row_of(person, 身份证号=id_number(serial)) for serial in range(1, 1000)]
        report = await rehearsed(world, employer, attack)
        assert (report["ready"], report["not_found"]) == (0, 999)
        assert {line["detail"] for line in report["rows"]} == {WITHHELD}
        told = {line[RESULT_HEADER] for line in await result_rows(world, employer, report["id"])}
        assert told == {f"未找到：{WITHHELD}"}
        assert (await taken_over(world, employer, report["id"]))["added"] == 0

    async def test_in_small_files_stop_after_ten_numbers(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(id_number=id_number(777))
        first = await rehearsed(
            world, employer, [row_of(person, 身份证号=id_number(serial)) for serial in range(101, 111)]
        )
        assert WITHHELD not in {line["detail"] for line in first["rows"]}
        report = await rehearsed(world, colleague(world, employer), [row_of(person, 身份证号=id_number(777))])
        assert (report["ready"], [line["detail"] for line in report["rows"]]) == (0, [WITHHELD])

    async def test_leave_other_rows_of_the_file_alone(self, world: World) -> None:
        employer, person, other = await world.employer(), await world.graduate(), await world.graduate("王䶮")
        attack = [row_of(person, 身份证号=id_number(serial)) for serial in range(1, 12)]
        report = await rehearsed(world, employer, [*attack, row_of(other)])
        assert (report["ready"], report["not_found"]) == (1, 11)
        assert (await taken_over(world, employer, report["id"]))["added"] == 1

    async def test_of_the_same_list_again_tell_the_same(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = [row_of(person), *(row_of(person, 身份证号=id_number(serial)) for serial in range(101, 110))]
        for _ in range(3):
            assert (await rehearsed(world, employer, sent))["ready"] == 1


class TestSearches:
    @pytest.mark.parametrize("path", [SEARCH, ADD])
    async def test_stop_after_ten_numbers_of_one_name(self, world: World, path: str) -> None:
        employer, person = await world.employer(), await world.graduate(id_number=id_number(777))
        assert await statuses(world, employer, person, range(101, 106), path) == {404}
        assert await statuses(world, colleague(world, employer), person, range(106, 111), SEARCH) == {404}
        refused = await world.as_(employer).post(path, json=person.as_known())
        assert (refused.status_code, refused.json()["code"]) == (429, "agreements.searched_too_often")
        assert 0 < int(refused.headers["Retry-After"]) <= 24 * 3600 + 1

    async def test_and_imports_count_together(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(id_number=id_number(777))
        await rehearsed(world, employer, [row_of(person, 身份证号=id_number(serial)) for serial in range(101, 106)])
        assert await statuses(world, employer, person, range(106, 111)) == {404}
        assert await statuses(world, employer, person, range(777, 778)) == {429}

    async def test_of_another_spelling_are_searches_of_the_same_name(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(id_number=id_number(777))
        await statuses(world, employer, person, range(101, 111))
        spelt = person.as_known(name="买买提 • 吐尔逊", school_name="北京 示例大学")
        assert (await world.as_(employer).post(SEARCH, json=spelt)).status_code == 429

    async def test_of_others_go_on(self, world: World) -> None:
        employer, person, other = await world.employer(), await world.graduate(), await world.graduate("王䶮")
        await statuses(world, employer, person, range(101, 120))
        assert (await world.as_(employer).post(SEARCH, json=other.as_known())).status_code == 200
        stranger = await world.employer("乙公司")
        assert (await world.as_(stranger).post(SEARCH, json=person.as_known())).status_code == 200

    async def test_of_the_same_wrong_number_count_once(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        for _ in range(12):
            assert await statuses(world, employer, person, range(101, 102)) == {404}
        assert (await world.as_(employer).post(SEARCH, json=person.as_known())).status_code == 200

    async def test_begin_anew_tomorrow_and_leave_nothing_behind(self, world: World) -> None:
        settings = world.harness.context.settings
        few = SearchSettings(per_minute=1000, per_day=1000, numbers_per_name=1)
        world.harness.context.settings = settings.model_copy(update={"search": few})
        employer, person = await world.employer(), await world.graduate()
        assert await statuses(world, employer, person, range(101, 102)) == {404}
        assert await statuses(world, employer, person, range(102, 103)) == {429}
        assert (await try_to_rehearse(world, employer, [row_of(person)])).json()["ready"] == 0
        assert await world.harness.run_job("forget_search_misses") == 0
        with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
            assert await world.harness.run_job("forget_search_misses") == 1
            found = await world.as_(colleague(world, employer)).post(SEARCH, json=person.as_known())
            assert found.status_code == 200
