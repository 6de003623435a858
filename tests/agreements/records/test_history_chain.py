"""The history of an agreement is a chain; the command finds whatever was changed behind the platform's back."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner, Result

from agreements.records import store
from agreements.records.queries.chains import check_chains
from agreements.records.states import chain
from agreements.service import service
from common.cli import command_line
from common.migrations import alembic_config, upgrade
from tests.agreements.conftest import Time
from tests.agreements.world import World

ROUNDS = 20
ALL_WELL = "{} chains checked, 0 broken\n"
EVERYTHING = "SELECT * FROM agreement_history ORDER BY id"
FORGED = {
    "at": datetime(2027, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    "actor_role": "school_user",
    "actor_id": None,
    "actor_name": "李老师",
    "action": "pass",
    "from_status": "in_review",
    "to_status": "signed",
    "at_step": "school",
    "reason": None,
    "detail": None,
}

Verify = Callable[..., Awaitable[Result]]


@pytest.fixture
def verify(world: World, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Run the command against the world's database."""
    monkeypatch.setenv("WANGQIAN_DATABASE__URL", world.harness.context.database.url)
    monkeypatch.setenv("WANGQIAN_TOKENS__CLIENT_SECRET", "test-secret")
    monkeypatch.setenv("WANGQIAN_BUS__KIND", "local")
    monkeypatch.setenv("WANGQIAN_CIPHER__KEYS", json.dumps({1: base64.b64encode(b"k" * 32).decode()}))
    monkeypatch.setenv("WANGQIAN_CIPHER__INDEX_KEY", base64.b64encode(b"i" * 32).decode())

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, command_line(service), ["verify-history", *arguments])

    return run


async def tamper(world: World, *statements: str) -> None:
    """What somebody with all rights in the database could do."""
    async with world.harness.context.database.transaction() as session:
        await session.execute(text("ALTER TABLE agreement_history DISABLE TRIGGER agreement_history_append_only"))
        for statement in statements:
            await session.execute(text(statement))
        await session.execute(text("ALTER TABLE agreement_history ENABLE TRIGGER agreement_history_append_only"))


async def rejected(world: World) -> str:
    """An agreement with a reason in its history."""
    employer, person = await world.employer(), await world.graduate()
    sent = (await world.invite(employer, person))["id"]
    await world.accept(person, sent)
    answer = await world.post(world.department, sent, "reject", reason_code="other", detail="材料\n“不全”\\ 😀")
    assert answer.status_code == 200, answer.text
    return sent


async def signed(world: World) -> str:
    return (await world.signed(await world.employer(), await world.graduate()))["id"]


async def copies(world: World, agreement_id: str, number: int) -> list[UUID]:
    """As many agreements like this one, with a history of their own, written as the platform writes it."""
    copied = await world.harness.rows(
        "INSERT INTO agreements SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid()))).*"
        " FROM agreements a, generate_series(1, :number) WHERE a.id = :original RETURNING id",
        number=number,
        original=UUID(agreement_id),
    )
    ids = [row.id for row in copied]
    async with world.harness.context.database.transaction() as session:
        for copy in ids:
            for version in (1, 2):
                await store.add_history(session, agreement_id=copy, version=version, **FORGED)
    return ids


