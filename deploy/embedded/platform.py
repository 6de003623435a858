"""The whole platform in one process: six services over the local bus, the gateway in front."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from common.app import create_app
from common.messaging.local import LocalBus
from common.service import Context, Worker
from deploy.embedded.centre import create_centre_user
from deploy.embedded.configuration import Surroundings, settings_of
from deploy.embedded.foundation import Foundation, foundation, service_named
from deploy.embedded.secrets import SERVICES
from deploy.embedded.servers import serving
from deploy.gateway.front import DemoLogin, StartPage, mounted


@dataclass(frozen=True)
class Platform:
    """A running platform, as those who use it see it."""

    foundation: Foundation

    @property
    def gateway_url(self) -> str:
        """Where everything answers."""
        return self.foundation.gateway_url

    @property
    def sandbox_url(self) -> str:
        """Where the outside systems are played."""
        return self.foundation.sandbox_url

    @property
    def centre_password(self) -> str:
        """Password of the centre's first account."""
        return self.foundation.secrets.centre_password

    def database_url(self, service: str) -> str:
        """The DSN of one service's database."""
        return self.foundation.postgres.dsn(service)


@asynccontextmanager
async def local_platform(
    folder: Path,
    *,
    gateway_port: int | None = None,
    sandbox_port: int | None = None,
    durable: bool = True,
    logins: Sequence[DemoLogin] = (),
) -> AsyncIterator[Platform]:
    """All six services in this process. When one of their workers dies, the whole platform ends, loudly."""
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(
            foundation(folder, gateway_port=gateway_port, sandbox_port=sandbox_port, durable=durable)
        )
        around = Surroundings(
            database_url=base.postgres.dsn,
            bus={"kind": "local"},
            storage=base.storage(),
            peer_url=f"{base.gateway_url}/{{service}}",
            gateway_url=base.gateway_url,
            sandbox_url=base.sandbox_url,
            secrets=base.secrets,
        )
        await create_centre_user(around)
        bus = LocalBus()
        contexts = [await stack.enter_async_context(_open(name, around, bus)) for name in SERVICES]
        workers = [Worker(context) for context in contexts]
        for worker in workers:
            await worker.declare()
        apps = {worker.context.name: create_app(worker.context, worker.healthy) for worker in workers}
        page = StartPage({name: app.title for name, app in apps.items()}, base.sandbox_url, logins)
        await stack.enter_async_context(serving(mounted(apps, page), base.gateway))
        await stack.enter_async_context(_working(workers))
        yield Platform(base)


@asynccontextmanager
async def _open(name: str, around: Surroundings, bus: LocalBus) -> AsyncIterator[Context]:
    service = service_named(name)
    async with service.open(service.settings(**settings_of(name, around)), bus) as context:
        yield context


@asynccontextmanager
async def _working(workers: Sequence[Worker]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker.run()) for worker in workers]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
