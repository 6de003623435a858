"""One PostgreSQL database per service: transactions, and the tables all services have."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
import orjson
from sqlalchemy import MetaData, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from common.auth.kept_keys import known_keys_table
from common.http.idempotency import idempotency_table
from common.messaging.tables import messaging_tables
from common.settings import DatabaseSettings

Connection: TypeAlias = asyncpg.pool.PoolConnectionProxy
"""A connection of the driver's, as `Database.at_once` lends it."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def service_metadata() -> MetaData:
    """Metadata of one service's database: named constraints, and the tables that every service has."""
    metadata = MetaData(naming_convention=NAMING)
    messaging_tables(metadata)
    idempotency_table(metadata)
    known_keys_table(metadata)
    return metadata


def async_url(url: str) -> str:
    """The SQLAlchemy form of a `postgresql://` URL."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """Connections to one service's database."""

    def __init__(self, settings: DatabaseSettings, application: str) -> None:
        self.url = settings.url.get_secret_value()
        self.engine = create_async_engine(
            async_url(self.url),
            pool_size=settings.pool_size,
            max_overflow=settings.pool_size,
            pool_pre_ping=True,
            hide_parameters=True,
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
            connect_args={
                "timeout": 5,
                "server_settings": {
                    "application_name": application,
                    "statement_timeout": str(settings.statement_timeout_ms),
                    "idle_in_transaction_session_timeout": "60000",
                },
            },
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._application = application
        self._settings = settings
        self._straight: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One session, one transaction: committed at the end, rolled back when anything is raised."""
        async with self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[Connection]:
        """A connection of the driver's own, without a transaction around: each statement is prepared once and is
        committed when it returns.

        For the hot transitions alone, which read with one statement and write with another: a session and its
        transaction cost more than the whole rest of such a request. The statement that writes comes last; what raises
        after it does not undo it.
        """
        if self._straight is None:
            async with self._opening:
                self._straight = self._straight or await self._open_straight()
        async with self._straight.acquire() as connection:
            yield connection

    async def ping(self) -> None:
        """Raise what the driver raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give all connections back."""
        if self._straight is not None:
            await self._straight.close()
        await self.engine.dispose()

    async def _open_straight(self) -> asyncpg.Pool:
        return await asyncpg.create_pool(
            self.url,
            min_size=1,
            max_size=self._settings.pool_size,
            timeout=5,
            init=_know_json,
            # Nothing is left behind that would have to be reset: no transaction, no setting, no cursor.
            reset=_leave,
            server_settings={
                "application_name": self._application,
                "statement_timeout": str(self._settings.statement_timeout_ms),
            },
        )


async def _know_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_dumps, decoder=orjson.loads, format="text")


async def _leave(connection: asyncpg.Connection) -> None:
    """Nothing to do."""


async def keep_copy(session: AsyncSession, table: Any, key: dict[str, Any], sequence: int, **values: Any) -> bool:
    """Keep a read copy of another service's fact; whatever is older than what we hold changes nothing.

    `table` has the key's columns as primary key and an integer `sequence`.

    Returns: whether the copy was changed.
    """
    fresh = insert(table).values(**key, sequence=sequence, **values)
    statement = fresh.on_conflict_do_update(
        index_elements=list(key),
        set_={"sequence": sequence, **values},
        where=table.sequence < sequence,
    ).returning(table.sequence)
    return (await session.execute(statement)).first() is not None


async def lock_for_transaction(session: AsyncSession, *parts: object) -> None:
    """Wait for, and hold until the transaction ends, the one lock of this name (an advisory lock)."""
    name = "\x1f".join(str(part) for part in parts)  # PostgreSQL texts cannot hold NUL
    await session.execute(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)).select())
