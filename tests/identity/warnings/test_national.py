"""全国共享: five distinct schools, counted anew whenever a mark comes or goes; and what readers are advised."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from common import clock
from common.auth.actors import Graduate
from common.contracts.identity import EmployerMarkLifted, WarningEmployerChanged, WarningEmployerRestated
from common.testing.harness import ServiceHarness
from identity.warnings.queries import restated
from identity.warnings.states import is_national
from tests.identity.roster.support import department
from tests.identity.warnings.support import NAME, USCC, Schools, registered_employer


def graduate_of(school_code: str) -> Graduate:
    return Graduate(id=uuid4(), name="甲", graduate_id=uuid4(), school_code=school_code, cohort=2027, confirmed=False)


class TestCounting:
    @pytest.mark.parametrize(
        ("schools", "national"), [(["1", "2", "3", "4"], False), (["1"] * 9, False), (["1", "2", "3", "4", "5"], True)]
    )
    def test_counts_schools_and_not_marks(self, schools: list[str], national: bool) -> None:
        assert is_national(schools, 5) is national

    async def test_five_schools_at_once_make_exactly_one_national_change(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        users = await schools.open(5)
        answers = await asyncio.gather(*(schools.try_to_mark(user) for user in users))
        assert [answer.status_code for answer in answers] == [201] * 5
        said = {
            envelope.sequence: WarningEmployerChanged.model_validate(envelope.data)
            for envelope in await identity.envelopes()
            if envelope.type == WarningEmployerChanged.type
        }
        in_order = [said[sequence] for sequence in sorted(said)]
        assert sorted(said) == [1, 2, 3, 4, 5]
        assert [len(event.marks) for event in in_order] == [1, 2, 3, 4, 5]
        assert [later.national for earlier, later in pairwise(in_order) if earlier.national != later.national] == [True]
        assert {mark.school_code for mark in in_order[-1].marks} == {user.school_code for user in users}

    async def test_removal_by_the_fifth_takes_it_back(self, identity: ServiceHarness, schools: Schools) -> None:
        users = await schools.open(5)
        marks = [await schools.mark(user) for user in users]
        other = await schools.one("19906")
        assert len(await schools.listed(other, tab="national")) == 1
        await schools.remove(users[0], marks[0]["mark_id"])
        assert await schools.listed(other, tab="national") == []
        last = (await identity.emitted(WarningEmployerChanged))[-1]
        assert (last.national, len(last.marks)) == (False, 4)

    async def test_removals_at_once_lose_none(self, identity: ServiceHarness, schools: Schools) -> None:
        users = await schools.open(6)
        marks = [await schools.mark(user) for user in users]
        await asyncio.gather(
            *(schools.remove(user, mark["mark_id"]) for user, mark in zip(users[:4], marks, strict=False))
        )
        [row] = await identity.rows("SELECT schools, national, version FROM warning_employers")
        assert (row.schools, row.national, row.version) == (2, False, 10)

    async def test_an_upheld_appeal_takes_it_back(self, identity: ServiceHarness, schools: Schools) -> None:
        employer, users = await registered_employer(identity), await schools.open(5)
        marks = [await schools.mark(user) for user in users]
        appeals = f"/v1/employer/warning-marks/{marks[0]['mark_id']}/appeals"
        made = await identity.client(employer).post(appeals, json={"text": "与本单位无关。"})
        [appeal] = next(row["appeals"] for row in made.json() if row["mark_id"] == marks[0]["mark_id"])
        path = f"/v1/warning-marks/{marks[0]['mark_id']}/appeals/{appeal['id']}/uphold"
        assert (await identity.client(users[0]).post(path, json={})).status_code == 200
        assert (await identity.emitted(WarningEmployerChanged))[-1].national is False

    async def test_the_last_day_of_many_is_worked_on_once_by_two_workers(
        self, identity: ServiceHarness, schools: Schools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for user in await schools.open(5):
            await schools.mark(user, expires_on=clock.today().isoformat())
        tomorrow = clock.now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: tomorrow)
        await asyncio.gather(*(identity.run_job("expire_warning_marks") for _ in range(2)))
        assert len(await identity.emitted(EmployerMarkLifted)) == 5
        last = (await identity.emitted(WarningEmployerChanged))[-1]
        assert (last.national, last.marks) == (False, [])

    async def test_of_marks_by_name_and_by_code_is_one_count(self, identity: ServiceHarness, schools: Schools) -> None:
        users = await schools.open(5)
        for place, user in enumerate(users):
            await schools.mark(user, uscc=USCC if place % 2 else None)
        national = await schools.listed(await schools.one("19906"), tab="national")
        assert [(row["uscc"], row["schools"]) for row in national] == [(USCC, 5)]
        last = {event.employer_key: event for event in await identity.emitted(WarningEmployerChanged)}
        assert {key: (event.national, len(event.marks)) for key, event in last.items()} == {
            f"uscc:{USCC}": (True, 2),
            f"name:{NAME}": (True, 3),
        }

    async def test_counts_no_school_twice(self, schools: Schools) -> None:
        user = await schools.one("19901")
        await schools.mark(user)
        again = await schools.try_to_mark(user, uscc=None)
        assert (again.status_code, again.json()["code"]) == (409, "identity.employer_already_marked")

    async def test_leaves_two_employers_of_one_name_apart(self, schools: Schools) -> None:
        users = await schools.open(6)
        for place, user in enumerate(users):
            await schools.mark(user, uscc=[USCC, "91310115MA1TTT9930", None][place % 3])
        assert await schools.listed(users[0], tab="national") == []

    async def test_gives_a_name_the_code_of_the_verified_employer(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        await registered_employer(identity, name="云栖（杭州）数据有限公司")
        mark = await schools.mark(await schools.one("19901"), uscc=None, name="云栖(杭州) 数据有限公司")
        assert (mark["uscc"], mark["name"]) == (USCC, "云栖（杭州）数据有限公司")


class TestNationalList:
    async def test_names_nobody_of_another_school(self, schools: Schools) -> None:
        for user, kind in zip(await schools.open(5), ["fake", "fake", "irregular", "fake", "fake"], strict=True):
            await schools.mark(user, types=[kind])
        [row] = await schools.listed(await schools.one("19906"), tab="national", type="irregular")
        assert (row["name"], row["schools"], row["operator"], row["school"], row["mark_id"]) == (
            NAME,
            5,
            None,
            None,
            None,
        )
        assert [kind["code"] for kind in row["types"]] == ["fake", "irregular"]
        assert row["actions"] == []


class TestAdvice:
    async def test_is_given_by_the_own_school_alone_until_it_is_national(self, schools: Schools) -> None:
        users = await schools.open(5)
        await schools.mark(users[0], types=["discrimination"])
        own = await schools.advice(graduate_of("19901"))
        assert (own["warned"], own["national"], own["by_own_school"]) == (True, False, True)
        assert own["types"] == [{"code": "discrimination", "label": "就业歧视"}]
        assert "仅供参考" in own["text"]
        none: dict[str, Any] = {"warned": False, "national": False, "by_own_school": False, "types": [], "text": None}
        assert await schools.advice(department("计算机学院", "19902")) == none
        for user in users[1:]:
            await schools.mark(user)
        elsewhere = await schools.advice(graduate_of("19906"))
        assert (elsewhere["national"], elsewhere["by_own_school"]) == (True, False)
        assert [kind["code"] for kind in elsewhere["types"]] == ["discrimination", "fake"]

    async def test_finds_by_name_what_was_marked_without_a_code(self, schools: Schools) -> None:
        user = await schools.one("19901")
        await schools.mark(user, uscc=None)
        assert (await schools.advice(user, name=f" {NAME} "))["warned"]
        assert (await schools.advice(user, uscc=USCC, name=NAME))["warned"]
        assert not (await schools.advice(user, uscc=USCC))["warned"]

    async def test_asks_for_a_code_or_a_name(self, identity: ServiceHarness, schools: Schools) -> None:
        answer = await identity.client(await schools.one("19901")).get("/v1/warning-advice")
        assert answer.status_code == 422


class TestRestating:
    async def test_says_every_employer_again_in_pages_with_its_version(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        user = await schools.one("19901")
        await schools.mark(user)
        mark = await schools.mark(user, uscc=None, name="乙公司")
        await schools.remove(user, mark["mark_id"])
        async with identity.context.database.transaction() as session:
            [(first, version)] = await restated(session, "", 1)
            [(second, _)] = await restated(session, first.employer_key, 9)
        assert isinstance(first, WarningEmployerRestated)
        assert (first.employer_key, first.marks, version) == ("name:乙公司", [], 2)
        assert (second.employer_key, len(second.marks)) == (f"uscc:{USCC}", 1)
