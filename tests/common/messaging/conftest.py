"""The same toy on both buses."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.common.messaging.wire import Wire, wired
from tests.support.databases import Databases
from tests.support.toy.service import toy


@pytest.fixture(params=["local", "rabbit"])
async def wire(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Wire]:
    """A toy service on the local bus, and again on RabbitMQ."""
    if request.param == "rabbit":
        vhost = request.getfixturevalue("vhost")
        bus = {"kind": "rabbit", "url": vhost}
    else:
        bus = {"kind": "local"}
    dsn = await asyncio.to_thread(databases.fresh, toy)
    async with wired(dsn, bus) as wire:
        yield wire
    databases.drop(dsn)
