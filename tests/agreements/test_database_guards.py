"""The rules that must never break are also the database's."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from agreements.service import service
from common.database import async_url
from common.testing.harness import ServiceHarness
from tests.agreements.world import World
from tests.support.databases import Databases

CONSTRAINTS = """
SELECT conrelid::regclass::text AS place, conname AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT table_name, column_name, data_type || is_nullable || coalesce(column_default, '') || is_identity
FROM information_schema.columns WHERE table_schema = 'public'
ORDER BY 1, 2, 3
"""


async def described(url: str) -> set[tuple[Any, ...]]:
    engine = create_async_engine(async_url(url))
    async with engine.connect() as connection:
        found = {tuple(row) for row in await connection.execute(text(CONSTRAINTS)) if "alembic" not in row[0]}
    await engine.dispose()
    return found


class TestMigrations:
    async def test_build_exactly_what_the_tables_say(self, harness: ServiceHarness, databases: Databases) -> None:
        """Columns, defaults, keys, CHECKs and (partial) indexes, by name and by definition."""
        modelled = await asyncio.to_thread(databases.empty, "agreements_models")
        engine = create_async_engine(async_url(modelled))
        async with engine.begin() as connection:
            await connection.run_sync(service.metadata.create_all)
        await engine.dispose()
        migrated, wanted = await described(harness.context.database.url), await described(modelled)
        await asyncio.to_thread(databases.drop, modelled)
        assert migrated == wanted
        assert len(wanted) > 100


async def try_to(world: World, sql: str) -> str:
    """The name of what the database objects to."""
    with pytest.raises(DBAPIError) as refused:
        async with world.harness.context.database.transaction() as session:
            await session.execute(text(sql))
    return str(refused.value.orig)


ACCEPTED = (
    "review_mode = 'school_only', accepted_at = now(), agreement_type = 'three_party', employer = '{}',"
    " graduate_version = 1, terms_sha256 = 'x'"
)
HALF_TOLD = [
    (f"status = 'unknown', {ACCEPTED}", "status"),
    ("kind = 'unknown', deadline = NULL, valid_days = NULL", "kind"),
    (f"status = 'in_review', {ACCEPTED}", "review_step"),
    ("review_step = 'school'", "review_step"),
    (f"status = 'in_review', review_step = 'centre', {ACCEPTED}", "review_step"),
    ("status = 'in_review', review_step = 'school'", "accepted"),
    (f"status = 'signed', {ACCEPTED}", "numbered"),
    (f"status = 'signed', number = '1', school = '{{}}', {ACCEPTED}", "signed"),
    ("number = '1', signed_at = now(), school = '{}'", "signed"),
    (f"status = 'rejected', {ACCEPTED}", "rejected"),
    ("reject_step = 'school', reject_reason = 'other', reject_detail = 'x'", "rejected"),
    ("deadline = invited_at", "deadline"),
    ("valid_days = 31", "deadline"),
]


class TestAgreements:
    async def test_a_graduate_has_one_live_agreement(self, world: World) -> None:
        person = await world.graduate()
        first, second = [await world.invite(await world.employer(name), person) for name in ("甲公司", "乙公司")]
        await world.accept(person, first["id"])
        copied = f"""
            UPDATE agreements SET status = 'in_review', review_step = 'school', {ACCEPTED}
            WHERE id = '{second["id"]}'"""
        assert "uq_agreements_one_live_per_graduate" in await try_to(world, copied)

    async def test_an_employer_has_one_open_invitation_to_a_graduate(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        first = await world.invite(employer, person)
        await world.post(person, first["id"], "decline")
        await world.invite(employer, person)
        reopened = f"UPDATE agreements SET status = 'awaiting_graduate' WHERE id = '{first['id']}'"
        assert "uq_agreements_one_open_invitation" in await try_to(world, reopened)

    async def test_a_half_told_state_is_refused(self, world: World) -> None:
        await world.invite(await world.employer(), await world.graduate())
        for change, rule in HALF_TOLD:
            assert f"ck_agreements_{rule}" in await try_to(world, f"UPDATE agreements SET {change}"), change

    async def test_numbers_are_unique(self, world: World) -> None:
        employer = await world.employer()
        await world.signed(employer, await world.graduate())
        await world.signed(employer, await world.graduate())
        assert "uq_agreements_number" in await try_to(world, "UPDATE agreements SET number = '1'")


class TestHistory:
    @pytest.mark.parametrize(
        "sql",
        ["UPDATE agreement_history SET reason = 'x'", "DELETE FROM agreement_history", "TRUNCATE agreement_history"],
    )
    async def test_is_only_ever_added_to(self, world: World, sql: str) -> None:
        await world.invite(await world.employer(), await world.graduate())
        assert "append-only" in await try_to(world, sql)

    async def test_has_each_version_once(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate())
        again = f"""
            INSERT INTO agreement_history (agreement_id, version, at, actor_role, actor_name, action, to_status,
                previous_sha256, sha256)
            VALUES ('{sent["id"]}', 1, now(), 'clock', '系统', 'expire', 'expired', '0', '0')"""
        assert "uq_agreement_history" in await try_to(world, again)


class TestSettings:
    @pytest.mark.parametrize(
        ("change", "rule"),
        [
            ("rescission_limit = 100", "rescission_limit"),
            ("review_mode = 'nobody'", "review_mode"),
            ("agreement_type = 'four_party'", "agreement_type"),
        ],
    )
    async def test_are_within_their_bounds(self, world: World, change: str, rule: str) -> None:
        assert f"ck_sign_settings_{rule}" in await try_to(world, f"UPDATE sign_settings SET {change}")

    async def test_a_province_decides_for_one_of_two_types(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        change = "UPDATE province_agreement_types SET agreement_type = 'four_party'"
        assert "ck_province_agreement_types_agreement_type" in await try_to(world, change)


class TestTransaction:
    async def test_a_failing_event_leaves_no_agreement_and_no_history(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        async with world.harness.context.database.transaction() as session:
            await session.execute(text("ALTER TABLE outbox ADD CONSTRAINT nothing_is_said CHECK (false) NOT VALID"))
        refused = await world.try_to_invite(employer, favourite)
        assert (refused.status_code, refused.json()["code"]) == (500, "internal_error")
        assert not await world.harness.rows("SELECT 1 FROM agreements UNION ALL SELECT 1 FROM agreement_history")
