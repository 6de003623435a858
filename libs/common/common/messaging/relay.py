"""Carries events from a service's outbox to the bus. Any number of relays may run at once."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import asyncpg
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger

from common import clock
from common.cancelling import stop_if_cancelled
from common.database import Database
from common.logging import get_logger, without_values
from common.messaging.bus import Bus, Delivered, Outcome, Outgoing, Postponed
from common.metrics import EVENTS_PUBLISHED, OUTBOX_WAITING

log = get_logger(__name__)

POLL_SECONDS = 2.0
INTERRUPTED_SECONDS = 2.0

CLAIM = text(
    "SELECT id, event_id::text, type, body, attempts FROM outbox WHERE available_at <= :now"
    " ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED"
)
FORGET = text("DELETE FROM outbox WHERE id = ANY(:ids)").bindparams(bindparam("ids", type_=ARRAY(BigInteger)))
POSTPONE = text("UPDATE outbox SET attempts = attempts + 1, available_at = :at WHERE id = :id")


class Relay:
    """Claims rows, publishes them, forgets the confirmed ones; dying in between only repeats."""

    def __init__(self, service: str, database: Database, bus: Bus, poll_seconds: float = POLL_SECONDS) -> None:
        self._service = service
        self._database = database
        self._bus = bus
        self._poll_seconds = poll_seconds
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Relay until cancelled."""
        listening = asyncio.create_task(self._listen())
        try:
            while True:
                self._wake.clear()
                await self._drain()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._poll_seconds):
                        await self._wake.wait()
                stop_if_cancelled()
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def relay_once(self) -> int:
        """One batch in one transaction. Returns how many rows were claimed."""
        async with self._database.transaction() as session:
            rows = (await session.execute(CLAIM, {"now": clock.now(), "batch": self._bus.batch})).all()
            if not rows:
                return 0
            batch = [Outgoing(*row) for row in rows]
            outcomes = await self._bus.publish(batch)
            delivered = [m.id for m, outcome in zip(batch, outcomes, strict=True) if isinstance(outcome, Delivered)]
            await session.execute(FORGET, {"ids": delivered})
            await self._postpone(session, batch, outcomes)
        EVENTS_PUBLISHED.labels(self._service).inc(len(delivered))
        return len(batch)

    async def _postpone(self, session: Any, batch: list[Outgoing], outcomes: list[Outcome]) -> None:
        for message, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Postponed):
                log.warning("event postponed", event_id=message.event_id, type=message.type, reason=outcome.reason)
                at = clock.now() + timedelta(seconds=outcome.seconds)
                await session.execute(POSTPONE, {"id": message.id, "at": at})

    async def _drain(self) -> None:
        lanes = (self._drain_lane() for _ in range(self._bus.lanes))
        ends = await asyncio.gather(*lanes, return_exceptions=True)
        ends += await asyncio.gather(self._measure(), return_exceptions=True)
        stop_if_cancelled()
        faults = [end for end in ends if isinstance(end, BaseException)]
        if faults:
            # The relay outlives the restarts of its bus and of its database; everything waits in the outbox.
            log.warning("relay interrupted", service=self._service, reason=without_values(faults[0]))
            await asyncio.sleep(INTERRUPTED_SECONDS)

    async def _drain_lane(self) -> None:
        while await self.relay_once():
            pass

    async def _measure(self) -> None:
        async with self._database.transaction() as session:
            waiting = await session.scalar(text("SELECT count(*) FROM outbox"))
        OUTBOX_WAITING.labels(self._service).set(waiting or 0)

    async def _listen(self) -> None:
        """Wake up when a transaction has put something into the outbox; the poll backs this up."""
        while True:
            try:
                await self._listen_until_lost()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as fault:
                stop_if_cancelled()
                log.warning("not listening to the outbox", service=self._service, reason=str(fault))
                await asyncio.sleep(1)

    async def _listen_until_lost(self) -> None:
        connection = await asyncpg.connect(self._database.url, timeout=5)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda *_: lost.set())
        try:
            await connection.add_listener("outbox", lambda *_: self._wake.set())
            self._wake.set()
            await lost.wait()
        finally:
            await connection.close(timeout=2)
