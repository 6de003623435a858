"""Whoever guesses at once has no more guesses than whoever guesses one after the other, and no better ones."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from agreements.acceptance_codes.states import Try
from agreements.records import queries as records
from agreements.records.commands import NOTHING, carry_out_at_once
from agreements.records.states import Action
from agreements.records.store import Written
from agreements.signing import states
from common import clock
from common.database import Database
from common.testing.eventually import eventually
from tests.agreements.acceptance_codes.phones import Phones
from tests.agreements.world import Person, World

ROUNDS, GUESSES, MOST = 20, 40, 5
AT_ONCE = 12
FIRST_COMES = ROUNDS // 2
"""More often than this, what was sent last is served first only if it is served another way."""
TOLD_NOTHING = {"code_has_tries_left", "code_is_fresh", "status_allows_this_action"}


@dataclass(frozen=True)
class Burst:
    """What 40 or fewer guesses at once came to."""

    rules: Counter[str]
    """Of those that were refused."""
    accepted: bool
    tries: int
    state: str


@pytest.fixture(autouse=True)
async def database(world: World) -> AsyncIterator[Database]:
    """So many acceptances of one process look at once."""
    context = world.harness.context
    before = context.database
    context.database = Database(context.settings.database.model_copy(update={"pool_size": AT_ONCE}), "agreements")
    yield context.database
    await context.database.close()
    context.database = before


async def asked(world: World, person: Person) -> str:
    """An invitation for which a code was sent."""
    agreement = str((await world.invite(await world.employer(), person))["id"])
    await ask(world, person, agreement)
    return agreement


async def ask(world: World, person: Person, agreement: str) -> None:
    read = await world.terms(person, agreement)
    body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
    assert (await world.post(person, agreement, "acceptance-codes", **body)).status_code == 202


async def burst(world: World, phones: Phones, place: int, guesses: int) -> Burst:
    """That many different codes at once; the right one is sent as the `place`th, counted from 0."""
    person = await world.graduate()
    agreement, right = await asked(world, person), phones.newest()
    codes = [f"{(int(right) + 1 + n) % 1_000_000:06d}" for n in range(guesses)]
    codes[place] = right
    read = await world.terms(person, agreement)
    body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
    answers = await asyncio.gather(*(world.post(person, agreement, "accept", **body, code=code) for code in codes))
    assert {answer.status_code for n, answer in enumerate(answers) if n != place} == {409}
    [row] = await world.harness.rows("SELECT tries, state FROM acceptance_codes WHERE agreement_id = :id", id=agreement)
    refused = Counter(answer.json()["rule"] for answer in answers if answer.status_code == 409)
    return Burst(refused, answers[place].status_code == 200, row.tries, row.state)


class TestManyAtOnce:
    async def test_never_learn_of_more_than_five(self, world: World, phones: Phones) -> None:
        chance = Random(4)
        for _ in range(ROUNDS):
            seen = await burst(world, phones, chance.randrange(GUESSES), GUESSES)
            compared = seen.rules.pop("code_is_right", 0)
            assert set(seen.rules) <= TOLD_NOTHING
            assert compared == seen.tries
            assert (compared, seen.state) == (MOST, "open") if not seen.accepted else compared < MOST

    async def test_the_right_one_overtakes_no_wrong_one(self, world: World, phones: Phones) -> None:
        seen = [await burst(world, phones, AT_ONCE - 3, AT_ONCE - 2) for _ in range(ROUNDS)]
        assert sum(each.accepted and each.tries == 0 for each in seen) < FIRST_COMES

    async def test_a_wrong_one_waits_for_nothing_that_a_right_one_does_not_wait_for(
        self, world: World, phones: Phones, database: Database
    ) -> None:
        person = await world.graduate()
        agreement, right = await asked(world, person), phones.newest()
        read = await world.terms(person, agreement)
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"], "code": another(right)}
        busy = [await database.engine.connect() for _ in range(2 * AT_ONCE)]
        told = await asyncio.wait_for(world.post(person, agreement, "accept", **body), timeout=20)
        assert told.json()["rule"] == "code_is_right"
        for connection in busy:
            await connection.close()

    async def test_the_right_one_is_taken_after_a_change_that_moves_no_version(
        self, world: World, phones: Phones
    ) -> None:
        person = await world.graduate()
        agreement, right = await asked(world, person), phones.newest()
        read = await world.terms(person, agreement)
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
        async with world.harness.context.database.transaction() as other:
            await other.execute(text("UPDATE agreements SET reminders_sent = 1"))
            await other.execute(text("UPDATE acceptance_codes SET tries = 4"))
            wrong = asyncio.create_task(world.post(person, agreement, "accept", **body, code=another(right)))
            await eventually(lambda: waiting(world), is_true=lambda count: count == 1)
            late = asyncio.create_task(world.post(person, agreement, "accept", **body, code=right))
            await eventually(lambda: waiting(world), is_true=lambda count: count == 2)
        assert ((await wrong).json()["rule"], (await wrong).json()["tries_left"]) == ("code_is_right", 0)
        assert (await late).json()["rule"] == "code_has_tries_left"
        await world.harness.rows("UPDATE acceptance_codes SET tries = 0 RETURNING 1")
        async with world.harness.context.database.transaction() as other:
            await other.execute(text("UPDATE agreements SET reminders_sent = 2"))
            accepting = asyncio.create_task(world.post(person, agreement, "accept", **body, code=right))
            await eventually(lambda: waiting(world), is_true=lambda count: count == 1)
        assert (await accepting).status_code == 200
        assert await world.harness.rows("SELECT tries, state FROM acceptance_codes") == [(0, "used")]


class TestANewerCode:
    @pytest.mark.parametrize("right", [True, False])
    async def test_makes_the_older_worthless_although_that_was_seen_before(
        self, world: World, phones: Phones, right: bool
    ) -> None:
        person = await world.graduate()
        agreement = await asked(world, person)
        await world.harness.rows("UPDATE acceptance_codes SET asked_at = now() - interval '61 s' RETURNING 1")
        async with world.harness.context.database.at_once() as connection:
            seen = await records.seen_by_graduate(connection, UUID(agreement), person.id)
            change = states.apply(records.plain_case(seen.agreement), Action.DECLINE, person.actor, clock.now())
            await ask(world, person, agreement)
            written = await carry_out_at_once(connection, seen, change, NOTHING, tried=Try(right, MOST))
        assert written == Written(done=False, wrong_guesses=None)
        assert await world.harness.rows("SELECT tries, state FROM acceptance_codes") == [(0, "open")] * 2


async def waiting(world: World) -> int:
    """How many statements wait for another's lock."""
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return len(await world.harness.rows(waits))


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"
