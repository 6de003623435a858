"""Every queue that a service declares has somebody who consumes it."""

import aio_pika
import pytest

from common.messaging.rabbit_topology import Topology
from deploy.embedded.foundation import service_named
from deploy.embedded.processes import ProcessPlatform
from deploy.embedded.rabbitmq import Rabbit
from tests.architecture.rules import SERVICES
from tests.journeys.conftest import VHOST


@pytest.mark.parametrize("platform", ["rabbit"], indirect=True)
class TestQueues:
    async def test_every_declared_queue_is_consumed(self, platform: ProcessPlatform, broker: Rabbit) -> None:
        listening = [name for name in SERVICES if service_named(name).reactions.types]
        async with await aio_pika.connect(broker.amqp_url(VHOST)) as connection:
            channel = await connection.channel()
            consumers = {name: await consumers_of(channel, name) for name in listening}
        assert consumers == dict.fromkeys(listening, 1)

    async def test_a_queue_without_consumer_would_show(self, platform: ProcessPlatform, broker: Rabbit) -> None:
        async with await aio_pika.connect(broker.amqp_url(VHOST)) as connection:
            channel = await connection.channel()
            await Topology("nobody", (), (1,)).declare(channel)
            assert await consumers_of(channel, "nobody") == 0


async def consumers_of(channel: aio_pika.abc.AbstractChannel, name: str) -> int | None:
    queue = await channel.declare_queue(Topology(name, (), ()).queue, passive=True)
    return queue.declaration_result.consumer_count
