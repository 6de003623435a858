"""Two people at once: one outcome, and the other is told which."""

import asyncio

import httpx
import pytest

from common.contracts.agreements import AgreementSigned, OfflineAgreementPrepared
from common.contracts.identity import GraduateRemoved
from common.messaging.consumer import Done
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import form, submit, try_to_submit
from tests.agreements.races.support import (
    both,
    in_batches,
    inconsistencies,
    live_agreements_per_graduate,
    statuses_of,
)
from tests.agreements.supplement.support import register, try_to_register
from tests.agreements.world import Person, World

ROUNDS = 200
Answers = tuple[httpx.Response, ...]
pytestmark = pytest.mark.timeout(600)


async def consistent(world: World) -> None:
    assert await inconsistencies(world) == []
    assert await live_agreements_per_graduate(world) <= 1


async def a_little_later(turns: int) -> None:
    """So that either may come first."""
    for _ in range(turns * 40):
        await asyncio.sleep(0)


def each_sorted(rounds: list[Answers]) -> set[tuple[int, ...]]:
    """How the rounds were answered, whoever of the equals was faster."""
    return {tuple(sorted(answer.status_code for answer in answers)) for answers in rounds}


class TestSubmitAndAccept:
    async def test_exactly_one_of_them_lives(self, world: World) -> None:
        employer = await world.employer()

        async def round_(number: int) -> Answers:
            person = await world.graduate()
            sent = await world.invite(employer, person)
            read = await world.terms(person, sent["id"])
            body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}

            async def accept() -> httpx.Response:
                await a_little_later(number % 5)
                return await world.post(person, sent["id"], "accept", **body)

            return await both(accept(), try_to_submit(world, person))

        rounds = await in_batches(round_, ROUNDS)
        assert set(statuses_of(rounds)) == {(200, 409), (409, 201)}
        await consistent(world)

    async def test_two_forms_at_once_become_one_agreement(self, world: World) -> None:
        async def round_(_: int) -> Answers:
            person = await world.graduate()
            return await both(
                try_to_submit(world, person), try_to_submit(world, person), try_to_register(world, person)
            )

        rounds = await in_batches(round_, ROUNDS)
        assert each_sorted(rounds) == {(201, 409, 409)}
        await consistent(world)


class TestSubmitAndRemoval:
    async def test_nobody_who_left_the_roster_has_a_live_agreement(self, world: World) -> None:
        """The form may come before, and then ends; it is never taken after."""

        async def round_(number: int) -> Answers:
            person = await world.graduate()
            gone = GraduateRemoved.model_validate(person.facts | {"on_roster": False, "reason": "退学"})

            async def submit_it() -> httpx.Response:
                await a_little_later(number % 5)
                return await try_to_submit(world, person)

            async def remove() -> None:
                await a_little_later(number % 3)
                assert await world.harness.deliver(gone, sequence=2) == Done()

            answer, _ = await asyncio.gather(submit_it(), remove())
            assert await left_standing(world, person) == []
            return (answer,)

        rounds = await in_batches(round_, ROUNDS)
        assert set(statuses_of(rounds)) == {(201,), (409,)}
        await consistent(world)


class TestWithdrawAndPass:
    async def test_exactly_one_of_them_happens(self, world: World) -> None:
        async def round_(number: int) -> Answers:
            person = await world.graduate()
            sent = await register(world, person)
            withdraw = world.post(person, sent["id"], "withdraw-supplement")
            passing = world.post(world.department, sent["id"], "pass")
            return await both(withdraw, passing) if number % 2 else (await both(passing, withdraw))[::-1]

        rounds = await in_batches(round_, ROUNDS)
        assert set(statuses_of(rounds)) == {(200, 409), (409, 200)}
        await consistent(world)


class TestReviews:
    async def test_a_number_is_given_once(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")

        async def round_(_: int) -> Answers:
            sent = await submit(world, await world.graduate())
            return await both(*(world.post(world.school, sent["id"], "pass") for _ in range(3)))

        rounds = await in_batches(round_, ROUNDS)
        assert each_sorted(rounds) == {(200, 409, 409)}
        numbers = [said.agreement_number for said in await world.harness.emitted(OfflineAgreementPrepared)]
        assert len(set(numbers)) == len(numbers) == ROUNDS
        await consistent(world)

    async def test_both_sides_upload_and_one_copy_is_reviewed(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        employer = await world.employer()
        body = form({"name": "北京示例科技有限公司", "uscc": "91110108MA00TTT09Y"})

        async def round_(number: int) -> Answers:
            person = await world.graduate()
            sent = await submit(world, person, **body)
            await world.pass_as(world.school, sent["id"])
            theirs, ours = [await uploaded(world, side, "agreement_copy") for side in (person, employer)]
            graduates = world.post(person, sent["id"], "upload-copy", file_ids=[theirs])
            employers = world.post(employer, sent["id"], "upload-copy", file_ids=[ours])
            answers = await both(graduates, employers) if number % 2 else (await both(employers, graduates))[::-1]
            await world.pass_as(world.school, sent["id"])
            return answers

        rounds = await in_batches(round_, ROUNDS)
        assert set(statuses_of(rounds)) == {(200, 409), (409, 200)}
        assert len(await world.harness.emitted(AgreementSigned)) == ROUNDS
        await consistent(world)


async def left_standing(world: World, person: Person) -> list[str]:
    """Where agreements of the graduate stand that the removal should have ended."""
    rows = await world.harness.rows(f"SELECT status FROM agreements WHERE graduate_id = '{person.id}'")
    return [row.status for row in rows if row.status != "invalidated"]
