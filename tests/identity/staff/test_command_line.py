"""`python -m identity create-centre-user`, the first account of an installation."""

import asyncio

import pytest
from typer.testing import CliRunner, Result

from common.cli import command_line
from common.testing.harness import ServiceHarness
from identity.service import service
from tests.identity.conftest import SECRET

PASSWORD = "Shenhe2027"


async def create(
    identity: ServiceHarness, *, username: str = "Centre01", typed: str = "", password: str | None = PASSWORD
) -> Result:
    """Run the command against the harness's database; without `password` it is typed on standard input."""
    environment = {
        "WANGQIAN_DATABASE__URL": identity.context.database.url,
        "WANGQIAN_TOKENS__CLIENT_SECRET": "test-secret",
        "WANGQIAN_BUS__KIND": "local",
        "WANGQIAN_CIPHER__KEYS": f'{{"1": "{SECRET}"}}',
        "WANGQIAN_CIPHER__INDEX_KEY": SECRET,
        "WANGQIAN_INITIAL_PASSWORD": password,
    }
    arguments = ["create-centre-user", "--username", username, "--name", "李老师"]

    def run() -> Result:
        return CliRunner().invoke(command_line(service), arguments, input=typed, env=environment)

    # The command has an event loop of its own.
    return await asyncio.to_thread(run)


async def sign_in(identity: ServiceHarness, password: str) -> int:
    login = {"username": "centre01", "password": password}
    return (await identity.client().post("/v1/sessions/staff", json=login)).status_code


class TestCreateCentreUser:
    async def test_takes_the_password_from_the_environment(self, identity: ServiceHarness) -> None:
        result = await create(identity)
        assert result.exit_code == 0, result.output
        assert "created" in result.output
        assert PASSWORD not in result.output
        assert await sign_in(identity, PASSWORD) == 200

    async def test_takes_the_password_from_standard_input(self, identity: ServiceHarness) -> None:
        result = await create(identity, password=None, typed="Another2027\n")
        assert result.exit_code == 0, result.output
        assert await sign_in(identity, "Another2027") == 200

    async def test_changes_nothing_the_second_time(self, identity: ServiceHarness) -> None:
        await create(identity)
        result = await create(identity, password="Different2027")
        assert result.exit_code == 0
        assert "exists" in result.output
        assert await sign_in(identity, PASSWORD) == 200
        assert len(await identity.rows("SELECT 1 FROM staff_users")) == 1

    @pytest.mark.parametrize("password", ["", "short", "password123"])
    async def test_refuses_a_weak_password(self, identity: ServiceHarness, password: str) -> None:
        result = await create(identity, password=None, typed=password)
        assert result.exit_code == 1
        assert await identity.rows("SELECT 1 FROM staff_users") == []
