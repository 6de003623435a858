"""`python -m stats recount`: finds what differs and, asked to, puts it right. And what the database refuses."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner, Result

from common.cli import command_line
from common.testing.eventually import eventually
from common.testing.harness import ServiceHarness
from stats.counting.commands import count_graduate
from stats.database import Base
from stats.service import service
from tests.stats.world import Agreement, Person, World


@pytest.fixture
async def counted(world: World) -> World:
    """Two graduates, one of them with an agreement."""
    await world.enrol()
    await world.live(Agreement(await world.enrol()), "sent")
    return world


async def run(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("WANGQIAN_DATABASE__URL", harness.context.database.url)
    monkeypatch.setenv("WANGQIAN_TOKENS__CLIENT_SECRET", "test-secret")
    monkeypatch.setenv("WANGQIAN_BUS__KIND", "local")
    return await asyncio.to_thread(CliRunner().invoke, command_line(service), ["recount", *arguments])


class TestRecount:
    async def test_finds_nothing_where_all_is_well(self, counted: World, monkeypatch: pytest.MonkeyPatch) -> None:
        result = await run(counted.harness, monkeypatch)
        assert (result.exit_code, result.output) == (0, "0 counters differ\n")

    async def test_names_each_counter_that_differs_and_fails(
        self, counted: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await counted.harness.rows("UPDATE counters SET n = 5 WHERE kind = 'graduate' RETURNING 1")
        await counted.harness.rows("DELETE FROM counters WHERE kind = 'agreement' RETURNING 1")
        result = await run(counted.harness, monkeypatch)
        assert result.exit_code == 1
        assert "awaiting_graduate: kept 0, counted 1" in result.output
        assert "kept 5, counted 2" in result.output
        assert "2 counters differ" in result.output
        assert (await counted.statistics())["total"]["counts"]["total"] == 5

    async def test_puts_right_what_differs_when_asked(self, counted: World, monkeypatch: pytest.MonkeyPatch) -> None:
        await counted.harness.rows("UPDATE counters SET n = n + 1 RETURNING 1")
        await counted.harness.rows(
            "INSERT INTO counters VALUES ('outcome', 2027, '19901', '系', :nobody, '10', 3) RETURNING 1",
            nobody="00000000-0000-0000-0000-000000000000",
        )
        assert "3 counters differ, repaired" in (await run(counted.harness, monkeypatch, "--repair")).output
        assert (await run(counted.harness, monkeypatch)).exit_code == 0
        counts = (await counted.statistics())["total"]["counts"]
        assert (counts["total"], counts["records"]) == (2, 1)

    async def test_repairs_after_those_who_are_counting_and_before_those_who_come(
        self, counted: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await counted.harness.rows("UPDATE counters SET n = 5 WHERE kind = 'graduate' RETURNING 1")
        async with counted.harness.context.database.transaction() as session:
            await count_graduate(session, Person().on_roster(), 1)
            repairing = asyncio.create_task(run(counted.harness, monkeypatch, "--repair"))
            await eventually(lambda: counted.harness.rows("SELECT 1 FROM pg_locks WHERE NOT granted"))
        assert (await repairing).exit_code == 0
        assert (await run(counted.harness, monkeypatch)).exit_code == 0
        assert (await counted.statistics())["total"]["counts"]["total"] == 3


class TestConstraints:
    @pytest.mark.parametrize(("kind", "n"), [("graduate", -1), ("employer", 1)])
    async def test_refuse_a_counter_that_cannot_be(self, stats: ServiceHarness, kind: str, n: int) -> None:
        with pytest.raises(IntegrityError):
            await stats.rows(
                "INSERT INTO counters VALUES (:kind, 2027, '19901', '系', gen_random_uuid(), '', :n) RETURNING 1",
                kind=kind,
                n=n,
            )

    async def test_refuse_an_unknown_status(self, stats: ServiceHarness) -> None:
        with pytest.raises(IntegrityError):
            await stats.rows(
                "INSERT INTO agreements (agreement_id, sequence, graduate_id, employer_id, status, cohort, school_code,"
                " department) SELECT u, 1, u, u, 'done', 2027, '19901', '系' FROM gen_random_uuid() AS u RETURNING 1"
            )


class TestMigrations:
    async def test_make_what_the_models_say(self, stats: ServiceHarness) -> None:
        def differences(connection: Connection) -> list[Any]:
            return compare_metadata(MigrationContext.configure(connection), Base.metadata)

        async with stats.context.database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []
