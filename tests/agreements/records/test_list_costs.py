"""Lists cost the same however long they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text

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
        costs: list[int] = []
        for more in (5, 15):
            for _ in range(more):
                await world.invite(await world.employer(), person)
            costs.append(len(await listing(world, person, 5 if not costs else 20)))
        assert costs[0] == costs[1] <= 7

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
        assert max(costs[1]) <= 6


MANY = """
CREATE TEMP TABLE one AS SELECT * FROM {table} LIMIT 1;
INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()) || {other})).*
FROM one, generate_series(1, 6000) AS n
"""
OTHERS = """
CASE n % 3 WHEN 0 THEN jsonb_build_object('status', 'declined')
ELSE jsonb_build_object('status', 'declined', 'employer_id', gen_random_uuid(), 'graduate_id', gen_random_uuid(),
 'school_code', (20000 + n % 50)::text, 'department', '数学学院') END
"""

OTHER_FAVOURITES = """
jsonb_build_object('graduate_id', gen_random_uuid())
 || CASE n % 3 WHEN 0 THEN '{}' ELSE jsonb_build_object('employer_id', gen_random_uuid()) END
"""


async def fill(world: World, table: str, other: str) -> None:
    async with world.harness.context.database.transaction() as session:
        for statement in MANY.format(table=table, other=other).split(";"):
            await session.execute(text(statement))
        await session.execute(text(f"ANALYZE {table}"))


async def plan(world: World, reader: Actor | Person, path: str, table: str) -> str:
    """How the database finds the page that the reader asks for."""
    with statements(world) as said:
        answer = await world.as_(reader).get(path)
    assert len(answer.json()["items"]) == 50
    [(statement, values)] = [(sql, given) for sql, given in said if f"FROM {table}" in sql and "LIMIT" in sql]
    async with world.harness.context.database.engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", tuple(values))
        return "\n".join(row[0] for row in rows)


class TestPlans:
    async def test_every_readers_page_of_agreements_is_one_ordered_index_scan(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await world.invite(employer, person)
        await fill(world, "agreements", OTHERS)
        for reader, index in (
            (employer, "ix_agreements_employer_latest"),
            (person, "ix_agreements_graduate_id_id"),
            (world.school, "ix_agreements_school_latest"),
            (world.department, "ix_agreements_school_latest"),
        ):
            found = await plan(world, reader, "/v1/agreements", "agreements")
            assert f"Index Scan Backward using {index} on agreements" in found, found
            assert "Sort" not in found, found

    async def test_so_is_a_page_of_favourites(self, world: World) -> None:
        employer = await world.employer()
        await world.favourite(employer, await world.graduate())
        await fill(world, "favourites", OTHER_FAVOURITES)
        found = await plan(world, employer, "/v1/favourites", "favourites")
        assert "Index Scan Backward using ix_favourites_employer_id_id on favourites" in found, found
        assert "Sort" not in found, found