class TestChain:
    async def test_holds_over_a_whole_signing(self, world: World, verify: Verify) -> None:
        agreement = await signed(world)
        rows = await world.harness.rows(EVERYTHING)
        assert [row.previous_sha256 for row in rows[1:]] == [row.sha256 for row in rows[:-1]]
        assert rows[0].previous_sha256 == hashlib.sha256(agreement.encode()).hexdigest()
        assert len({row.sha256 for row in rows}) == 4
        result = await verify()
        assert (result.exit_code, result.output) == (0, ALL_WELL.format(1))

    async def test_holds_with_a_reason_in_any_characters(self, world: World, verify: Verify) -> None:
        await rejected(world)
        assert (await verify()).output == ALL_WELL.format(1)

    async def test_is_hashed_as_is_written_down(self, world: World) -> None:
        """Whoever keeps an export can check it with nothing but SHA-256 and this rule."""
        await rejected(world)
        [*_, row] = await world.harness.rows(EVERYTHING)
        content = (
            f'{{"action":"reject","actor_id":"{world.department.id}","actor_name":"赵老师","actor_role":"department_user",'
            f'"at":"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f+00:00}","at_step":"department",'
            '"detail":"材料\\n“不全”\\\\ 😀","from_status":"in_review","reason":"other",'
            '"to_status":"rejected","version":3}'
        )
        assert row.sha256 == hashlib.sha256(f"{row.previous_sha256}\n{content}".encode()).hexdigest()

    async def test_the_agreement_shows_the_beginning_of_its_last_hash(self, world: World) -> None:
        agreement = await signed(world)
        [*_, last] = await world.harness.rows(EVERYTHING)
        shown = (await world.read(world.school, agreement))["history_sha256"]
        assert (shown, len(shown)) == (last.sha256[:32], 32)

    async def test_holds_whoever_comes_first(self, world: World, verify: Verify) -> None:
        employers = [await world.employer("甲公司"), await world.employer("乙公司")]
        for _ in range(ROUNDS):
            person = await world.graduate()
            sent = [(await world.invite(employer, person))["id"] for employer in employers]
            await asyncio.gather(
                *(world.try_to_accept(person, agreement) for agreement in sent),
                *(world.post(person, agreement, "decline") for agreement in sent),
            )
            passes = [world.post(world.department, agreement, "pass") for agreement in sent for _ in range(2)]
            await asyncio.gather(*passes)
        result = await verify()
        assert (result.exit_code, result.output) == (0, ALL_WELL.format(2 * ROUNDS))

    async def test_takes_no_link_without_the_one_before_it(self, world: World) -> None:
        agreement = await signed(world)
        with pytest.raises(IntegrityError, match="previous_sha256"):
            async with world.harness.context.database.transaction() as session:
                await store.add_history(session, agreement_id=UUID(agreement), version=6, **FORGED)


class TestMigration:
    async def test_chains_what_was_written_before(self, world: World, verify: Verify) -> None:
        await rejected(world)
        await signed(world)
        before = await world.harness.rows(EVERYTHING)
        url = world.harness.context.database.url
        await asyncio.to_thread(command.downgrade, alembic_config(service, url), "0005-1")
        await asyncio.to_thread(upgrade, service, url)
        await world.harness.context.database.engine.dispose()
        assert await world.harness.rows(EVERYTHING) == before
        assert (await verify()).output == ALL_WELL.format(2)
        with pytest.raises(Exception, match="append-only"):
            await world.harness.rows("DELETE FROM agreement_history")


