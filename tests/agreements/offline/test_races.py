"""Two people at once: one outcome, and the other is told which."""

import asyncio
from collections import Counter

import httpx

from common.contracts.agreements import AgreementSigned, OfflineAgreementPrepared
from common.contracts.identity import GraduateRemoved
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import form, submit, try_to_submit
from tests.agreements.races.support import inconsistencies, live_agreements_per_graduate
from tests.agreements.supplement.support import register, try_to_register
from tests.agreements.world import Person, World

ROUNDS = 25


async def together(*requests: object) -> list[httpx.Response]:
    return list(await asyncio.gather(*requests))  # type: ignore[call-overload]


async def consistent(world: World) -> None:
    assert await inconsistencies(world) == []
    assert await live_agreements_per_graduate(world) <= 1


class TestSubmitAndAccept:
    async def test_exactly_one_of_them_lives(self, world: World) -> None:
        employer = await world.employer()
        outcomes: Counter[tuple[int, int]] = Counter()
        for _ in range(ROUNDS):
            person = await world.graduate()
            sent = await world.invite(employer, person)
            first, second = await together(world.try_to_accept(person, sent["id"]), try_to_submit(world, person))
            outcomes[first.status_code, second.status_code] += 1
        assert set(outcomes) <= {(200, 409), (409, 201)}
        await consistent(world)

    async def test_two_forms_at_once_become_one_agreement(self, world: World) -> None:
        for _ in range(ROUNDS):
            person = await world.graduate()
            answers = await together(
                try_to_submit(world, person), try_to_submit(world, person), try_to_register(world, person)
            )
            assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        await consistent(world)


class TestSubmitAndRemoval:
    async def test_nobody_who_left_the_roster_has_a_live_agreement(self, world: World) -> None:
        for _ in range(ROUNDS):
            person = await world.graduate()
            gone = GraduateRemoved.model_validate(person.facts | {"on_roster": False, "reason": "退学"})
            answer, _done = await asyncio.gather(try_to_submit(world, person), world.harness.deliver(gone, sequence=2))
            assert answer.status_code in (201, 409)
            assert await left_standing(world, person) == []
        await consistent(world)


class TestWithdrawAndPass:
    async def test_exactly_one_of_them_happens(self, world: World) -> None:
        for _ in range(ROUNDS):
            person = await world.graduate()
            sent = await register(world, person)
            answers = await together(
                world.post(person, sent["id"], "withdraw-supplement"), world.post(world.department, sent["id"], "pass")
            )
            assert sorted(answer.status_code for answer in answers) == [200, 409]
        await consistent(world)


class TestReviews:
    async def test_a_number_is_given_once(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        for _ in range(ROUNDS):
            sent = await submit(world, await world.graduate())
            answers = await together(*(world.post(world.school, sent["id"], "pass") for _ in range(3)))
            assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        numbers = [said.agreement_number for said in await world.harness.emitted(OfflineAgreementPrepared)]
        assert len(set(numbers)) == len(numbers) == ROUNDS
        await consistent(world)

    async def test_both_sides_upload_and_one_copy_is_reviewed(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        employer = await world.employer()
        body = form({"name": "北京示例科技有限公司", "uscc": "91110108MA00TTT09Y"})
        for _ in range(ROUNDS):
            person = await world.graduate()
            sent = await submit(world, person, **body)
            await world.pass_as(world.school, sent["id"])
            copies = [(side, await uploaded(world, side, "agreement_copy")) for side in (person, employer)]
            answers = await together(
                *(world.post(side, sent["id"], "upload-copy", file_ids=[copy]) for side, copy in copies)
            )
            assert sorted(answer.status_code for answer in answers) == [200, 409]
            await world.pass_as(world.school, sent["id"])
        assert len(await world.harness.emitted(AgreementSigned)) == ROUNDS
        await consistent(world)


async def left_standing(world: World, person: Person) -> list[str]:
    """Where agreements of the graduate stand that the removal should have ended."""
    rows = await world.harness.rows(f"SELECT status FROM agreements WHERE graduate_id = '{person.id}'")
    return [row.status for row in rows if row.status != "invalidated"]
