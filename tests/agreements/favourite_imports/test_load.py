"""Large imports leave the service to the others: its connections, its locks, its event loop, its memory."""

import asyncio
from collections.abc import Callable
from threading import current_thread, main_thread
from typing import Any

import pytest

from agreements.favourite_imports import store
from agreements.favourite_imports.commands import imports, sheets
from agreements.favourites import store as favourites
from common.auth.actors import EmployerUser
from common.crypto import Cipher
from tests.agreements.favourite_imports.support import PATH, rehearsed, row_of, taken_over, try_to_rehearse
from tests.agreements.favourite_imports.test_imports import enrol, names_held
from tests.agreements.world import World

SOME_HUNDRED = 600
ROWS = 1500


class Watched:
    """How many connections are lent while workbooks wait for a thread or are worked on there."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self._pool: Any = world.harness.context.database.engine.pool
        self.lent: list[int] = []
        for place, name in ((sheets, "read_rows"), (sheets, "annotate"), (store, "opened"), (store, "sealed")):
            self._watch(monkeypatch, place, name)

    def _watch(self, monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        work: Callable[..., Any] = getattr(place, name)

        def watched(*what: Any, **named: Any) -> Any:
            self.lent.append(self._pool.checkedout())
            return work(*what, **named)

        monkeypatch.setattr(place, name, watched)


class TestConnections:
    async def test_are_not_held_while_a_workbook_waits_for_its_turn(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        employer, people = await world.employer(), [await world.graduate() for _ in range(2)]
        watched = Watched(world, monkeypatch)
        report = await rehearsed(world, employer, [row_of(person) for person in people])
        await taken_over(world, employer, report["id"])
        assert (await world.as_(employer).get(f"{PATH}/{report['id']}/workbook")).status_code == 200
        assert watched.lent == [0] * 8  # rehearsed: read, annotate, seal; taken over: open, the same; given back: open

    async def test_nor_graduates_once_they_are_added(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the results say comes too late to take anybody back: they can be asked for again."""
        employer, person = await world.employer(), await world.graduate()
        report = await rehearsed(world, employer, [row_of(person)])
        with monkeypatch.context() as patch:
            patch.setattr(sheets, "annotate", lambda *_: 1 / 0)
            assert (await world.as_(employer).post(f"{PATH}/{report['id']}/take-over")).status_code == 500
        assert await names_held(world, employer) == [person.facts["name"]]
        assert (await taken_over(world, employer, report["id"]))["already"] == 1


class TestTheEventLoop:
    async def test_has_its_turn_every_few_hundred_rows(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        employer, rows = await world.employer(), await enrol(world, ROWS)
        turn, added = Turn(monkeypatch), rows_added(monkeypatch)
        ticking = asyncio.create_task(turn.tick())
        report = await rehearsed(world, employer, rows)
        assert (await taken_over(world, employer, report["id"]))["added"] == ROWS
        ticking.cancel()
        assert 0 < turn.most <= SOME_HUNDRED
        assert max(added) <= SOME_HUNDRED < sum(added)


def rows_added(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """With each statement."""
    numbers: list[int] = []
    add = favourites.add_all

    async def counted(session: Any, rows: list[Any]) -> Any:
        numbers.append(len(rows))
        return await add(session, rows)

    monkeypatch.setattr(favourites, "add_all", counted)
    return numbers


class Turn:
    """How many fingerprints the event loop's own thread makes before anybody else has a turn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.most = self._since = 0
        make = Cipher.blind_index

        def counted(cipher: Cipher, value: str, field: str) -> str:
            if current_thread() is main_thread():
                self._since += 1
                self.most = max(self.most, self._since)
            return make(cipher, value, field)

        monkeypatch.setattr(Cipher, "blind_index", counted)

    async def tick(self) -> None:
        while True:
            self._since = 0
            await asyncio.sleep(0)


class TestPlaces:
    async def test_are_few_and_whoever_is_too_many_is_told_to_wait(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        employer, person = await world.employer(), await world.graduate()
        report = await rehearsed(world, employer, [row_of(person)])
        monkeypatch.setattr(imports.PLACES, "taken", [f"employer_user:{n}" for n in range(imports.PLACES.number)])
        assert await self.refusals(world, employer, report["id"]) == {(429, "agreements.imports_busy", "10")}
        [counted] = await world.harness.rows("SELECT files FROM import_counts")
        assert counted.files == 1

    async def test_are_one_for_each_user(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        employer, person = await world.employer(), await world.graduate()
        report = await rehearsed(world, employer, [row_of(person)])
        monkeypatch.setattr(imports.PLACES, "taken", [employer.key])
        assert await self.refusals(world, employer, report["id"]) == {(429, "agreements.import_running", "10")}
        assert (await rehearsed(world, await world.employer("乙公司"), [row_of(person)]))["ready"] == 1

    async def test_are_left_by_files_that_are_refused(self, world: World) -> None:
        employer = await world.employer()
        for _ in range(imports.PLACES.number + 1):
            assert (await try_to_rehearse(world, employer, b"no workbook")).status_code == 422
        assert imports.PLACES.taken == []

    async def refusals(self, world: World, employer: EmployerUser, import_id: str) -> set[tuple[int, str, str]]:
        client = world.as_(employer)
        answers = [
            await try_to_rehearse(world, employer, b"no workbook"),
            await client.get(f"{PATH}/{import_id}/workbook"),
            await client.post(f"{PATH}/{import_id}/take-over"),
        ]
        return {(each.status_code, each.json()["code"], each.headers["Retry-After"]) for each in answers}
