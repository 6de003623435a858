"""Lists cost the same however long they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from common.auth.actors import Actor
from tests.agreements.world import Person, World


@contextmanager
def statements(world: World) -> Iterator[list[tuple[str, Any]]]:
    """What is said to the database meanwhile."""
    said: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        said.append((statement, values))

    engine = world.harness.context.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


async def listing(world: World, reader: Actor | Person, rows: int) -> list[tuple[str, Any]]:
    with statements(world) as said:
        answer = await world.as_(reader).get("/v1/agreements", params={"limit": 50})
    assert len(answer.json()["items"]) == rows
    return said


class TestStatements:
    async def test_a_graduates_list_of_twenty_takes_as_many_as_one_of_five(self, world: World) -> None:
        person = await world.graduate()
        costs = []
        for more in (5, 15):
            for _ in range(more):
                await world.invite(await world.employer(), person)
            costs.append(len(await listing(world, person, 5 if not costs else 20)))
        assert costs[0] == costs[1] <= 6

    async def test_so_do_the_employers_the_departments_and_the_schools(self, world: World) -> None:
        employer = await world.employer()
        costs: list[list[int]] = []
        for more in (5, 15):
            for _ in range(more):
                await world.invite(employer, await world.graduate())
            rows = 20 if costs else 5
            readers = (employer, world.department, world.school)
            costs.append([len(await listing(world, reader, rows)) for reader in readers])
        assert costs[0] == costs[1]
        assert max(costs[1]) <= 3
