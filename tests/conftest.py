"""Fixtures that every test folder uses: a real PostgreSQL, fresh migrated databases, services over them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest

from common.migrations import upgrade
from common.service import Service
from common.testing.harness import ServiceHarness, running
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.rabbitmq import Rabbit, ensure_rabbit
from tests.support.databases import Databases

HarnessOf = Callable[..., Awaitable[ServiceHarness]]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """One PostgreSQL server for each test process; it dies with the process."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), durable=False, max_connections=300)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def databases(postgres: EmbeddedPostgres) -> Databases:
    """Fresh databases, built by the services' own migrations."""
    return Databases(postgres, upgrade)


@pytest.fixture
async def harness_of(databases: Databases) -> AsyncIterator[HarnessOf]:
    """`await harness_of(service, **settings)`: the service over a fresh database, closed after the test."""
    async with AsyncExitStack() as stack:

        async def make(service: Service, **settings: Any) -> ServiceHarness:
            dsn = await asyncio.to_thread(databases.fresh, service)
            stack.callback(databases.drop, dsn)
            return await stack.enter_async_context(running(service, dsn, **settings))

        yield make


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rabbit]:
    """One RabbitMQ for each test process: a given one, one in Docker, or the machine's own."""
    broker = ensure_rabbit(tmp_path_factory.mktemp("rabbit"))
    yield broker
    broker.close()


@pytest.fixture
def vhost(broker: Rabbit) -> Iterator[str]:
    """The URL of an empty virtual host."""
    name = f"test-{uuid4().hex}"
    broker.create_vhost(name)
    yield broker.amqp_url(name)
    broker.delete_vhost(name)
