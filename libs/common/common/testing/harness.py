"""One service over a freshly migrated database, with its API, its outbox, its reactions and its jobs in hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from sqlalchemy import text

from common.app import create_app
from common.auth.actors import Actor
from common.auth.tokens import TokenVerifier
from common.contracts.event import Event, event_class
from common.jobs import run_round
from common.messaging.consumer import Consumer, Verdict
from common.messaging.envelope import Envelope, seal
from common.messaging.local import LocalBus
from common.service import Context, Service
from common.testing.tokens import TestKeys

AnyEvent = TypeVar("AnyEvent", bound=Event)
BASE_URL = "http://service.test"


class ServiceHarness:
    """A service under test. Events it says stay in its outbox, where `emitted` reads them."""

    def __init__(self, context: Context, keys: TestKeys) -> None:
        self.context = context
        self.keys = keys
        self.app = create_app(context)
        self.consumer = Consumer(context, context.service.reactions)
        self._clients: list[httpx.AsyncClient] = []

    def client(self, actor: Actor | None = None, *, token: str | None = None) -> httpx.AsyncClient:
        """An HTTP client that is signed in as the actor (or carries this token, or none).

        Creating POSTs get a fresh Idempotency-Key unless they bring one.
        """
        bearer = token or (self.keys.token(actor, self.context.settings.tokens) if actor else None)
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False),
            base_url=BASE_URL,
            headers={"Authorization": f"Bearer {bearer}"} if bearer else {},
            event_hooks={"request": [_give_key]},
        )
        self._clients.append(client)
        return client

    async def deliver(self, event: Event, *, sequence: int = 1) -> Verdict:
        """Let the service react to another one's event, in a fresh envelope."""
        return await self.deliver_envelope(
            seal(event, sequence=sequence, correlation_id=None, causation_id=None), attempt=0
        )

    async def deliver_envelope(self, envelope: Envelope, *, attempt: int = 0) -> Verdict:
        """The same with an envelope of one's own, for duplicates and disorder."""
        return await asyncio.create_task(self.consumer.work_on(envelope.to_json(), attempt))

    async def envelopes(self) -> list[Envelope]:
        """Everything the service has said, in order."""
        async with self.context.database.transaction() as session:
            bodies = (await session.execute(text("SELECT body FROM outbox ORDER BY id"))).scalars().all()
        return [Envelope.model_validate_json(body) for body in bodies]

    async def emitted(self, kind: type[AnyEvent]) -> list[AnyEvent]:
        """The events of one kind the service has said, checked against their contract."""
        said = [envelope for envelope in await self.envelopes() if envelope.type == kind.type]
        return [kind.model_validate(envelope.data) for envelope in said]

    async def everything_emitted(self) -> list[Event]:
        """All events the service has said, each checked against its contract."""
        events = []
        for envelope in await self.envelopes():
            contract = event_class(envelope.type)
            assert contract is not None, envelope.type  # noqa: S101 - a test tool
            events.append(contract.model_validate(envelope.data))
        return events

    async def run_job(self, name: str) -> int:
        """One round of a clock job. Returns how many rows it worked on."""
        job = next(job for job in self.context.service.jobs.all if job.name == name)
        return await run_round(job, self.context)

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        """Look into the database, for what no route shows."""
        async with self.context.database.transaction() as session:
            return list((await session.execute(text(sql), values)).all())

    async def close(self) -> None:
        """Close the clients that were handed out."""
        for client in self._clients:
            await client.aclose()


@asynccontextmanager
async def running(service: Service, dsn: str, **settings: Any) -> AsyncIterator[ServiceHarness]:
    """A service over a migrated database; `settings` replace what the service's settings class asks for."""
    values = {
        "database": {"url": dsn, "pool_size": 5},
        "tokens": {"client_secret": "test-secret"},
        "bus": {"kind": "local"},
        **settings,
    }
    keys = TestKeys()
    async with service.open(service.settings(**values), LocalBus()) as context:
        context.verifier = TokenVerifier(context.settings.tokens, keys.jwks)
        harness = ServiceHarness(context, keys)
        try:
            yield harness
        finally:
            await harness.close()


async def _give_key(request: httpx.Request) -> None:
    if request.method == "POST":
        request.headers.setdefault("Idempotency-Key", uuid4().hex)
