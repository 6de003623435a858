"""Every filter and order of the lists; the counts are the rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from agreements.records.states import Status, Tab
from common import clock
from common.auth.actors import Actor, DepartmentUser, SchoolUser
from tests.agreements.world import COHORT, DEPARTMENT, SCHOOL, Person, World, id_number

Reader = Actor | Person
NAMES = ("甲子", "乙丑", "丙寅", "丁卯", "戊辰", "己巳", "庚午")


async def rows(world: World, reader: Reader, **query: Any) -> list[dict[str, Any]]:
    """The whole list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await world.as_(reader).get("/v1/agreements", params={"limit": 3, **query, **cursor})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.json()["next_cursor"]}


async def names(world: World, reader: Reader, **query: Any) -> list[str]:
    return [row["graduate"]["name"] for row in await rows(world, reader, **query)]


async def change(world: World, row: dict[str, Any], **columns: Any) -> None:
    """As if it had come about long ago."""
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    async with world.harness.context.database.transaction() as session:
        await session.execute(text(f"UPDATE agreements SET {sets} WHERE id = :id"), {**columns, "id": UUID(row["id"])})


class TestFilters:
    async def test_of_the_graduate(self, world: World) -> None:
        employer = await world.employer()
        bachelor, master = await world.graduate(name="王䶮"), await world.graduate(name="李㛃", level_code="11")
        art = await world.graduate(name="张三", major_name="美术学", department="艺术学院")
        sent = [await world.invite(employer, person) for person in (bachelor, master, art)]
        assert await names(world, world.school, level_code="11") == ["李㛃"]
        assert await names(world, world.school, major="美术学") == ["张三"]
        assert await names(world, world.school, department="艺术学院", major="美术学") == ["张三"]
        for reader in (world.school, employer):
            assert await names(world, reader, id_number=bachelor.id_number) == ["王䶮"]
            assert await names(world, reader, id_number=id_number(999)) == []
        assert await names(world, world.school, number="2027199010000001X") == []
        assert len(sent) == 3

    async def test_of_the_agreement(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(name="王䶮")
        signed = await world.signed(employer, person)
        await world.invite(employer, await world.graduate(name="李㛃"))
        assert await names(world, world.school, number=signed["number"]) == ["王䶮"]
        assert await names(world, world.school, kind="online", initiator="employer") == ["李㛃", "王䶮"]
        assert await names(world, world.school, initiator="graduate") == []
        assert await names(world, world.school, kind="offline", initiator="employer") == []
        assert await names(world, world.school, status=["signed", "awaiting_graduate"]) == ["李㛃", "王䶮"]
        assert await names(world, world.school, status=["signed", "awaiting_graduate"], tab="signed") == ["王䶮"]
        assert await names(world, world.school, status="signed", tab="signing") == []

    async def test_what_is_overdue_disputed_or_corrected(self, world: World) -> None:
        employer = await world.employer()
        names_of = ("逾期", "异议", "异议未决", "更正")
        late, disputed, undecided, corrected = [
            await world.invite(employer, await world.graduate(name=name)) for name in names_of
        ]
        past = clock.now() - timedelta(days=1)
        await change(world, late, due_at=past)
        await change(world, disputed, frozen_at=past)
        await change(world, undecided, due_at=past, frozen_at=past)
        await change(world, corrected, changed_on_roster='["姓名"]')
        for reader in (employer, world.school, world.department):
            assert await names(world, reader, overdue=True) == ["异议未决", "逾期"]
            assert await names(world, reader, overdue=False) == ["更正", "异议"]
            assert await names(world, reader, frozen=True) == ["异议未决", "异议"]
            assert await names(world, reader, frozen=False) == ["更正", "逾期"]

    async def test_what_the_roster_has_corrected_is_for_those_who_keep_it(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(name="更正")
        corrected = await world.invite(employer, person)
        await world.invite(employer, await world.graduate(name="原样"))
        await change(world, corrected, changed_on_roster='["姓名"]')
        for reader in (world.school, world.department):
            assert await names(world, reader, changed_on_roster=True) == ["更正"]
            assert await names(world, reader, changed_on_roster=False) == ["原样"]
            assert (await world.read(reader, corrected["id"]))["changed_on_roster"] == ["姓名"]
        for party in (employer, person):
            assert [row["changed_on_roster"] for row in await rows(world, party)] == [[]] * len(
                await rows(world, party)
            )
            assert (await world.read(party, corrected["id"]))["changed_on_roster"] == []
            for wanted in ("true", "false"):
                for path in ("/v1/agreements", "/v1/agreements/download"):
                    refused = await world.as_(party).get(path, params={"changed_on_roster": wanted})
                    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "changed_on_roster")

    async def test_what_waits_for_the_reader(self, world: World) -> None:
        employer = await world.employer()
        awaiting, reviewing = await world.graduate(name="应约"), await world.graduate(name="院系")
        await world.invite(employer, awaiting)
        sent = await world.invite(employer, reviewing)
        await world.accept(reviewing, sent["id"])
        assert await names(world, world.department, waiting_for_me=True) == ["院系"]
        assert await names(world, world.department, waiting_for_me=False) == ["应约"]
        assert await names(world, world.school, waiting_for_me=True) == []
        assert await names(world, awaiting, waiting_for_me=True) == ["应约"]
        assert await names(world, reviewing, waiting_for_me=True) == []
        assert await names(world, employer, waiting_for_me=True) == []
        await world.pass_as(world.department, sent["id"])
        assert await names(world, world.school, waiting_for_me=True) == ["院系"]

    @pytest.mark.parametrize(
        "query",
        ["sort=oldest", "kind=paper", "initiator=school", "level_code=99", "id_number=1", "overdue=maybe", "major=%00"],
    )
    async def test_one_that_means_nothing_is_refused_by_name(self, world: World, query: str) -> None:
        for path in ("/v1/agreements", "/v1/agreements/download"):
            answer = await world.as_(world.school).get(f"{path}?{query}")
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


class TestOrders:
    async def filled(self, world: World) -> list[dict[str, Any]]:
        """Seven, some of them alike to the second in everything an order looks at."""
        employer, at = await world.employer(), datetime(2026, 11, 1, tzinfo=UTC)
        made = []
        for serial, (updated, due) in enumerate([(1, 5), (3, None), (3, 5), (2, 1), (3, None), (1, 5), (2, None)]):
            row = await world.invite(employer, await world.graduate(name=NAMES[serial]))
            moments = {"updated_at": at + timedelta(days=updated)}
            await change(world, row, due_at=at + timedelta(days=due) if due else None, **moments)
            made.append(row)
        return made

    async def test_each_goes_on_through_ties_and_repeats_nothing(self, world: World) -> None:
        await self.filled(world)
        wanted = {"latest": "6543210", "updated": "4216350", "overdue_first": "3025641"}
        for sort, order in wanted.items():
            assert await names(world, world.school, sort=sort) == [NAMES[int(serial)] for serial in order], sort

    async def test_new_rows_do_not_shift_what_follows(self, world: World) -> None:
        await self.filled(world)
        employer = await world.employer("乙公司")
        for sort, newcomer in (("latest", "钱新"), ("updated", "孙新")):
            query: dict[str, Any] = {"limit": 3, "sort": sort}
            first = (await world.as_(world.school).get("/v1/agreements", params=query)).json()
            whole = await names(world, world.school, sort=sort)
            await world.invite(employer, await world.graduate(name=newcomer))
            query |= {"cursor": first["next_cursor"]}
            second = (await world.as_(world.school).get("/v1/agreements", params=query)).json()
            assert [row["graduate"]["name"] for row in second["items"]] == whole[3:6]

    @pytest.mark.parametrize("other", [{"sort": "latest"}, {"sort": "overdue_first"}, {"kind": "online"}, {}])
    async def test_a_cursor_of_another_query_is_refused(self, world: World, other: dict[str, str]) -> None:
        await self.filled(world)
        client, path = world.as_(world.school), "/v1/agreements"
        cursor = (await client.get(path, params={"limit": 2, "sort": "updated"})).json()["next_cursor"]
        answer = await client.get(path, params={"cursor": cursor, **other})
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_of_another_query")


class TestCounts:
    async def test_equal_the_rows_for_every_reader_after_a_random_walk(self, world: World) -> None:
        random = Random(20270)
        employers = [await world.employer("甲公司"), await world.employer("乙公司")]
        people = [await world.graduate(department=random.choice((DEPARTMENT, "艺术学院"))) for _ in range(6)]
        people.append(await world.graduate(level_code="11"))
        for person in people:
            await self.walk(world, random, employers, person)
        some = await rows(world, world.school)
        await change(world, some[0], frozen_at=clock.now())
        await change(world, some[1], due_at=clock.now() - timedelta(days=1))
        for reader in self.readers(world, employers, people):
            await self.compare(world, reader)

    def readers(self, world: World, employers: list[Any], people: list[Person]) -> Iterator[Reader]:
        yield from (*employers, *people[:3], world.school, world.department)
        yield DepartmentUser(id=uuid4(), name="孙老师", school_code=SCHOOL, department="艺术学院")
        yield SchoolUser(id=uuid4(), name="研究生处", school_code=SCHOOL, data_scope="postgraduate")
        yield SchoolUser(id=uuid4(), name="别的学校", school_code="19902")

    async def walk(self, world: World, random: Random, employers: list[Any], person: Person) -> None:
        for employer in employers:
            sent = await world.invite(employer, person)
            if random.random() < 0.3:
                await world.post(person, sent["id"], "decline")
        accepted = random.choice(await rows(world, person))
        if accepted["status"]["code"] != "awaiting_graduate":
            return
        await world.accept(person, accepted["id"])
        reviewer = DepartmentUser(id=uuid4(), name="院系", school_code=SCHOOL, department=person.facts["department"])
        for step, actor in enumerate((reviewer, world.school)):
            if random.random() < 0.7 - step * 0.2:
                await world.post(actor, accepted["id"], "pass")

    async def compare(self, world: World, reader: Reader) -> None:
        for cohort in ({}, {"cohort": COHORT}, {"cohort": COHORT + 1}):
            answer = await world.as_(reader).get("/v1/agreements/counts", params=cohort)
            counts = answer.json()
            for flag in ("waiting_for_me", "overdue", "frozen"):
                assert counts[flag] == len(await rows(world, reader, **cohort, **{flag: True})), flag
            listed = await rows(world, reader, **cohort)
            assert counts["total"] == len(listed)
            assert [tab["code"] for tab in counts["tabs"]] == [*Tab]
            assert [status["code"] for status in counts["statuses"]] == [*Status]
            for tab in counts["tabs"]:
                assert tab["count"] == sum(row["status"]["tab"]["code"] == tab["code"] for row in listed)
            for status in counts["statuses"]:
                assert status["count"] == sum(row["status"]["code"] == status["code"] for row in listed)
