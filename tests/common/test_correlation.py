"""One id ties a request to everything that follows from it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from common.app import create_app
from common.auth.actors import CentreUser
from common.auth.tokens import TokenVerifier
from common.messaging.envelope import Envelope
from common.messaging.outbox import emit
from common.messaging.reactions import Delivery, Reactions
from common.service import Service, Worker
from common.testing.eventually import eventually
from common.testing.tokens import TestKeys
from tests.support.databases import Databases
from tests.support.toy.service import NumberSaid, toy

BUSES = ["local", "rabbit"]


@pytest.fixture(params=BUSES)
async def bus(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings of each bus in turn."""
    if request.param == "local":
        return {"kind": "local"}
    return {"kind": "rabbit", "url": request.getfixturevalue("vhost")}


@pytest.fixture
async def dsn(databases: Databases) -> AsyncIterator[str]:
    """A toy's database."""
    dsn = await asyncio.to_thread(databases.fresh, toy)
    yield dsn
    databases.drop(dsn)


def answering(heard: list[Envelope]) -> Service:
    """A toy that answers the first number it hears with another one, and notes every envelope."""
    reactions = Reactions()

    @reactions.on(NumberSaid)
    async def on_number_said(event: NumberSaid, delivery: Delivery) -> None:
        heard.append(delivery.envelope)
        if event.value == 1:
            await emit(delivery.session, NumberSaid(number_id=uuid4(), value=2), sequence=1)

    return replace(toy, reactions=reactions)


class TestCorrelation:
    async def test_goes_from_the_request_over_the_bus_into_what_the_reaction_says(
        self, dsn: str, bus: dict[str, str]
    ) -> None:
        heard: list[Envelope] = []
        service = answering(heard)
        settings = service.settings(database={"url": dsn}, tokens={"client_secret": "x"}, bus=bus)
        async with service.open(settings) as context:
            keys = TestKeys()
            context.verifier = TokenVerifier(settings.tokens, keys.jwks)
            worker = Worker(context)
            await worker.declare()
            working = asyncio.create_task(worker.run())
            token = keys.token(CentreUser(id=uuid4(), name="中心"), settings.tokens)
            headers = {
                "Authorization": f"Bearer {token}",
                "X-Request-ID": "request-0001",
                "Idempotency-Key": uuid4().hex,
            }
            transport = httpx.ASGITransport(create_app(context))
            try:
                async with httpx.AsyncClient(
                    transport=transport, base_url="http://toy.test", headers=headers
                ) as client:
                    answer = await client.post("/v1/things", json={"name": "a", "count": 1})
                assert answer.status_code == 201

                async def both() -> list[Envelope]:
                    return heard

                await eventually(both, is_true=lambda found: len(found) == 2)
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
        cause, effect = heard
        assert answer.headers["X-Request-ID"] == "request-0001"
        assert (cause.correlationid, effect.correlationid) == ("request-0001", "request-0001")
        assert (cause.causationid, effect.causationid) == (None, str(cause.id))