class TestVerification:
    @pytest.mark.parametrize(
        ("done", "found"),
        [
            ("UPDATE agreement_history SET detail = 'x' WHERE version = 2", "version 2 says something else"),
            (
                "UPDATE agreement_history SET at = at + interval '1 us' WHERE version = 3",
                "version 3 says something else",
            ),
            ("UPDATE agreement_history SET actor_id = NULL WHERE version = 1", "version 1 says something else"),
            ("UPDATE agreement_history SET sha256 = 'x' WHERE version = 4", "version 4 says something else"),
            ("UPDATE agreement_history SET previous_sha256 = 'x' WHERE version = 1", "version 1 does not follow"),
            ("DELETE FROM agreement_history WHERE version = 1", "version 1 is missing"),
            ("DELETE FROM agreement_history WHERE version = 3", "version 3 is missing"),
            ("DELETE FROM agreement_history WHERE version = 4", "version 4 is missing"),
            ("DELETE FROM agreement_history", "version 1 is missing"),
            ("UPDATE agreements SET version = 5", "version 5 is missing"),
            ("UPDATE agreements SET version = 3", "version 4 is not a version that the agreement has reached"),
        ],
    )
    async def test_names_the_first_broken_link(self, world: World, verify: Verify, done: str, found: str) -> None:
        agreement = await signed(world)
        await tamper(world, done)
        result = await verify()
        assert result.exit_code == 1
        assert result.output.startswith(f"agreement {agreement}: {found}")
        assert result.output.endswith("\n1 chains checked, 1 broken\n")

    async def test_finds_a_reason_that_was_changed(self, world: World, verify: Verify) -> None:
        agreement = await rejected(world)
        await tamper(world, "UPDATE agreement_history SET reason = 'graduate_data_wrong' WHERE version = 3")
        result = await verify("--agreement", agreement)
        assert (result.exit_code, result.output) == (
            1,
            f"agreement {agreement}: version 3 says something else than what was hashed\n1 chains checked, 1 broken\n",
        )

    async def test_finds_a_changed_row_whose_own_hash_was_made_anew(self, world: World, verify: Verify) -> None:
        await signed(world)
        [_, second, *_] = await world.harness.rows(EVERYTHING)
        facts = {field: getattr(second, field) for field in chain.FIELDS} | {"actor_name": "别人"}
        anew = chain.link_hash(second.previous_sha256, chain.content_of(**facts))
        await tamper(
            world, f"UPDATE agreement_history SET actor_name = '别人', sha256 = '{anew}' WHERE id = {second.id}"
        )
        assert "version 3 does not follow the link before it\n" in (await verify()).output

    async def test_finds_two_rows_that_were_swapped(self, world: World, verify: Verify) -> None:
        await signed(world)
        await tamper(
            world,
            "UPDATE agreement_history SET version = -1 WHERE version = 2",
            "UPDATE agreement_history SET version = 2 WHERE version = 3",
            "UPDATE agreement_history SET version = 3 WHERE version = -1",
        )
        assert "version 2 does not follow the link before it\n" in (await verify()).output

    async def test_finds_a_forged_row_at_the_end_however_well_made(self, world: World, verify: Verify) -> None:
        agreement = await signed(world)
        async with world.harness.context.database.transaction() as session:
            await store.add_history(session, agreement_id=UUID(agreement), version=5, **FORGED)
        assert "version 5 is not a version that the agreement has reached\n" in (await verify()).output

    async def test_knows_what_changed_since_a_day(self, world: World, verify: Verify, time: Time) -> None:
        time.is_("2027-03-01T15:59:59+00:00")
        await signed(world)
        time.is_("2027-03-01T16:00:00+00:00")
        later = await signed(world)
        await tamper(world, "UPDATE agreement_history SET detail = 'x'")
        result = await verify("--since", "2027-03-02")
        assert result.output.startswith(f"agreement {later}: ")
        assert result.output.endswith("\n1 chains checked, 1 broken\n")
        assert (await verify("--since", "2027-03-01")).output.endswith("\n2 chains checked, 2 broken\n")
        assert (await verify("--since", "2027-03-03")).output == ALL_WELL.format(0)

    async def test_does_not_call_well_what_is_not_there(self, verify: Verify) -> None:
        nobody = uuid4()
        result = await verify("--agreement", str(nobody))
        assert result.exit_code == 1
        assert f"there is no agreement {nobody}" in result.output

    async def test_walks_a_thousand_and_names_each_broken_one(self, world: World, verify: Verify) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = (await world.invite(employer, person))["id"]
        await world.post(person, sent, "decline")
        ids = sorted(await copies(world, sent, 999))
        assert (await verify()).output == ALL_WELL.format(1000)
        broken = [ids[0], ids[500], ids[-1]]
        for agreement in broken:
            await tamper(
                world, f"UPDATE agreement_history SET detail = 'x' WHERE agreement_id = '{agreement}' AND version = 2"
            )
        result = await verify()
        assert result.exit_code == 1
        assert result.output.splitlines() == [
            *(f"agreement {agreement}: version 2 says something else than what was hashed" for agreement in broken),
            "1000 chains checked, 3 broken",
        ]

    async def test_holds_one_batch_at_a_time(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = (await world.invite(employer, person))["id"]
        await world.post(person, sent, "decline")
        await copies(world, sent, 24)
        sizes = [checked.chains async for checked in check_chains(world.harness.context.database, batch=10)]
        assert sizes == [10, 10, 5]
