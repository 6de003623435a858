"""The script that makes the databases of docker-compose.yml, run against a real server."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.psql import binaries
from tests.deploy.compose import ROOT, SERVICES

_PASSWORDS = {service: f"{service}-p'ass\"word" for service in SERVICES}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server on which the script has run."""
    folder = tmp_path_factory.mktemp("compose")
    server = EmbeddedPostgres(folder, durable=False)
    server.start()
    environment = {
        "PATH": f"{binaries()}:{os.environ['PATH']}",
        "POSTGRES_USER": "postgres",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port),
        "PGPASSWORD": (folder / "password").read_text(),
        **{f"WANGQIAN_{service.upper()}_DB_PASSWORD": password for service, password in _PASSWORDS.items()},
    }
    script = Path("deploy/postgres/create-databases.sh")
    subprocess.run(["bash", script], cwd=ROOT, env=environment, check=True, capture_output=True)
    yield server.port
    server.stop()


async def _user_of(port: int, database: str, role: str) -> str:
    connection = await asyncpg.connect(
        host="127.0.0.1", port=port, user=role, password=_PASSWORDS[role], database=database, ssl=False
    )
    try:
        await connection.execute("CREATE TABLE mine (id int)")
        await connection.execute("DROP TABLE mine")
        found: str = await connection.fetchval("SELECT current_user")
        return found
    finally:
        await connection.close()


class TestCreateDatabases:
    @pytest.mark.parametrize("service", SERVICES)
    async def test_each_service_works_in_its_own(self, port: int, service: str) -> None:
        assert await _user_of(port, service, service) == service

    async def test_none_gets_into_anothers(self, port: int) -> None:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _user_of(port, "agreements", "stats")
