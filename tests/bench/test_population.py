"""What is measured is a database as the platform would have written it."""

import pytest
from asyncpg import connect

from agreements.records.queries import check_chains
from agreements.service import service
from common.testing.harness import ServiceHarness
from tests.agreements.conftest import SETTINGS
from tests.bench.population import Population
from tests.conftest import HarnessOf

KINDS = ("past", "awaiting", "in_review", "overdue")


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(service, **SETTINGS)


class TestPopulation:
    async def test_has_whole_histories(self, harness: ServiceHarness) -> None:
        connection = await connect(harness.context.database.url)
        population = Population(connection, harness.context.resources.cipher)
        await population.prepare()
        await population.past(100)
        for kind in KINDS[1:]:
            await getattr(population, kind)(10)
        await population.favourites(10)
        await connection.close()
        [checked] = [found async for found in check_chains(harness.context.database)]
        assert (checked.chains, checked.broken) == (130, [])
        statuses = await harness.rows("SELECT status, count(*) FROM agreements GROUP BY status")
        assert {row.status for row in statuses} == {
            "awaiting_graduate",
            "declined",
            "expired",
            "in_review",
            "rejected",
            "signed",
            "withdrawn",
        }
        assert await harness.run_job("expire_invitations") >= 10
