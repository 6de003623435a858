"""Each service's own migration history (alembic), applied by `python -m <service> migrate`."""

import asyncio
import time
from typing import Any

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from common.database import async_url
from common.messaging.tables import NOTIFY_SQL
from common.service import Service

LOCK_TIMEOUT = "5s"
ASK_AGAIN_SECONDS = 0.2


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
    # Two migrating processes wait for each other, until this connection closes; a busy table makes us give up rather
    # than block everybody. They ask again and again: building an index concurrently waits for every open statement, so
    # whoever waited within one would be waited for.
    while not connection.scalar(text("SELECT pg_try_advisory_lock(hashtext('wangqian-migrations'))")):
        connection.commit()
        time.sleep(ASK_AGAIN_SECONDS)
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def create_shared_tables(op: Any) -> None:
    """Part of each service's first migration: outbox with its wake-up, inbox, dead letters, idempotency keys.

    Written out, not made from today's metadata: a later change is a later migration, also on a fresh installation.
    """
    for statement in (*SHARED_TABLES, *NOTIFY_SQL):
        op.execute(statement)


def create_known_keys(op: Any) -> None:
    """Part of a later migration of each service: the last known keys of identity (`common.auth.kept_keys`)."""
    op.execute(KNOWN_KEYS)


KNOWN_KEYS = """CREATE TABLE known_keys (
    issuer text NOT NULL CONSTRAINT pk_known_keys PRIMARY KEY,
    jwks jsonb NOT NULL,
    fetched_at timestamptz NOT NULL DEFAULT now())"""
SHARED_TABLES = (
    """CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
        event_id uuid NOT NULL CONSTRAINT uq_outbox_event_id UNIQUE,
        type text NOT NULL,
        body bytea NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        available_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now())""",
    "CREATE INDEX ix_outbox_available_at_id ON outbox (available_at, id)",
    """CREATE TABLE inbox (
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_inbox PRIMARY KEY (consumer, event_id))""",
    "CREATE INDEX ix_inbox_received_at ON inbox (received_at)",
    """CREATE TABLE dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_dead_letters PRIMARY KEY,
        consumer text NOT NULL,
        event_id text NOT NULL,
        type text NOT NULL,
        body bytea NOT NULL,
        reason text NOT NULL,
        attempts integer NOT NULL,
        died_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_dead_letters_consumer_event_id UNIQUE (consumer, event_id))""",
    """CREATE TABLE idempotency_keys (
        actor text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        status smallint,
        body bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency_keys PRIMARY KEY (actor, key))""",
    "CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)",
)
