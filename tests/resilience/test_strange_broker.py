"""Brokers that freeze, refuse or carry what nobody of us has sent: the worker goes on, and says when it does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aio_pika
import pytest
from aiormq.exceptions import ChannelPreconditionFailed, ConnectionInternalError

from common.messaging.rabbit import ATTEMPT
from common.messaging.rabbit_topology import Topology
from common.service import PartEnded, Worker
from common.testing.eventually import eventually
from tests.common.messaging.wire import Wire, said, wired
from tests.support.databases import Databases
from tests.support.toy.service import toy


class FreezingProxy:
    """Passes bytes on to the broker until it is frozen; then it keeps connections open and says nothing."""

    def __init__(self) -> None:
        self.flowing = asyncio.Event()
        self.flowing.set()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self.flowing.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def frozen_on_demand(amqp_url: str) -> AsyncIterator[tuple[FreezingProxy, str]]:
    """A proxy before the broker, and the URL that leads through it, with a heartbeat that notices soon."""
    parts, proxy = urlsplit(amqp_url), FreezingProxy()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            await asyncio.gather(proxy.pump(reader, back), proxy.pump(there, writer), return_exceptions=True)
        finally:
            for end in (back, writer):
                end.close()
                await asyncio.gather(end.wait_closed(), return_exceptions=True)

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    host = f"{parts.username}:{parts.password}@127.0.0.1:{port}"
    try:
        yield proxy, f"amqp://{host}{parts.path}?heartbeat=1"
    finally:
        proxy.flowing.set()
        server.close()
        await server.wait_closed()


class TestFrozenConnection:
    async def test_ends_neither_relay_nor_consumer(self, mortal_vhost: str, databases: Databases) -> None:
        dsn = await asyncio.to_thread(databases.fresh, toy)
        async with (
            frozen_on_demand(mortal_vhost) as (proxy, url),
            wired(dsn, {"kind": "rabbit", "url": url}) as wire,
            wire.working(),
        ):
            await wire.say(1)
            await eventually(wire.heard)
            proxy.flowing.clear()
            await wire.say(2)
            await eventually(healthy_of(wire), is_true=lambda healthy: not healthy, within=60)
            proxy.flowing.set()
            assert await eventually(wire.heard, is_true=lambda heard: len(heard) > 1, within=60) == [1, 2]


class TestStrangeMessages:
    @pytest.mark.parametrize("header", ["many", "-1"])
    async def test_a_strange_attempt_header_is_a_dead_letter_and_stops_nobody(self, wire: Wire, header: str) -> None:
        await wire.bus.declare(wire.worker.consumer)
        async with await aio_pika.connect(wire.context.settings.bus.url.get_secret_value()) as connection:
            channel = await connection.channel()
            for number in range(20):
                message = aio_pika.Message(said(number).to_json(), headers={ATTEMPT: header}, message_id=str(number))
                await channel.default_exchange.publish(message, "wangqian.toy")
        async with wire.working():
            await wire.say(100)
            assert await eventually(wire.heard, within=60) == [100]
            assert len(await eventually(wire.dead, is_true=lambda dead: len(dead) == 20)) == 20


class TestRefusingQueues:
    async def test_a_lost_retry_queue_stalls_nobody(self, wire: Wire, mortal_vhost: str) -> None:
        wire.failing.update(range(20))
        async with wire.working():
            await eventually(healthy_of(wire))
            async with await aio_pika.connect(mortal_vhost) as connection:
                channel = await connection.channel()
                await channel.queue_delete("wangqian.toy.retry.0.05s")
            await wire.say(*range(20))
            await wire.say(100)
            assert await eventually(wire.heard, within=60) == [100]
            assert len(await eventually(wire.dead, is_true=lambda dead: len(dead) >= 20, within=60)) == 20

    async def test_one_full_queue_does_not_hold_up_the_others(self, wire: Wire, mortal_vhost: str) -> None:
        full: dict[str, Any] = {"x-max-length": 1, "x-overflow": "reject-publish"}
        await wire.bus.declare(wire.worker.consumer)
        async with await aio_pika.connect(mortal_vhost) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue("a-subscriber", durable=True, arguments=full)
            await queue.bind("wangqian.events", routing_key="toy.number.said.v1")
            async with wire.working():
                await wire.say(1, 2, 3, 4)
                assert await eventually(wire.heard, is_true=lambda heard: len(heard) == 4, within=60) == [1, 2, 3, 4]


class TestDeclaring:
    async def test_goes_on_when_the_broker_breaks_over_it(self, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
        declare, broken = Topology.declare, 0

        async def break_twice(topology: Topology, channel: Any) -> None:
            nonlocal broken
            broken += 1
            if broken == 1:
                raise ConnectionInternalError("INTERNAL_ERROR")
            if broken == 2:
                raise asyncio.CancelledError("INTERNAL_ERROR")
            await declare(topology, channel)

        monkeypatch.setattr(Topology, "declare", break_twice)
        monkeypatch.setattr("common.messaging.rabbit.DECLARE_AGAIN_SECONDS", 0)
        async with wire.working():
            await wire.say(1)
            assert await eventually(wire.heard, within=60) == [1]
        assert broken > 2

    async def test_is_given_up_at_once_where_a_queue_has_other_arguments(self, wire: Wire, mortal_vhost: str) -> None:
        async with await aio_pika.connect(mortal_vhost) as connection:
            channel = await connection.channel()
            await channel.declare_queue("wangqian.toy", durable=True)
        with pytest.raises(ChannelPreconditionFailed):
            await wire.bus.declare(wire.worker.consumer)

    async def test_can_be_cancelled(self, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
        async def wait(topology: Topology, channel: Any) -> None:
            await asyncio.sleep(3600)

        monkeypatch.setattr(Topology, "declare", wait)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(wire.bus.declare(wire.worker.consumer), timeout=1)


class TestWorker:
    async def test_dies_when_a_part_of_it_ends(self, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
        async def end_at_once(*_: object) -> None:
            raise asyncio.CancelledError

        monkeypatch.setattr(wire.bus, "consume", end_at_once)
        with pytest.raises(ExceptionGroup) as caught:
            await asyncio.wait_for(Worker(wire.context).run(), timeout=20)
        assert caught.group_contains(PartEnded)


def healthy_of(wire: Wire):  # type: ignore[no-untyped-def]  # a probe for `eventually`
    async def probe() -> bool:
        return wire.worker.healthy()

    return probe
