"""The bus on RabbitMQ: one topic exchange, one quorum queue per service, delayed retries and dead letters beside it.

Works on RabbitMQ 3.10 and on 4.x; nothing that 4.x has deprecated is used. Connections are plain ones with a loop of
our own around them: a restored channel of a robust connection may silently come back without its consumers.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from aiormq.exceptions import AMQPChannelError, AMQPError, DeliveryError, PublishError

from common.cancelling import stop_if_cancelled
from common.logging import get_logger
from common.messaging.bus import BusDown, Delivered, Outcome, Outgoing, Postponed
from common.messaging.consumer import Consumer, Dead, Done, Verdict
from common.messaging.envelope import CONTENT_TYPE
from common.messaging.rabbit_dead_letters import RabbitDeadLetters
from common.messaging.rabbit_topology import EXCHANGE, Topology
from common.metrics import DEAD_LETTERED
from common.settings import BusSettings

log = get_logger(__name__)

ATTEMPT = "x-attempt"
REASON = "x-reason"
CONNECT_SECONDS = 5
CONFIRM_SECONDS = 15
LIVENESS_SECONDS = 2
UNTAKEN_RETRY_SECONDS = 5
SETUP_SECONDS = 30
DECLARE_ATTEMPTS = 10
DECLARE_AGAIN_SECONDS = 3
LOST = (AMQPError, OSError, TimeoutError, asyncio.InvalidStateError, RuntimeError)
"""How aio-pika tells that the connection or channel is gone."""


class RabbitBus:
    """Publishes with confirms and `mandatory`; consumes with one subscription per service and process.

    `mandatory` tells that some queue took an event, not that every queue did: that all queues exist before anybody
    speaks is the business of `migrate`.
    """

    batch = 100
    lanes = 1

    def __init__(self, settings: BusSettings) -> None:
        self._settings = settings
        self._url = settings.url.get_secret_value()
        self._publisher: AbstractChannel | None = None
        self._publisher_connection: AbstractConnection | None = None
        self._opening = asyncio.Lock()
        self._alive: set[str] = set()

    async def declare(self, consumer: Consumer) -> None:
        """Make exchange, queues and bindings exist.

        A quorum queue elects its leader within five seconds or is refused (INTERNAL_ERROR), which a broker with slow
        disks or just after its start does; the next try finds what was made so far.

        Raises:
            AMQPChannelError: the broker will never have it so (a queue of other arguments, no permission).
            BusDown: every try failed.
        """
        attempt = 1
        while (fault := await self._declare_once(consumer)) is not None:
            if attempt == DECLARE_ATTEMPTS:
                raise BusDown(f"{type(fault).__name__}: {fault}") from fault
            log.warning("queues not declared", consumer=consumer.name, attempt=attempt, reason=str(fault))
            await asyncio.sleep(DECLARE_AGAIN_SECONDS)
            attempt += 1

    async def publish(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """Publish in order, wait for all confirms."""
        try:
            channel = await self._publishing_channel()
            exchange = await channel.get_exchange(EXCHANGE, ensure=False)
            return await asyncio.gather(*(self._publish(exchange, message) for message in batch))
        except asyncio.CancelledError:
            # A dead heartbeat ends waiting calls with a cancellation that nobody asked for.
            stop_if_cancelled()
            await self._drop_publisher()
            raise BusDown("the connection froze") from None
        except LOST as fault:
            await self._drop_publisher()
            raise BusDown(f"{type(fault).__name__}: {fault}") from fault

    async def consume(self, consumer: Consumer) -> None:
        """Subscribe, and subscribe again whenever the subscription is lost for whatever reason."""
        while True:
            try:
                await self._consume_until_lost(consumer)
                log.warning("subscription lost", consumer=consumer.name)
            except asyncio.CancelledError:
                stop_if_cancelled()
                log.warning("connection froze", consumer=consumer.name)
            except LOST as fault:
                stop_if_cancelled()
                log.warning("broker not reachable", consumer=consumer.name, reason=f"{type(fault).__name__}: {fault}")
            finally:
                self._alive.discard(consumer.name)
            stop_if_cancelled()
            await asyncio.sleep(1)

    def healthy(self, consumer: Consumer) -> bool:
        """Whether the subscription was alive a moment ago."""
        return consumer.name in self._alive

    def dead_letters(self, consumer: Consumer) -> RabbitDeadLetters:
        """The consumer's dead-letter queue."""
        return RabbitDeadLetters(self, self.topology(consumer))

    async def close(self) -> None:
        """Close the publishing connection; consuming ones close with their loops."""
        await self._drop_publisher()

    def topology(self, consumer: Consumer) -> Topology:
        """The names and arguments of the consumer's queues."""
        return Topology(consumer.name, tuple(consumer.types), self._settings.retry_delays)

    @asynccontextmanager
    async def channel(self) -> AsyncIterator[AbstractChannel]:
        """A connection and channel of one's own, with confirms."""
        connection = await aio_pika.connect(self._url, timeout=CONNECT_SECONDS)
        try:
            yield await connection.channel(publisher_confirms=True, on_return_raises=True)
        finally:
            await connection.close()

    async def _declare_once(self, consumer: Consumer) -> BaseException | None:
        """How the broker broke over it, or None."""
        async with self.channel() as channel:
            try:
                await self.topology(consumer).declare(channel)
            except AMQPChannelError:
                raise
            except (*LOST, asyncio.CancelledError) as fault:
                stop_if_cancelled()
                return fault
        return None

    async def _publish(self, exchange: aio_pika.abc.AbstractExchange, message: Outgoing) -> Outcome:
        try:
            await exchange.publish(
                _persistent(message.body, message.event_id, message.type),
                routing_key=message.type,
                mandatory=True,
                timeout=CONFIRM_SECONDS,
            )
        except PublishError:
            return Postponed(UNTAKEN_RETRY_SECONDS, f"no queue is bound to {message.type}")
        except DeliveryError:
            # One full queue must not hold up the events that others wait for.
            return Postponed(UNTAKEN_RETRY_SECONDS, f"a queue that is bound to {message.type} refuses it")
        return Delivered()

    async def _publishing_channel(self) -> AbstractChannel:
        async with self._opening:
            if self._publisher is None or self._publisher.is_closed:
                await self._drop_publisher()
                self._publisher_connection = await aio_pika.connect(self._url, timeout=CONNECT_SECONDS)
                self._publisher = await self._publisher_connection.channel(
                    publisher_confirms=True, on_return_raises=True
                )
                await Topology.declare_exchange(self._publisher)
            return self._publisher

    async def _drop_publisher(self) -> None:
        connection, self._publisher_connection, self._publisher = self._publisher_connection, None, None
        if connection is not None and not connection.is_closed:
            await connection.close()

    async def _consume_until_lost(self, consumer: Consumer) -> None:
        topology = self.topology(consumer)
        async with self.channel() as channel:

            async def on_message(message: AbstractIncomingMessage) -> None:
                await self._work_on(consumer, topology, channel, message)

            async with asyncio.timeout(SETUP_SECONDS):
                await channel.set_qos(prefetch_count=self._settings.prefetch)
                await topology.declare(channel)
                queue = await channel.get_queue(topology.queue, ensure=False)
                tag = await queue.consume(on_message)
            while not channel.is_closed and await _subscribed(channel, tag):
                self._alive.add(consumer.name)
                await asyncio.sleep(LIVENESS_SECONDS)

    async def _work_on(
        self, consumer: Consumer, topology: Topology, channel: AbstractChannel, message: AbstractIncomingMessage
    ) -> None:
        """Work, put the message where its verdict says, and only then acknowledge it."""
        attempt = _attempt_of(message)
        verdict: Verdict = Dead(f"strange {ATTEMPT} header") if attempt is None else Done()
        if attempt is not None:
            verdict = await consumer.work_on(message.body, attempt)
        try:
            await self._put_aside(topology, channel, message, verdict, attempt or 0)
            await message.ack()
        except LOST as fault:
            # Unacknowledged messages come back only when their channel closes; the inbox skips what was done.
            log.warning("message left to redelivery", event_id=message.message_id, reason=f"{fault}")
            await channel.close()

    async def _put_aside(
        self,
        topology: Topology,
        channel: AbstractChannel,
        message: AbstractIncomingMessage,
        verdict: Verdict,
        attempt: int,
    ) -> None:
        if isinstance(verdict, Done):
            return
        queue = topology.dead if isinstance(verdict, Dead) else topology.next_stop(attempt, verdict.patient)
        if queue == topology.dead:
            DEAD_LETTERED.labels(topology.consumer).inc()
            log.error("dead letter", event_id=message.message_id, reason=verdict.reason)
        copy = _persistent(message.body, message.message_id or "", message.type or "")
        copy.headers = {ATTEMPT: attempt + 1, REASON: verdict.reason[:2000]}
        await channel.default_exchange.publish(copy, routing_key=queue, mandatory=True, timeout=CONFIRM_SECONDS)


async def _subscribed(channel: AbstractChannel, tag: str) -> bool:
    """False once the broker has cancelled the subscription (its queue was deleted, its leader moved)."""
    underlay: Any = await channel.get_underlay_channel()
    return tag in underlay.consumers


def _attempt_of(message: AbstractIncomingMessage) -> int | None:
    """How often the message has failed before; None when its header is not ours."""
    try:
        attempt = int(str(message.headers.get(ATTEMPT, 0)))
    except ValueError:
        return None
    return attempt if attempt >= 0 else None


def _persistent(body: bytes, message_id: str, event_type: str) -> aio_pika.Message:
    return aio_pika.Message(
        body,
        message_id=message_id,
        type=event_type,
        content_type=CONTENT_TYPE,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
