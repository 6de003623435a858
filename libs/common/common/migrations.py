"""Each service's own migration history (alembic), applied by `python -m <service> migrate`."""

import asyncio
from typing import Any

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from common.database import async_url, service_metadata
from common.messaging.tables import NOTIFY_SQL
from common.service import Service

LOCK_TIMEOUT = "5s"


def alembic_config(service: Service, url: str) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(service.migrations))
    config.attributes["url"] = url
    config.attributes["metadata"] = service.metadata
    return config


def upgrade(service: Service, url: str, revision: str = "head") -> None:
    """Bring a database to a revision."""
    command.upgrade(alembic_config(service, url), revision)


def run_env() -> None:
    """What every service's `migrations/env.py` calls."""
    attributes = context.config.attributes
    asyncio.run(_run_online(attributes["url"], attributes["metadata"]))


async def _run_online(url: str, metadata: MetaData) -> None:
    engine = create_async_engine(async_url(url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate, metadata)
    await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        # Two migrating processes wait for each other; a busy table makes us give up rather than block everybody.
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('wangqian-migrations'))"))
        context.run_migrations()


def create_shared_tables(op: Any) -> None:
    """Part of each service's first migration: outbox with its wake-up, inbox, dead letters, idempotency keys."""
    service_metadata().create_all(op.get_bind())
    for statement in NOTIFY_SQL:
        op.execute(statement)
