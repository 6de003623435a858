"""Two people rescind, answer, force or review at the same moment: exactly one outcome, and both are told the same."""

import asyncio
from typing import NamedTuple
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import EmployerUser, SchoolUser
from common.contracts.agreements import AgreementRescinded, RescissionAgreed, RescissionRequested, RescissionWithdrawn
from tests.agreements.races.support import (
    AT_ONCE,
    both,
    in_batches,
    inconsistencies,
    live_agreements_per_graduate,
    refused_with,
    statuses_of,
)
from tests.agreements.rescission.support import ask, done, school_proof, try_to_ask
from tests.agreements.world import SCHOOL, Person, World

FEWER = 50
"""Rounds of what ends the agreement, so that each needs one of its own."""
FEW_ENOUGH = 12
"""Rounds that really run together: a busy machine must not turn a race into a wait for a free connection."""
READ = 10
"""Every so many rounds both sides read it as well."""
Answers = tuple[httpx.Response, ...]


class Pair(NamedTuple):
    """An employer and a graduate who have signed."""

    employer: EmployerUser
    person: Person
    id: str


async def pairs(world: World, number: int) -> list[Pair]:
    """So many signed agreements of one employer, reviewed by the school alone."""
    await world.open_signing(review_mode="school_only")
    employer = await world.employer()
    made = []
    for _ in range(number):
        person = await world.graduate()
        sent = (await world.invite(employer, person))["id"]
        await world.accept(person, sent)
        await world.pass_as(world.school, sent)
        made.append(Pair(employer, person, sent))
    return made


async def one_winner(world: World, rounds: list[Answers]) -> None:
    """One was served and one was refused with the state that the other had made, and the rule."""
    assert set(statuses_of(rounds)) <= {(200, 409), (409, 200)}
    assert sum(statuses_of(rounds).values()) == len(rounds)
    for answers in rounds:
        [won] = [answer.json() for answer in answers if answer.status_code == 200]
        [lost] = [answer.json() for answer in answers if answer.status_code == 409]
        assert lost["state"] == won["status"]["code"]
    assert set(refused_with(rounds)) == {("agreements.not_in_this_state", "status_allows_this_action")}
    assert await inconsistencies(world) == []
    assert await live_agreements_per_graduate(world) <= 1


@pytest.mark.timeout(300)
class TestBothSidesAsk:
    async def test_one_request_wins_in_every_round(self, world: World) -> None:
        """A round ends with the winner taking the request back, so that the next one finds the agreement signed."""
        signed, turns = await pairs(world, AT_ONCE), asyncio.Semaphore(FEW_ENOUGH)

        async def round_of(number: int) -> Answers:
            async with turns:
                return await round_in_turn(number)

        async def round_in_turn(number: int) -> Answers:
            pair = signed[number % AT_ONCE]
            sides: list[Person | EmployerUser] = [pair.person, pair.employer]
            if number % 2:
                sides.reverse()
            answers = await both(*(try_to_ask(world, side, pair.id) for side in sides))
            if number % READ == 0:
                read = [await world.read(side, pair.id) for side in sides]
                assert read[0]["status"]["code"] == read[1]["status"]["code"]
                assert read[0]["rescission"]["id"] == read[1]["rescission"]["id"]
            for side, answer in zip(sides, answers, strict=True):
                if answer.status_code == 200:
                    await done(world, side, pair.id, "withdraw-rescission")
            return answers

        rounds = await in_batches(round_of)
        await one_winner(world, rounds)
        assert len(await world.harness.emitted(RescissionRequested)) == len(rounds)
        assert len(await world.harness.emitted(RescissionWithdrawn)) == len(rounds)
        [kept] = await world.harness.rows("SELECT count(*), count(outcome) FROM rescissions")
        assert tuple(kept) == (len(rounds), len(rounds))


class TestAnswerAndWithdrawal:
    async def test_agreeing_and_withdrawing_have_one_winner(self, world: World) -> None:
        signed = await pairs(world, FEWER)

        async def round_of(number: int) -> Answers:
            pair = signed[number]
            asking, answering = (pair.person, pair.employer) if number % 2 else (pair.employer, pair.person)
            await ask(world, asking, pair.id)
            return await both(
                world.post(answering, pair.id, "agree-rescission"), world.post(asking, pair.id, "withdraw-rescission")
            )

        rounds = await in_batches(round_of, FEWER)
        await one_winner(world, rounds)
        agreed, withdrawn = len(await world.harness.emitted(RescissionAgreed)), statuses_of(rounds)[(409, 200)]
        assert agreed + withdrawn == FEWER
        [open_ones] = await world.harness.rows("SELECT count(*) FROM rescissions WHERE outcome IS NULL")
        assert open_ones[0] == agreed


class TestForce:
    async def test_forcing_and_withdrawing_have_one_winner(self, world: World) -> None:
        signed = await pairs(world, FEWER)
        proof = await school_proof(world)

        async def round_of(number: int) -> Answers:
            pair = signed[number]
            await ask(world, pair.person, pair.id)
            force = world.post(world.school, pair.id, "force-rescission", detail="单位未回应。", file_ids=[proof])
            return await both(force, world.post(pair.person, pair.id, "withdraw-rescission"))

        rounds = await in_batches(round_of, FEWER)
        await one_winner(world, rounds)
        ended = await world.harness.emitted(AgreementRescinded)
        assert len(ended) == statuses_of(rounds)[(200, 409)]
        assert {event.form for event in ended} <= {"forced"}


class TestTwoReviewers:
    async def test_one_pass_ends_the_agreement(self, world: World) -> None:
        signed = await pairs(world, FEWER)
        colleague = SchoolUser(id=uuid4(), name="孙老师", school_code=SCHOOL)

        async def round_of(number: int) -> Answers:
            pair = signed[number]
            await ask(world, pair.person, pair.id)
            await done(world, pair.employer, pair.id, "agree-rescission")
            return await both(
                *(world.post(reviewer, pair.id, "pass-rescission") for reviewer in (world.school, colleague))
            )

        await one_winner(world, await in_batches(round_of, FEWER))
        assert len(await world.harness.emitted(AgreementRescinded)) == FEWER
