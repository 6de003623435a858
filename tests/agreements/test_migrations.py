"""What the migrations do to what is there, up and down."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic import command
from sqlalchemy import Engine, event, text
from sqlalchemy.ext.asyncio import create_async_engine

from agreements.records.states import Status
from agreements.records.states.waiting import wait_in
from agreements.service import service
from common.database import async_url
from common.migrations import alembic_config, upgrade
from tests.agreements.test_database_guards import described
from tests.support.databases import Databases

BEFORE = "0005"
MIGRATE = """
import sys
from agreements.service import service
from common.migrations import upgrade
upgrade(service, sys.argv[1])
"""
FILES = (
    "SELECT relname AS name, relfilenode AS file FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
INDEX = re.compile(r"CREATE (UNIQUE )?INDEX (?P<beside>CONCURRENTLY )?(?P<name>\w+) ON (?P<table>\w+)")
FROZEN, PRESENT = "计算机学院", "信息学院"
GRADUATE = text(
    "INSERT INTO graduates (graduate_id, sequence, person_index, name, name_key, id_number_masked, cohort, school_code,"
    " school_name, department, level_code, major_name, training_mode_code, may_sign, on_roster) VALUES (:id, 2, '0',"
    f" '王䶮', '王䶮', '1', 2027, '19901', '北京示例大学', '{PRESENT}', '31', '软件工程', '1', true, true)"
)
AGREEMENT = text(
    "INSERT INTO agreements (id, version, kind, status, cohort, employer_id, employer_name, graduate_id, person_index,"
    " graduate_name, id_number_masked, school_code, school_name, department, level_code, major_name, job_title, letter,"
    " terms_version, valid_days, deadline, invited_at, updated_at, accepted_at, agreement_type, employer,"
    " graduate_version, terms_sha256, review_mode, review_step) VALUES (:id, 1, 'online', :status, 2027, :employer_id,"
    " '甲公司', :graduate_id, '0', '王䶮', '1', '19901', '北京示例大学', '" + FROZEN + "', '31', '软件工程', '工程师',"
    " '{}', 1, 2, :deadline, :invited_at, :updated_at, now(), 'three_party', '{}', 1, '0', 'school_only', :step)"
)


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """A database of the release before."""
    url = await asyncio.to_thread(databases.empty, "agreements_upgraded")
    await asyncio.to_thread(upgrade, service, url, BEFORE)
    yield url
    await asyncio.to_thread(databases.drop, url)


async def insert(url: str, status: str, updated_at: datetime, *, known: bool = True, **values: Any) -> UUID:
    """An agreement as the release before has left it."""
    key = uuid4()
    agreement = {"id": key, "graduate_id": uuid4(), "employer_id": uuid4(), "status": status}
    times = {"updated_at": updated_at, "invited_at": updated_at, "deadline": updated_at + timedelta(days=3)}
    step = {"step": "school" if status == "in_review" else None}
    engine = create_async_engine(async_url(url))
    async with engine.begin() as connection:
        if known:
            await connection.execute(GRADUATE, {"id": agreement["graduate_id"]})
        await connection.execute(AGREEMENT, agreement | times | step | values)
    await engine.dispose()
    return key


async def upgraded(url: str) -> dict[UUID, Any]:
    """All agreements after the upgrade."""
    await asyncio.to_thread(upgrade, service, url)
    engine = create_async_engine(async_url(url))
    async with engine.connect() as connection:
        rows = {row.id: row for row in await connection.execute(text("SELECT * FROM agreements"))}
    await engine.dispose()
    return rows


class TestWhatRunsAtTheUpgrade:
    async def test_an_open_invitation_is_reminded_of_a_day_before_it_ends(self, database: str) -> None:
        now = datetime.now(UTC)
        later, soon = now + timedelta(days=2), now + timedelta(hours=20)
        early = await insert(database, "awaiting_graduate", now - timedelta(days=1), deadline=later)
        late = await insert(database, "awaiting_graduate", now - timedelta(days=1), deadline=soon)
        rows = await upgraded(database)
        assert (rows[early].due_at, rows[early].next_reminder_at) == (later, later - timedelta(days=1))
        assert (rows[late].due_at, rows[late].next_reminder_at) == (soon, None)

    async def test_a_review_is_due_and_reminded_of_as_one_that_begins_now(self, database: str) -> None:
        began = [datetime(2026, 11, day, 15, 59, 59, tzinfo=UTC) for day in range(2, 10)]
        began += [moment + timedelta(seconds=1) for moment in began]
        reviews = {await insert(database, "in_review", moment): moment for moment in began}
        rows = await upgraded(database)
        for review, moment in reviews.items():
            wait = wait_in(Status.IN_REVIEW, moment, None)
            found = rows[review]
            assert (found.waiting_since, found.due_at, found.next_reminder_at) == (moment, wait.due_at, wait.due_at)

    async def test_what_has_ended_waits_for_nobody(self, database: str) -> None:
        declined = await insert(database, "declined", datetime(2026, 11, 2, tzinfo=UTC))
        found = (await upgraded(database))[declined]
        assert (found.due_at, found.next_reminder_at) == (None, None)

    async def test_is_reviewed_by_the_department_that_the_roster_has(self, database: str) -> None:
        moment = datetime(2026, 11, 2, tzinfo=UTC)
        for status in ("in_review", "declined"):
            known, unknown = await insert(database, status, moment), await insert(database, status, moment, known=False)
            rows = await upgraded(database)
            assert (rows[known].department, rows[known].reviewing_department) == (FROZEN, PRESENT)
            assert rows[unknown].reviewing_department == FROZEN
            await asyncio.to_thread(command.downgrade, alembic_config(service, database), BEFORE)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What databases are asked."""
    asked: list[str] = []

    def note(*facts: Any) -> None:
        asked.append(facts[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


async def tables(url: str) -> dict[str, int]:
    """The file of each table: another one when it was written anew."""
    engine = create_async_engine(async_url(url))
    async with engine.connect() as connection:
        found = await connection.execute(text(FILES))
        files = {row.name: row.file for row in found}
    await engine.dispose()
    return files


class TestTablesThatAreThere:
    async def test_are_not_written_anew_under_a_lock(self, database: str) -> None:
        before = await tables(database)
        await upgraded(database)
        after = await tables(database)
        assert {name: after[name] for name in before} == before

    async def test_get_their_indexes_beside_the_work(self, database: str, statements: list[str]) -> None:
        there = await tables(database)
        statements.clear()
        await upgraded(database)
        indexes = [found for asked in statements if (found := INDEX.search(asked))]
        assert {found["name"] for found in indexes} >= {"ix_employers_uscc", "uq_favourites_one_valid"}
        assert [found["name"] for found in indexes if found["table"] in there and not found["beside"]] == []


class TestUpAndDown:
    @pytest.mark.parametrize("rows", [0, 3])
    async def test_leaves_nothing_behind_and_builds_the_same_again(self, database: str, rows: int) -> None:
        for _ in range(rows):
            await insert(database, "in_review", datetime(2026, 11, 2, tzinfo=UTC))
        before = await described(database)
        assert len(await upgraded(database)) == rows
        after = await described(database)
        await asyncio.to_thread(command.downgrade, alembic_config(service, database), BEFORE)
        assert await described(database) == before
        assert len(await upgraded(database)) == rows
        assert await described(database) == after

    async def test_goes_on_after_it_was_cut_off(self, database: str) -> None:
        """Two reviews of one graduate, which the old index did not refuse, break the new one off."""
        moment = datetime(2026, 11, 2, tzinfo=UTC)
        engine = create_async_engine(async_url(database))
        async with engine.begin() as connection:
            await connection.execute(text("DROP INDEX uq_agreements_one_live_per_graduate"))
        whose = uuid4()
        await insert(database, "in_review", moment, graduate_id=whose, known=False)
        second = await insert(database, "in_review", moment, graduate_id=whose, known=False)
        with pytest.raises(Exception, match="uq_agreements_one_live_now"):
            await upgraded(database)
        async with engine.begin() as connection:
            await connection.execute(text("DELETE FROM agreements WHERE id = :id"), {"id": second})
        await engine.dispose()
        assert len(await upgraded(database)) == 1

    async def test_two_processes_wait_for_each_other(self, database: str) -> None:
        await insert(database, "in_review", datetime(2026, 11, 2, tzinfo=UTC))
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        command_line = (sys.executable, "-c", MIGRATE, database)
        start = (asyncio.create_subprocess_exec(*command_line, env=environment) for _ in range(3))
        processes = await asyncio.gather(*start)
        assert await asyncio.gather(*(process.wait() for process in processes)) == [0, 0, 0]
        assert len(await upgraded(database)) == 1
