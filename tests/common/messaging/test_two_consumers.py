"""Two services hear the same event: what befalls one is not the other's business."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

from common.errors import Unavailable
from common.messaging.bus import Bus
from common.messaging.local import LocalBus
from common.messaging.rabbit import RabbitBus
from common.service import Worker
from common.settings import BusSettings
from common.testing.eventually import eventually
from tests.common.messaging.wire import RETRY_DELAYS, Wire
from tests.support.databases import Databases
from tests.support.toy.service import toy

echo = replace(toy, name="echo")


@dataclass
class Pair:
    """The toy, which speaks and hears, and an echo, which hears."""

    speaker: Wire
    echo: Wire


@pytest.fixture(params=["local", "rabbit"])
async def pair(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Pair]:
    bus: Bus = LocalBus(RETRY_DELAYS)
    if request.param == "rabbit":
        bus = RabbitBus(BusSettings(url=request.getfixturevalue("vhost"), retry_delays=RETRY_DELAYS))
    async with AsyncExitStack() as stack:
        wires = []
        for service in (toy, echo):
            dsn = await asyncio.to_thread(databases.fresh, service)
            stack.callback(databases.drop, dsn)
            settings = toy.settings(database={"url": dsn}, tokens={"client_secret": "x"})
            wires.append(Wire(await stack.enter_async_context(service.open(settings, bus))))
        pair = Pair(*wires)
        await bus.declare(Worker(pair.echo.context).consumer)
        await bus.declare(pair.speaker.worker.consumer)
        stack.push_async_callback(bus.close)
        consuming = asyncio.create_task(bus.consume(pair.echo.worker.consumer))
        yield pair
        consuming.cancel()
        await asyncio.gather(consuming, return_exceptions=True)


class TestTwoConsumers:
    async def test_both_hear_it_once(self, pair: Pair) -> None:
        async with pair.speaker.working():
            await pair.speaker.say(1, 2)
            for wire in (pair.speaker, pair.echo):
                assert await eventually(wire.heard, is_true=lambda heard: len(heard) == 2) == [1, 2]

    async def test_the_failure_of_one_is_repeated_for_it_alone(self, pair: Pair) -> None:
        pair.echo.failing.add(1)
        async with pair.speaker.working():
            await pair.speaker.say(1)
            assert len(await eventually(pair.echo.dead)) == 1
            assert await eventually(pair.speaker.heard) == [1]
            assert await pair.speaker.dead() == []
        assert await pair.echo.heard() == []

    async def test_what_one_has_buried_is_buried_once(self, pair: Pair) -> None:
        pair.speaker.failing.add(-1)
        pair.echo.failing.add(-1)
        async with pair.speaker.working():
            await pair.speaker.say(-1)
            await eventually(pair.speaker.waiting, is_true=lambda waiting: waiting == 0)
            assert len(await eventually(pair.echo.dead)) == 1
            assert len(await eventually(pair.speaker.dead)) == 1

    async def test_something_that_is_away_is_waited_for(self, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
        tries = 0

        async def away_for_longer_than_all_delays(*_: object, **__: object) -> bool:
            nonlocal tries
            tries += 1
            if tries <= 2 * len(RETRY_DELAYS) + 2:
                raise Unavailable("the object store is away")
            return True

        monkeypatch.setattr("tests.support.toy.service.keep_copy", away_for_longer_than_all_delays)
        async with pair.speaker.working():
            await pair.speaker.say(1)
            assert await eventually(pair.speaker.heard) == [1]
            assert await eventually(pair.echo.heard) == [1]
        assert [await pair.speaker.dead(), await pair.echo.dead()] == [[], []]


class TestLocalBusAlone:
    async def test_what_nobody_listens_to_stays_in_the_outbox(self, databases: Databases) -> None:
        dsn = await asyncio.to_thread(databases.fresh, toy)
        settings = toy.settings(database={"url": dsn}, tokens={"client_secret": "x"})
        async with toy.open(settings, LocalBus()) as context:
            wire = Wire(context)
            context.resources = SimpleNamespace(failing=set())
            await wire.say(1)
            await wire.relay.relay_once()
            assert await wire.waiting() == 1
        databases.drop(dsn)
