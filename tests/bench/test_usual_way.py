"""The way that ours is compared with does the same work: the same rows, histories and events come of it."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from asyncpg import connect

from agreements.acceptance_codes.states import Bound
from agreements.records.queries import check_chains
from agreements.service import service
from common.auth.actors import Actor, EmployerUser, Graduate, SchoolUser
from common.testing.harness import ServiceHarness
from tests.agreements.conftest import SETTINGS
from tests.bench.ids import BULK, EMPLOYERS, id_of
from tests.bench.orm.routes import create_app
from tests.bench.orm.use_cases import expire_overdue
from tests.bench.population import CODE, LETTER, Population
from tests.conftest import HarnessOf


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(service, **SETTINGS | {"acceptance_code": {"mode": "required"}})


@pytest.fixture
async def population(harness: ServiceHarness) -> Any:
    connection = await connect(harness.context.database.url)
    population = Population(connection, harness.context.resources.cipher)
    await population.prepare()
    yield population
    await connection.close()


def both_ways(harness: ServiceHarness, actor: Actor) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
    """The real service, and the usual way over the same database."""
    ours, usual = harness.client(actor), harness.client(actor)
    app = create_app()
    app.state.context = harness.context
    usual._transport = httpx.ASGITransport(app)
    return ours, usual


def employer_of(number: int) -> EmployerUser:
    employer_id = id_of("employer", number // BULK % EMPLOYERS)
    return EmployerUser(id=employer_id, name="招聘专员", employer_id=employer_id)


def graduate(number: int) -> Graduate:
    graduate_id = id_of("graduate", number)
    known = {"name": "毕业生", "school_code": "20000", "cohort": 2027, "confirmed": True}
    return Graduate(id=graduate_id, graduate_id=graduate_id, **known)  # type: ignore[arg-type]


async def sound(harness: ServiceHarness) -> tuple[int, dict[str, int]]:
    """How many whole histories there are, and how many events of each kind."""
    [checked] = [found async for found in check_chains(harness.context.database)]
    assert checked.broken == []
    said = await harness.everything_emitted()
    return checked.chains, {event.type: sum(each.type == event.type for each in said) for event in said}


class TestInviting:
    async def test_invites_one_as_the_service_does(self, harness: ServiceHarness, population: Population) -> None:
        numbers = await population.favourites(2)
        ours, usual = both_ways(harness, employer_of(numbers[0]))
        answers = []
        for client, number in zip((ours, usual), numbers, strict=True):
            body = {"favourite_id": str(id_of("favourite", number)), "letter": LETTER}
            answers.append(await client.post("/v1/invitations", json=body))
        assert [answer.status_code for answer in answers] == [201, 201]
        first, second = (answer.json() for answer in answers)
        assert first.keys() == second.keys()
        assert [key for key in first if (first[key] is None) != (second[key] is None)] == []
        same = ("version", "kind", "status", "job_title", "terms_version", "due_at", "actions")
        assert {key: first[key] for key in same if key in first} == {key: second[key] for key in same if key in second}
        assert await sound(harness) == (2, {"agreements.invitation.sent.v1": 2})

    async def test_invites_a_hundred_and_says_who_was_not(
        self, harness: ServiceHarness, population: Population
    ) -> None:
        numbers = await population.favourites(2 * BULK)
        problems = []
        for way, start in enumerate((0, BULK)):
            client = both_ways(harness, employer_of(numbers[start]))[way]
            ids = [str(id_of("favourite", number)) for number in numbers[start : start + BULK]]
            await client.post("/v1/invitations/bulk", json={"favourite_ids": ids[:1], "letter": LETTER})
            answer = (await client.post("/v1/invitations/bulk", json={"favourite_ids": ids, "letter": LETTER})).json()
            assert (answer["sent"], answer["refused"]) == (BULK - 1, 1)
            problems.append(answer["results"][0]["problem"]["rule"])
        assert problems == ["employer_has_no_open_invitation_to_graduate"] * 2
        assert await sound(harness) == (2 * BULK, {"agreements.invitation.sent.v1": 2 * BULK})


class TestAnswering:
    async def test_accepts_with_the_code_that_was_sent_and_no_other(
        self, harness: ServiceHarness, population: Population
    ) -> None:
        numbers = await population.awaiting(2)
        for way, number in enumerate(numbers):
            client = both_ways(harness, graduate(number))[way]
            address = f"/v1/agreements/{id_of('agreement', number)}"
            terms = (await harness.client(graduate(number)).get(f"{address}/terms")).json()
            read = {key: terms[key] for key in ("version", "terms_sha256")}
            bound = Bound(id_of("agreement", number), id_of("graduate", number), *read.values())
            await population.codes({number: bound}, range(0))
            refused = await client.post(f"{address}/accept", json=read | {"code": "000000"})
            assert (refused.status_code, refused.json()["rule"]) == (409, "code_is_right")
            accepted = await client.post(f"{address}/accept", json=read | {"code": CODE})
            assert accepted.json()["status"]["code"] == "in_review"
        assert await sound(harness) == (2, {"agreements.invitation.accepted.v1": 2})
        assert [row.state for row in await harness.rows("SELECT state FROM acceptance_codes")] == ["used", "used"]

    async def test_passes_as_the_service_does(self, harness: ServiceHarness, population: Population) -> None:
        numbers = await population.in_review(2)
        for way, number in enumerate(numbers):
            [row] = await harness.rows(
                "SELECT school_code FROM agreements WHERE id = :id", id=id_of("agreement", number)
            )
            reviewer = SchoolUser(id=id_of("code", number), name="王老师", school_code=row.school_code)
            client = both_ways(harness, reviewer)[way]
            passed = await client.post(f"/v1/agreements/{id_of('agreement', number)}/pass")
            assert passed.json()["status"]["code"] == "signed"
        assert await sound(harness) == (2, {"agreements.agreement.signed.v1": 2})


class TestExpiring:
    async def test_ends_what_the_job_ends(self, harness: ServiceHarness, population: Population) -> None:
        await population.overdue(3)
        async with harness.context.database.transaction() as session:
            assert await expire_overdue(session, harness.context) == 3
        assert await harness.run_job("expire_invitations") == 0
        assert await sound(harness) == (3, {"agreements.invitation.expired.v1": 3})

    async def test_leaves_alone_what_was_postponed(self, harness: ServiceHarness, population: Population) -> None:
        await population.overdue(3)
        await population.postpone()
        assert await harness.run_job("expire_invitations") == 0
        [row] = await harness.rows("SELECT min(deadline) AS first FROM agreements")
        assert row.first > datetime.now(UTC)
