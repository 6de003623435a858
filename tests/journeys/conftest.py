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

_numbers = count(1)


@pytest.fixture(scope="session", params=["local", "rabbit"])
async def platform(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    """All services in one process over the local bus, and again as six processes over RabbitMQ."""
    folder = tmp_path_factory.mktemp("platform")
    if request.param == "local":
        async with local_platform(folder, durable=False) as in_process:
            yield in_process
        return
    broker: Rabbit = request.getfixturevalue("broker")
    await asyncio.to_thread(broker.create_vhost, VHOST)
    async with process_platform(folder, broker.amqp_url(VHOST), durable=False) as processes:
        yield processes


@pytest.fixture
async def set_stage(platform: Platform) -> AsyncIterator[SetStage]:
    """`await set_stage()`: a prepared stage with a school, employers and people of its own."""
    place = (platform.gateway_url, platform.sandbox_url, platform.centre_password)
    async with AsyncExitStack() as stack:

        async def make() -> Stage:
            stage = await stack.enter_async_context(Stage.on(*place, cast_number(next(_numbers))))
            await stage.prepare()
            return stage

        yield make
