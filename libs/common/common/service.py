"""Turns a service's routers, reactions and jobs into an API app, a worker and a command line."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter
from sqlalchemy import MetaData, text

from common.auth.kept_keys import keys_kept
from common.auth.tokens import TokenVerifier, keys_from
from common.cancelling import stop_if_cancelled
from common.database import Database
from common.http.idempotency import KEPT as KEYS_KEPT
from common.jobs import Job, Jobs, run_forever
from common.messaging.bus import Bus
from common.messaging.consumer import Consumer
from common.messaging.local import LocalBus
from common.messaging.rabbit import RabbitBus
from common.messaging.reactions import Reactions
from common.messaging.relay import Relay
from common.peers import Peers
from common.settings import BusSettings, Settings

HOUSEKEEPING_SECONDS = 3600
INBOX_KEPT_DAYS = 30
FORGET_KEYS = text(
    "DELETE FROM idempotency_keys WHERE ctid IN (SELECT ctid FROM idempotency_keys"
    " WHERE created_at < now() - make_interval(secs => :kept) LIMIT 5000)"
)
FORGET_RECEIVED = text(
    "DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM inbox"
    " WHERE received_at < now() - make_interval(days => :kept) LIMIT 5000)"
)


@dataclass(frozen=True)
class Service:
    """Everything that makes one service. Declared once, in its `service.py`."""

    name: str
    title: str
    settings: type[Settings]
    metadata: MetaData
    migrations: Path
    routers: Sequence[APIRouter] = ()
    reactions: Reactions = field(default_factory=Reactions)
    jobs: Jobs = field(default_factory=Jobs)
    public_paths: frozenset[str] = frozenset()
    """Routes that need no actor. A test compares this list with the routes."""
    resources: Callable[["Context"], AbstractAsyncContextManager[Any]] | None = None
    """What the service alone needs while it runs (an object store, an outside system's client)."""
    commands: Sequence[Callable[..., Any]] = ()
    """Further commands of the service's command line (typer functions)."""

    @asynccontextmanager
    async def open(self, settings: Settings, bus: Bus | None = None) -> AsyncIterator["Context"]:
        """A running service's parts; closed in the end."""
        async with httpx.AsyncClient(timeout=httpx.Timeout(10, connect=3)) as client:
            database = Database(settings.database, f"wangqian-{self.name}")
            peers = Peers(self.name, settings, client)
            published = keys_from(peers.url("identity", "/.well-known/jwks.json"), client)
            context = Context(
                service=self,
                settings=settings,
                database=database,
                bus=bus or make_bus(settings.bus),
                peers=peers,
                http=client,
                verifier=TokenVerifier(settings.tokens, keys_kept(published, database, settings.tokens.issuer)),
            )
            try:
                async with _resources(context):
                    yield context
            finally:
                if bus is None:
                    await context.bus.close()
                await database.close()


@dataclass
class Context:
    """The parts of a running service, passed in, never global."""

    service: Service
    settings: Any
    database: Database
    bus: Bus
    peers: Peers
    http: httpx.AsyncClient
    verifier: TokenVerifier
    resources: Any = None

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name


class Worker:
    """A service's worker: relay, consumer and jobs in one process."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.consumer = Consumer(context, context.service.reactions)
        self._relay = Relay(context.name, context.database, context.bus)

    async def declare(self) -> None:
        """Make the queue exist before anybody publishes."""
        await self.context.bus.declare(self.consumer)

    async def run(self) -> None:
        """Work until cancelled; if one part dies, all of it does, loudly."""
        async with asyncio.TaskGroup() as group:
            for part in self._parts():
                group.create_task(_lasting(part))

    def healthy(self) -> bool:
        """Whether events are being listened to."""
        return not self.consumer.types or self.context.bus.healthy(self.consumer)

    def _parts(self) -> list[Coroutine[Any, Any, None]]:
        jobs = [*self.context.service.jobs.all, Job("housekeeping", HOUSEKEEPING_SECONDS, _housekeeping)]
        parts = [self._relay.run(), *(run_forever(job, self.context) for job in jobs)]
        return [*parts, self.context.bus.consume(self.consumer)] if self.consumer.types else parts


def make_bus(settings: BusSettings) -> Bus:
    """The bus that the settings name."""
    return RabbitBus(settings) if settings.kind == "rabbit" else LocalBus(settings.retry_delays)


class PartEnded(RuntimeError):
    """A part of a worker that runs until it is cancelled has ended by itself."""


async def _lasting(part: Coroutine[Any, Any, None]) -> None:
    try:
        await part
    except asyncio.CancelledError:
        # A task group takes a cancelled part for one that is done; a worker without its relay must not live on.
        stop_if_cancelled()
    raise PartEnded(str(part))


@asynccontextmanager
async def _resources(context: Context) -> AsyncIterator[None]:
    if context.service.resources is None:
        yield
        return
    async with context.service.resources(context) as resources:
        context.resources = resources
        yield


async def _housekeeping(session: Any, context: Context) -> int:
    """Forget what can no longer be repeated: used keys and received events of long ago."""
    keys = await session.execute(FORGET_KEYS, {"kept": KEYS_KEPT.total_seconds()})
    received = await session.execute(FORGET_RECEIVED, {"kept": INBOX_KEPT_DAYS})
    return keys.rowcount + received.rowcount
