"""The broker goes away, comes back, forgets us: nothing is lost, nothing is done twice."""

import asyncio

import aio_pika
import pytest

from common.testing.eventually import eventually
from deploy.embedded.rabbitmq import OwnRabbit
from tests.common.messaging.wire import Wire, said


class TestBrokerAway:
    async def test_commits_go_on_and_are_heard_when_it_is_back(self, wire: Wire, mortal_rabbit: OwnRabbit) -> None:
        async with wire.working():
            await wire.say(1)
            await eventually(wire.heard)
            await asyncio.to_thread(mortal_rabbit.stop)
            await wire.say(2, 3)
            assert await wire.waiting() == 2
            await asyncio.to_thread(mortal_rabbit.start)
            assert await eventually(wire.heard, is_true=lambda heard: len(heard) >= 3, within=60) == [1, 2, 3]

    async def test_a_killed_broker_gives_everything_confirmed_again(self, wire: Wire, mortal_rabbit: OwnRabbit) -> None:
        async with wire.working():
            for start in range(0, 200, 20):
                await wire.say(*range(start, start + 20))
            await asyncio.to_thread(mortal_rabbit.kill)
            await wire.say(200)
            await asyncio.to_thread(mortal_rabbit.start)
            heard = await eventually(wire.heard, is_true=lambda heard: len(heard) >= 201, within=60)
        assert heard == list(range(201))

    async def test_the_worker_says_that_it_is_not_ready(self, wire: Wire, mortal_rabbit: OwnRabbit) -> None:
        async with wire.working():
            assert await eventually(healthy(wire))
            await asyncio.to_thread(mortal_rabbit.stop)
            assert await eventually(healthy(wire), is_true=lambda ready: not ready) is False
            await asyncio.to_thread(mortal_rabbit.start)
            assert await eventually(healthy(wire), within=60)


class TestSubscriptionLost:
    async def test_a_deleted_queue_is_made_again_and_listened_to(self, wire: Wire, mortal_vhost: str) -> None:
        async with wire.working():
            assert await eventually(healthy(wire))
            async with await aio_pika.connect(mortal_vhost) as connection:
                channel = await connection.channel()
                await channel.queue_delete("wangqian.toy")
            await wire.say(1)
            assert await eventually(wire.heard, within=60) == [1]

    async def test_an_event_nobody_is_bound_to_waits_in_the_outbox(self, wire: Wire) -> None:
        await wire.say(1)
        await wire.relay.relay_once()
        assert await wire.waiting() == 1
        async with wire.working():
            assert await eventually(wire.heard, within=60) == [1]


class TestAcknowledgement:
    async def test_a_message_done_but_not_acknowledged_is_skipped_when_it_comes_again(
        self, wire: Wire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lost = 0

        async def lose_the_connection(message: aio_pika.IncomingMessage, multiple: bool = False) -> None:
            nonlocal lost
            lost += 1
            monkeypatch.undo()
            await message.channel.connection.close()
            raise ConnectionError("gone before the acknowledgement")

        async with wire.working():
            assert await eventually(healthy(wire))
            monkeypatch.setattr(aio_pika.IncomingMessage, "ack", lose_the_connection)
            await wire.say(1)
            await eventually(wire.heard)
            await wire.say(2)
            assert await eventually(wire.heard, is_true=lambda heard: 2 in heard, within=60) == [1, 2]
        assert lost == 1

    async def test_a_relay_that_dies_between_publish_and_delete_only_repeats(
        self, wire: Wire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await wire.bus.declare(wire.worker.consumer)
        await wire.say(1)
        publish = wire.bus.publish

        async def publish_and_die(batch: list) -> None:
            await publish(batch)
            raise SystemError("killed")

        monkeypatch.setattr(wire.bus, "publish", publish_and_die)
        with pytest.raises(SystemError):
            await wire.relay.relay_once()
        monkeypatch.undo()
        assert await wire.waiting() == 1
        async with wire.working():
            await wire.publish(said(2))
            assert await eventually(wire.heard, is_true=lambda heard: len(heard) >= 2) == [1, 2]
            assert await eventually(wire.waiting, is_true=lambda waiting: waiting == 0) == 0
        assert await wire.heard() == [1, 2]


def healthy(wire: Wire):  # type: ignore[no-untyped-def]  # a probe for `eventually`
    async def probe() -> bool:
        return wire.worker.healthy()

    return probe
