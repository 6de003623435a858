"""Many rows with one statement."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import BigInteger, DateTime, Text, Uuid, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.database import async_url
from common.rows import insert_rows
from tests.support.databases import Databases

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "things"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str | None] = mapped_column(Text)
    said: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sealed: Mapped[bytes | None]
    left_out: Mapped[str] = mapped_column(Text, server_default=text("'as ever'"))


def rows(many: int) -> list[dict[str, Any]]:
    return [
        {"id": uuid4(), "number": number, "name": f"名 {number}", "said": {"at": [number]}, "at": AT, "sealed": b"\0{}"}
        for number in range(many)
    ]


Sessions = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@pytest.fixture
async def sessions(databases: Databases) -> AsyncIterator[Sessions]:
    dsn = databases.empty("rows")
    engine = create_async_engine(async_url(dsn))
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)

    @asynccontextmanager
    async def session() -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine) as opened, opened.begin():
            yield opened

    yield session
    await engine.dispose()
    databases.drop(dsn)


class TestInsertRows:
    def test_says_the_same_however_many_there_are(self) -> None:
        dialect = cast("Any", postgresql).dialect()
        one, many = (str(insert_rows(Thing, rows(n)).compile(dialect=dialect)) for n in (1, 500))
        assert one == many

    async def test_stores_every_column_as_it_was_given(self, sessions: Sessions) -> None:
        given = rows(3)
        async with sessions() as session:
            stored = (await session.scalars(insert_rows(Thing, given).returning(Thing))).all()
            assert {row.number: row.left_out for row in stored} == dict.fromkeys(range(3), "as ever")
        async with sessions() as session:
            found = (await session.execute(select(Thing.__table__).order_by("number"))).mappings().all()
        assert [{name: row[name] for name in given[0]} for row in found] == given

    async def test_keeps_nothing_as_nothing(self, sessions: Sessions) -> None:
        empty = {"name": None, "said": None, "at": None, "sealed": None}
        async with sessions() as session:
            await session.execute(insert_rows(Thing, [row | empty for row in rows(2)]))
            nulls = "name IS NULL AND said IS NULL AND at IS NULL AND sealed IS NULL"
            assert await session.scalar(text(f"SELECT count(*) FROM things WHERE {nulls}")) == 2

    async def test_a_list_is_one_value_of_json(self, sessions: Sessions) -> None:
        lists: list[Any] = [[], ["一"], ["一", "二"], [["深"]], None, {"at": [1, 2]}]
        async with sessions() as session:
            given = [row | {"said": said} for row, said in zip(rows(len(lists)), lists, strict=True)]
            await session.execute(insert_rows(Thing, given))
        async with sessions() as session:
            assert list(await session.scalars(select(Thing.said).order_by(Thing.number))) == lists

    async def test_leaves_out_what_is_there(self, sessions: Sessions) -> None:
        async with sessions() as session:
            await session.execute(insert_rows(Thing, rows(2)))
            fresh = insert_rows(Thing, rows(4)).on_conflict_do_nothing(index_elements=["number"])
            assert set(await session.scalars(fresh.returning(Thing.number))) == {2, 3}
