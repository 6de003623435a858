"""What any embedded run stands on: PostgreSQL with six migrated databases, an object store, the sandbox, secrets."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from common.migrations import upgrade
from common.service import Service
from deploy.embedded.objectstore import EmbeddedObjectStore
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.secrets import SERVICES, Secrets, load_secrets
from deploy.embedded.servers import serving
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings


@dataclass(frozen=True)
class Foundation:
    """The running foundation."""

    postgres: EmbeddedPostgres
    objects: EmbeddedObjectStore
    secrets: Secrets
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
    folder: Path, *, gateway_port: int, sandbox_port: int, durable: bool = True
) -> AsyncIterator[Foundation]:
    """Start everything below the services; stop it in the end. The folder keeps the data."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    postgres = EmbeddedPostgres(folder / "postgres", durable=durable, max_connections=300)
    objects = EmbeddedObjectStore(folder / "objects")
    gateway_url = f"http://127.0.0.1:{gateway_port}"
    try:
        await asyncio.gather(asyncio.to_thread(postgres.start), asyncio.to_thread(objects.start))
        await asyncio.to_thread(_migrate_all, postgres)
        sandbox = create_app(
            SandboxSettings(
                port=sandbox_port,
                state_dir=folder / "sandbox",
                chsi_redirect_uris=(f"{gateway_url}/identity/v1/chsi/callback",),
            )
        )
        async with serving(sandbox, sandbox_port):
            yield Foundation(postgres, objects, load_secrets(folder), gateway_url, f"http://127.0.0.1:{sandbox_port}")
    finally:
        await asyncio.gather(asyncio.to_thread(postgres.stop), asyncio.to_thread(objects.stop))


def _migrate_all(postgres: EmbeddedPostgres) -> None:
    for name in SERVICES:
        postgres.create_database(name)
        upgrade(service_named(name), postgres.dsn(name))
