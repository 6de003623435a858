"""The dead-letter queue of one consumer, seen and emptied by people."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from common.messaging.dead_letters import DeadLetter
from common.messaging.rabbit_topology import Topology

if TYPE_CHECKING:
    from common.messaging.rabbit import RabbitBus


class RabbitDeadLetters:
    """Each look moves every message once around the queue: a copy is confirmed before the original is acknowledged.

    Putting messages back unacknowledged instead would count towards the delivery limit and lose them one day.
    """

    def __init__(self, bus: "RabbitBus", topology: Topology) -> None:
        self._bus = bus
        self._topology = topology

    async def all(self) -> list[DeadLetter]:
        """Every dead letter, oldest first."""
        letters = []
        async with self._bus.channel() as channel:
            async for message in self._once_around(channel):
                letters.append(_letter(message))
                await self._move(channel, message, self._topology.dead, dict(message.headers))
        return letters

    async def retry(self, event_id: str | None = None) -> int:
        """Put one (or all) back into the main queue with a fresh count of tries."""
        moved = 0
        async with self._bus.channel() as channel:
            async for message in self._once_around(channel):
                chosen = event_id in (None, message.message_id)
                target = self._topology.queue if chosen else self._topology.dead
                await self._move(channel, message, target, {} if chosen else dict(message.headers))
                moved += chosen
        return moved

    async def _once_around(self, channel: AbstractChannel) -> AsyncIterator[AbstractIncomingMessage]:
        await self._topology.declare(channel)
        declared = await channel.declare_queue(self._topology.dead, passive=True)
        for _ in range(declared.declaration_result.message_count or 0):
            message = await declared.get(fail=False)
            if message is None:
                return
            yield message

    async def _move(
        self, channel: AbstractChannel, message: AbstractIncomingMessage, target: str, headers: dict
    ) -> None:
        copy = aio_pika.Message(
            message.body,
            headers=headers,
            message_id=message.message_id,
            type=message.type,
            content_type=message.content_type,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await channel.default_exchange.publish(copy, routing_key=target, mandatory=True)
        await message.ack()


def _letter(message: AbstractIncomingMessage) -> DeadLetter:
    return DeadLetter(
        event_id=message.message_id or "",
        type=message.type or "",
        reason=str(message.headers.get("x-reason") or "workers died over it too often"),
        attempts=int(str(message.headers.get("x-attempt", 0))),
        body=message.body,
    )
