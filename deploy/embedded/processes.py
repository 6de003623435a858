"""The platform as it runs in production, on one machine: each service a process of its own, RabbitMQ in between."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from deploy.embedded.centre import create_centre_user
from deploy.embedded.configuration import Surroundings, as_environment, settings_of
from deploy.embedded.foundation import foundation, service_named
from deploy.embedded.platform import Platform
from deploy.embedded.process import ServerDidNotStart, ServerProcess, free_port
from deploy.embedded.secrets import SERVICES
from deploy.embedded.servers import serving
from deploy.gateway.front import DemoLogin, StartPage, proxied

START_SECONDS = 60.0


class ServiceProcess(ServerProcess):
    """One service (API and worker) in a process of its own, that can be stopped, killed and started again."""

    def __init__(self, name: str, environment: dict[str, str], folder: Path) -> None:
        super().__init__(name, folder / f"{name}.log")
        self._environment = os.environ | environment
        self._folder = folder
        self._port = free_port()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def serve(self) -> None:
        """Start and wait until it is ready. Raises: ServerDidNotStart."""
        command = [sys.executable, "-m", self.name, "all", "--port", str(self._port)]
        self.start(command, env=self._environment, cwd=self._folder)
        self.wait_until(self._ready, START_SECONDS)

    def migrate(self) -> None:
        """Bring its database to the newest version and make its queues exist.

        Raises:
            ServerDidNotStart: it could not; the message holds what it said.
        """
        command = [sys.executable, "-m", self.name, "migrate"]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            raise ServerDidNotStart(f"{self.name} migrate: {done.stderr[-3000:]}")

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready").is_success
        except httpx.HTTPError:
            return False


@dataclass(frozen=True)
class ProcessPlatform(Platform):
    """A running platform of processes."""

    services: dict[str, ServiceProcess]


@asynccontextmanager
async def process_platform(
    folder: Path,
    amqp_url: str,
    *,
    gateway_port: int | None = None,
    sandbox_port: int | None = None,
    durable: bool = True,
    logins: Sequence[DemoLogin] = (),
) -> AsyncIterator[ProcessPlatform]:
    """All six services as processes against a broker."""
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(
            foundation(folder, gateway_port=gateway_port, sandbox_port=sandbox_port, durable=durable)
        )
        around = Surroundings(
            database_url=base.postgres.dsn,
            bus={"kind": "rabbit", "url": amqp_url},
            storage=base.storage(),
            peer_url=f"{base.gateway_url}/{{service}}",
            gateway_url=base.gateway_url,
            sandbox_url=base.sandbox_url,
            secrets=base.secrets,
            log_level="INFO",
        )
        await create_centre_user(around)
        services = {name: ServiceProcess(name, as_environment(settings_of(name, around)), folder) for name in SERVICES}
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60))
        page = StartPage({name: service_named(name).title for name in SERVICES}, base.sandbox_url, logins)
        front = proxied({name: service.url for name, service in services.items()}, page, client)
        await stack.enter_async_context(serving(front, base.gateway))
        await stack.enter_async_context(_running(services))
        yield ProcessPlatform(base, services)


@asynccontextmanager
async def _running(services: dict[str, ServiceProcess]) -> AsyncIterator[None]:
    # Queues first, all of them: whoever speaks before the others listen must still be heard.
    await _each(services, ServiceProcess.migrate)
    try:
        await _each(services, ServiceProcess.serve)
        yield
    finally:
        await _each(services, ServiceProcess.stop)


async def _each(services: dict[str, ServiceProcess], do: Callable[[ServiceProcess], None]) -> None:
    await asyncio.gather(*(asyncio.to_thread(do, service) for service in services.values()))
