"""Requests about hundreds of agreements take turns; nobody else waits for them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from agreements.resources import BATCHES_AT_ONCE
from tests.agreements.world import LETTER, World

Ask = Callable[[], Awaitable[httpx.Response]]
A_WHILE = 0.3


@pytest.fixture
async def taken(world: World) -> AsyncIterator[AsyncExitStack]:
    """Every turn of the process, until it is closed."""
    async with AsyncExitStack() as stack:
        for _ in range(BATCHES_AT_ONCE):
            await stack.enter_async_context(world.harness.context.resources.batches)
        yield stack


@pytest.fixture
async def invite_many(world: World) -> Ask:
    employer = await world.employer()
    body = {"favourite_ids": [await world.favourite(employer, await world.graduate())], "letter": LETTER}
    return lambda: world.as_(employer).post("/v1/invitations/bulk", json=body)


@pytest.fixture
async def review_many(world: World) -> Ask:
    person = await world.graduate()
    waiting = await world.accept(person, (await world.invite(await world.employer("乙公司"), person))["id"])
    body = {"decision": "pass", "items": [{"agreement_id": waiting["id"], "version": waiting["version"]}]}
    return lambda: world.as_(world.department).post("/v1/reviews", json=body)


@pytest.mark.parametrize("batch", ["invite_many", "review_many"])
class TestTurns:
    async def test_whoever_waits_holds_no_connection_and_stops_nobody(
        self,
        world: World,
        batch: str,
        invite_many: Ask,
        review_many: Ask,
        taken: AsyncExitStack,
    ) -> None:
        ask: Ask = {"invite_many": invite_many, "review_many": review_many}[batch]
        waiting = [asyncio.ensure_future(ask()) for _ in range(3)]
        done, _ = await asyncio.wait(waiting, timeout=A_WHILE)
        assert done == set()
        assert world.harness.context.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        employer, person = await world.employer("丙公司"), await world.graduate()
        await world.accept(person, (await world.invite(employer, person))["id"])
        await taken.aclose()
        assert sorted(answer.status_code for answer in await asyncio.gather(*waiting)) == [200, 200, 200]

    async def test_whoever_may_not_is_told_at_once(self, world: World, batch: str, taken: AsyncExitStack) -> None:
        path = {"invite_many": "/v1/invitations/bulk", "review_many": "/v1/reviews"}[batch]
        refused = await asyncio.wait_for(world.as_(await world.graduate()).post(path, json={}), 5)
        assert refused.status_code == 403
