"""`python -m <service> dead-letters list | show | retry`, on both buses."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from common.cli import command_line
from common.testing.eventually import eventually
from deploy.embedded.configuration import as_environment
from tests.common.messaging.wire import RETRY_DELAYS, Wire
from tests.support.toy.service import toy


class TestDeadLettersOnTheCommandLine:
    async def test_are_listed_shown_and_sent_back(self, wire: Wire) -> None:
        wire.failing.add(1)
        async with wire.working():
            await wire.say(1)
            (dead,) = await eventually(wire.bus.dead_letters(wire.worker.consumer).all)
            listed = await run(wire, "list")
            assert dead.event_id in listed
            assert "ConnectionError" in listed
            assert json.loads(await run(wire, "show", dead.event_id))["data"]["value"] == 1
            wire.failing.clear()
            assert "1 put back" in await run(wire, "retry", dead.event_id)
            assert await eventually(wire.heard) == [1]
        assert await run(wire, "list") == ""

    async def test_an_unknown_one_is_said_to_be_unknown(self, wire: Wire) -> None:
        with pytest.raises(AssertionError, match="no dead letter"):
            await run(wire, "show", "nothing")


async def run(wire: Wire, *arguments: str) -> str:
    """The command as an operator runs it, with settings from the environment."""
    settings = wire.context.settings
    bus = {"kind": settings.bus.kind, "url": settings.bus.url.get_secret_value(), "retry_delays": list(RETRY_DELAYS)}
    environment = as_environment({"database": {"url": wire.context.database.url}, "tokens": {"client_secret": "x"}})
    environment |= as_environment({"bus": bus})
    result = await asyncio.to_thread(
        CliRunner().invoke, command_line(toy), ["dead-letters", *arguments], env=environment
    )
    assert result.exit_code == 0, result.output + result.stderr
    return result.stdout
