"""The embedded PostgreSQL: what is in its folder survives everything."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.process import FolderInUse


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("embedded"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def written(server: EmbeddedPostgres) -> AsyncIterator[str]:
    """A database with one row in it."""
    server.create_database("kept")
    async with connected(server.dsn("kept")) as connection:
        await connection.execute("CREATE TABLE name (value text)")
        await connection.execute("INSERT INTO name VALUES ('𠮷䶮㛃')")
    yield "kept"
    server.drop_database("kept")


async def _names(server: EmbeddedPostgres, database: str) -> list[str]:
    async with connected(server.dsn(database)) as connection:
        return [row["value"] for row in await connection.fetch("SELECT value FROM name")]


class TestRestart:
    async def test_keeps_the_data_and_the_address(self, server: EmbeddedPostgres, written: str) -> None:
        address = server.dsn(written)
        server.stop()
        server.start()
        assert server.dsn(written) == address
        assert await _names(server, written) == ["𠮷䶮㛃"]

    async def test_recovers_from_a_crash(self, server: EmbeddedPostgres, written: str) -> None:
        server.kill()
        server.start()
        assert await _names(server, written) == ["𠮷䶮㛃"]

    async def test_is_not_kept_out_by_a_pid_that_now_is_another_program(self, tmp_path: Path) -> None:
        server = EmbeddedPostgres(tmp_path)
        server.start()
        server.kill()
        pid_file = tmp_path / "data" / "postmaster.pid"
        lines = pid_file.read_text().split("\n")
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
        server.start()
        async with connected(server.dsn("postgres")) as connection:
            assert await connection.fetchval("SELECT 1") == 1
        server.stop()

    def test_begins_anew_when_the_first_start_was_cut_off(self, tmp_path: Path) -> None:
        unfinished = tmp_path / "data.new"
        unfinished.mkdir()
        (unfinished / "PG_VERSION").write_text("18\n")
        server = EmbeddedPostgres(tmp_path, durable=False)
        server.start()
        server.stop()
        assert not unfinished.exists()


class TestAccess:
    def test_refuses_a_second_server_over_the_same_folder(self, tmp_path: Path) -> None:
        first, second = (EmbeddedPostgres(tmp_path, durable=False) for _ in range(2))
        first.start()
        with pytest.raises(FolderInUse, match=str(os.getpid())):
            second.start()
        first.stop()

    async def test_refuses_who_does_not_know_the_password(self, server: EmbeddedPostgres) -> None:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(
                host="127.0.0.1", port=server.port, user="postgres", password="guess", database="postgres", ssl=False
            )

    async def test_gives_out_no_superuser(self, server: EmbeddedPostgres) -> None:
        async with connected(server.dsn("postgres")) as connection:
            assert await connection.fetchval("SELECT usesuper FROM pg_user WHERE usename = current_user") is False

    async def test_listens_on_this_machine_only(self, server: EmbeddedPostgres) -> None:
        async with connected(server.dsn("postgres")) as connection:
            assert await connection.fetchval("SHOW listen_addresses") == "127.0.0.1"


class TestDatabases:
    async def test_a_template_is_copied_with_what_is_in_it(self, server: EmbeddedPostgres, written: str) -> None:
        server.create_database("copied", template=written)
        assert await _names(server, "copied") == ["𠮷䶮㛃"]
        server.drop_database("copied")

    def test_creating_one_twice_changes_nothing(self, server: EmbeddedPostgres, written: str) -> None:
        server.create_database(written)

    async def test_a_dropped_one_is_gone_though_somebody_is_connected(self, server: EmbeddedPostgres) -> None:
        server.create_database("used")
        connection = await asyncpg.connect(server.dsn("used"))
        server.drop_database("used")
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await asyncpg.connect(server.dsn("used"))
        await connection.close()

    @pytest.mark.parametrize("name", ["", "Big", 'a"; DROP', "1st", "x" * 64])
    def test_a_name_that_is_none_is_refused(self, server: EmbeddedPostgres, name: str) -> None:
        with pytest.raises(ValueError, match="not a database name"):
            server.create_database(name)

    async def test_text_is_utf8_in_the_order_of_code_points(self, server: EmbeddedPostgres) -> None:
        async with connected(server.dsn("postgres")) as connection:
            assert await connection.fetchval("SHOW server_encoding") == "UTF8"
            rows = await connection.fetch("SELECT v FROM unnest(ARRAY['𠮷', '䶮', 'b', 'B', '㛃']) v ORDER BY v")
        assert [row["v"] for row in rows] == ["B", "b", "㛃", "䶮", "𠮷"]
