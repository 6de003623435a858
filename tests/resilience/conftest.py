"""A broker and a database of one's own, to be stopped and killed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.process import free_port
from deploy.embedded.rabbitmq import OwnRabbit, own_rabbit
from tests.common.messaging.wire import Wire, wired
from tests.support.databases import Databases
from tests.support.toy.service import toy

_names = count(1)


@pytest.fixture(scope="session")
def mortal_rabbit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRabbit]:
    """A RabbitMQ that tests may stop, kill and start again."""
    rabbit = own_rabbit(tmp_path_factory.mktemp("rabbit"))
    yield rabbit
    rabbit.close()


@pytest.fixture(scope="session")
def mortal_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A durable PostgreSQL that tests may kill and start again, on the same port."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("mortal"), port=free_port(), max_connections=100)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mortal_vhost(mortal_rabbit: OwnRabbit) -> str:
    """An empty virtual host on the mortal broker.

    It is left there, and goes with the broker: a RabbitMQ 3.10 that has just been started again may trip over the
    deletion of a queue that it is still recovering, and take no queue with dead letters from then on.
    """
    name = f"mortal-{next(_names)}"
    mortal_rabbit.create_vhost(name)
    return mortal_rabbit.amqp_url(name)


@pytest.fixture
async def wire(mortal_vhost: str, databases: Databases) -> AsyncIterator[Wire]:
    """A toy service on the mortal broker."""
    dsn = await asyncio.to_thread(databases.fresh, toy)
    async with wired(dsn, {"kind": "rabbit", "url": mortal_vhost}) as wire:
        yield wire
    databases.drop(dsn)
