"""A whole platform on each bus, and a fresh school with fresh people on it for every journey."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count

import pytest

from deploy.demo.stage import Stage
from deploy.embedded.platform import Platform, local_platform
from deploy.embedded.processes import process_platform
from deploy.embedded.rabbitmq import Rabbit
from tests.journeys.casting import cast_number

SetStage = Callable[[], Awaitable[Stage]]

VHOST = "journeys"

PROVINCE = "33"
"""Where schools are, unless a module says otherwise in a constant of this name."""

_numbers = count(1)


@pytest.fixture(scope="session")
async def in_process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    """All services in this process over the local bus."""
    async with local_platform(tmp_path_factory.mktemp("local"), durable=False) as running:
        yield running


@pytest.fixture(scope="session")
async def over_rabbit(tmp_path_factory: pytest.TempPathFactory, broker: Rabbit) -> AsyncIterator[Platform]:
    """Six processes over RabbitMQ."""
    await asyncio.to_thread(broker.create_vhost, VHOST)
    async with process_platform(tmp_path_factory.mktemp("rabbit"), broker.amqp_url(VHOST), durable=False) as running:
        yield running


@pytest.fixture(scope="session", params=["local", "rabbit"])
def platform(request: pytest.FixtureRequest) -> Platform:
    """The platform on each bus. Both live as long as the tests do, whatever order the tests come in."""
    running: Platform = request.getfixturevalue("in_process" if request.param == "local" else "over_rabbit")
    return running


@pytest.fixture
async def set_stage(platform: Platform) -> AsyncIterator[SetStage]:
    """`await set_stage()`: a prepared stage with a school, employers and people of its own."""
    async with AsyncExitStack() as stack:
        yield lambda: _prepared(stack, platform, PROVINCE)


@pytest.fixture(scope="module")
async def stage(request: pytest.FixtureRequest, platform: Platform) -> AsyncIterator[Stage]:
    """One for all journeys of a module; each has a graduate of its own, one of `COLLEAGUES`."""
    async with AsyncExitStack() as stack:
        yield await _prepared(stack, platform, getattr(request.module, "PROVINCE", PROVINCE))


async def _prepared(stack: AsyncExitStack, platform: Platform, province_code: str) -> Stage:
    place = (platform.gateway_url, platform.sandbox_url, platform.centre_password)
    prepared = await stack.enter_async_context(Stage.on(*place, cast_number(next(_numbers), province_code)))
    await prepared.prepare()
    return prepared
