"""What any embedded run stands on: PostgreSQL with six migrated databases, an object store, the sandbox, secrets."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from common.migrations import upgrade
from common.service import Service
from deploy.embedded.objectstore import EmbeddedObjectStore
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.secrets import SERVICES, Secrets, load_secrets
from deploy.embedded.servers import listen_on, port_of, serving
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings


@dataclass(frozen=True)
class Foundation:
    """The running foundation."""

    postgres: EmbeddedPostgres
    objects: EmbeddedObjectStore
    secrets: Secrets
    gateway: socket
    """Listening already; whoever runs the services serves the gateway on it."""
    gateway_url: str
    sandbox_url: str

    def storage(self) -> dict[str, str]:
        """Settings of the object store."""
        return {
            "endpoint": self.objects.endpoint,
            "access_key": self.objects.access_key,
            "secret_key": self.objects.secret_key,
        }


def service_named(name: str) -> Service:
    """The declaration of a service."""
    return importlib.import_module(f"{name}.service").service


@asynccontextmanager
async def foundation(
    folder: Path, *, gateway_port: int | None, sandbox_port: int | None, durable: bool = True
) -> AsyncIterator[Foundation]:
    """Start everything below the services; stop it in the end. The folder keeps the data. No port: a free one.

    Raises:
        FolderInUse, OSError: another run uses the folder, or somebody one of the ports.
    """
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    postgres = EmbeddedPostgres(folder / "postgres", durable=durable, max_connections=300)
    objects = EmbeddedObjectStore(folder / "objects")
    gateway, sandbox_listener = listen_on(gateway_port), listen_on(sandbox_port)
    gateway_url, sandbox_url = (f"http://127.0.0.1:{port_of(listener)}" for listener in (gateway, sandbox_listener))
    try:
        await asyncio.gather(asyncio.to_thread(postgres.start), asyncio.to_thread(objects.start))
        await asyncio.to_thread(_migrate_all, postgres)
        sandbox = create_app(
            SandboxSettings(
                port=port_of(sandbox_listener),
                state_dir=folder / "sandbox",
                chsi_redirect_uris=(f"{gateway_url}/identity/v1/chsi/callback",),
                jobplatform_redirect_uris=(f"{gateway_url}/identity/v1/job-platform/callback",),
            )
        )
        async with serving(sandbox, sandbox_listener):
            yield Foundation(postgres, objects, load_secrets(folder), gateway, gateway_url, sandbox_url)
    finally:
        gateway.close()
        sandbox_listener.close()
        await asyncio.gather(asyncio.to_thread(postgres.stop), asyncio.to_thread(objects.stop))


def _migrate_all(postgres: EmbeddedPostgres) -> None:
    for name in SERVICES:
        postgres.create_database(name)
        upgrade(service_named(name), postgres.dsn(name))
