"""Lists cost the same however long they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from sqlalchemy import event, text

from agreements.records.queries import check_chains
from common import clock
from common.auth.actors import Actor, EmployerUser
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
        assert costs[0] == costs[1] <= 8

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
INSERT INTO {table} SELECT made.* FROM one, generate_series(1, 6000) AS n,
LATERAL jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()) || {other}) AS made
"""
OTHERS = """
jsonb_build_object('updated_at', now() - n * interval '1 second')
 || CASE n % 3 WHEN 0 THEN '{}' ELSE jsonb_build_object('employer_id', gen_random_uuid(),
  'school_code', (20000 + n % 50)::text, 'reviewing_department', '数学学院') END
 || CASE WHEN n % 5 = 0 OR n % 3 > 0 THEN jsonb_build_object('graduate_id', gen_random_uuid()) ELSE '{}' END
 || CASE n % 5 WHEN 0 THEN '{}' ELSE jsonb_build_object('review_step', null, 'due_at', null,
  'status', (ARRAY['declined', 'expired'])[n % 2 + 1]) END
"""
"""Of one agreement in review: a third of the same employer and school; one in five in review, the rest ended."""

HISTORIES = """
INSERT INTO agreement_history (agreement_id, version, at, actor_role, actor_name, action, to_status, previous_sha256,
 sha256)
SELECT id, 10, now() - interval '1 year', 'clock', '系统', 'expire', 'expired', '0', '0' FROM agreements
"""

OTHER_FAVOURITES = """
jsonb_build_object('graduate_id', gen_random_uuid())
 || CASE n % 3 WHEN 0 THEN '{}' ELSE jsonb_build_object('employer_id', gen_random_uuid()) END
"""


async def fill(world: World, table: str, other: str) -> None:
    async with world.harness.context.database.transaction() as session:
        # Until a commit is on disk, VACUUM cannot tell that everybody sees its rows.
        await session.execute(text("SET LOCAL synchronous_commit TO on"))
        for statement in MANY.format(table=table, other=other).split(";"):
            await session.execute(text(statement))
        await session.execute(text(f"ANALYZE {table}"))


async def vacuum(world: World, table: str) -> None:
    engine = world.harness.context.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"VACUUM ANALYZE {table}"))


async def explained(world: World, said: list[tuple[str, Any]], part: str) -> str:
    """How the database answers the one statement that has this part."""
    [(statement, values)] = [(sql, given) for sql, given in said if part in sql]
    async with world.harness.context.database.engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", tuple(values))
        return "\n".join(row[0] for row in rows)


async def plan(world: World, reader: Actor | Person, path: str, table: str) -> str:
    """How the database finds the page that the reader asks for."""
    with statements(world) as said:
        answer = await world.as_(reader).get(path)
    assert len(answer.json()["items"]) == 50
    return await explained(world, [each for each in said if "LIMIT" in each[0]], f"FROM {table}")


NARROWED = (
    "",
    "cohort=2027",
    "status=declined",
    "tab=failed",
    "cohort=2027&status=declined&status=expired",
    "cohort=2027&tab=failed&level_code=31",
)


class TestPlans:
    async def filled(self, world: World) -> tuple[EmployerUser, Person]:
        employer, person = await world.employer(), await world.graduate()
        await world.accept(person, (await world.invite(employer, person))["id"])
        await fill(world, "agreements", OTHERS)
        return employer, person

    async def test_every_readers_page_is_one_ordered_index_scan_however_it_is_narrowed(self, world: World) -> None:
        employer, _ = await self.filled(world)
        readers = ((employer, "employer"), (world.school, "school"), (world.department, "school"))
        for (reader, index), narrowed in product(readers, NARROWED):
            for sort in ("latest", "updated"):
                found = await plan(world, reader, f"/v1/agreements?sort={sort}&{narrowed}", "agreements")
                assert f"Scan Backward using ix_agreements_{index}_{sort} on agreements" in found, (narrowed, found)
                assert "Sort" not in found, (narrowed, found)

    async def test_so_is_what_is_overdue_first(self, world: World) -> None:
        employer, _ = await self.filled(world)
        readers = ((employer, "employer"), (world.school, "school"), (world.department, "school"))
        for (reader, index), narrowed in product(readers, ("", "cohort=2027")):
            found = await plan(world, reader, f"/v1/agreements?sort=overdue_first&{narrowed}", "agreements")
            assert f"Scan using ix_agreements_{index}_due on agreements" in found, (narrowed, found)
            assert "Sort" not in found, (narrowed, found)

    async def test_so_is_what_waits_for_a_reviewer(self, world: World) -> None:
        await self.filled(world)
        for narrowed in ("", "cohort=2027"):
            path = f"/v1/agreements?waiting_for_me=true&{narrowed}"
            found = await plan(world, world.department, path, "agreements")
            assert "using ix_agreements_review on agreements" in found, (narrowed, found)

    async def test_a_graduate_has_few_and_reads_them_by_themselves(self, world: World) -> None:
        _, person = await self.filled(world)
        found = await plan(world, person, "/v1/agreements", "agreements")
        assert "using ix_agreements_graduate_id_id on agreements" in found, found

    async def test_counts_are_read_from_an_index_alone(self, world: World) -> None:
        employer, _ = await self.filled(world)
        await vacuum(world, "agreements")
        for reader, index in ((employer, "employer"), (world.school, "school"), (world.department, "school")):
            for narrowed in ("", "?cohort=2027"):
                with statements(world) as said:
                    answer = await world.as_(reader).get(f"/v1/agreements/counts{narrowed}")
                assert answer.json()["total"] > 400
                found = await explained(world, said, "GROUP BY")
                assert f"Index Only Scan using ix_agreements_{index}_latest on agreements" in found, found

    async def test_what_has_changed_since_a_day_is_found_by_when_it_changed(self, world: World) -> None:
        await self.filled(world)
        async with world.harness.context.database.transaction() as session:
            await session.execute(text("UPDATE agreements SET updated_at = updated_at - interval '1 year'"))
            await session.execute(text(HISTORIES))
            await session.execute(text("ANALYZE agreements, agreement_history"))
        with statements(world) as said:
            checked = [one async for one in check_chains(world.harness.context.database, since=clock.now())]
        assert checked == []
        found = await explained(world, said, "agreement_history")
        assert "ix_agreement_history_at" in found, found
        assert "ix_agreements_updated_at" in found, found
        assert "Seq Scan" not in found, found

    async def test_so_is_a_page_of_favourites(self, world: World) -> None:
        employer = await world.employer()
        await world.favourite(employer, await world.graduate())
        await fill(world, "favourites", OTHER_FAVOURITES)
        found = await plan(world, employer, "/v1/favourites", "favourites")
        assert "Index Scan Backward using ix_favourites_employer_id_id on favourites" in found, found
        assert "Sort" not in found, found
