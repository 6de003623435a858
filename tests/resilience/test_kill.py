"""Workers killed with SIGKILL while events flow: each event has its one effect."""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

import pytest

from common.migrations import upgrade
from common.testing.eventually import eventually
from deploy.embedded.configuration import as_environment
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.process import free_port
from tests.common.messaging.wire import RETRY_DELAYS, Wire, wired
from tests.support.databases import Databases
from tests.support.toy.service import toy

EVENTS = 600
KILLS = 4
ROOT = Path(__file__).parents[2]


class TestKilledWorkers:
    async def test_nothing_is_lost_and_nothing_is_done_twice(
        self, mortal_vhost: str, databases: Databases, tmp_path: Path
    ) -> None:
        dsn = await asyncio.to_thread(databases.fresh, toy)
        bus = {"kind": "rabbit", "url": mortal_vhost, "retry_delays": list(RETRY_DELAYS)}
        environment = as_environment({"database": {"url": dsn}, "tokens": {"client_secret": "x"}, "bus": bus})
        async with wired(dsn, bus) as wire:
            await wire.bus.declare(wire.worker.consumer)
            await asyncio.gather(say_all(wire), kill_again_and_again(environment, tmp_path / "toy.log"))
            heard = await heard_by_a_last_worker(wire, environment, tmp_path / "toy.log")
        assert heard == list(range(EVENTS))


async def say_all(wire: Wire) -> None:
    for start in range(0, EVENTS, 5):
        await wire.say(*range(start, start + 5))
        await asyncio.sleep(0.02)


async def kill_again_and_again(environment: dict[str, str], log: Path) -> None:
    moments = random.Random(20261121)
    for _ in range(KILLS):
        worker = await start_worker(environment, log)
        await asyncio.sleep(2.0 + moments.random())
        worker.send_signal(signal.SIGKILL)
        await worker.wait()


async def heard_by_a_last_worker(wire: Wire, environment: dict[str, str], log: Path) -> list[int]:
    worker = await start_worker(environment, log)
    try:
        return await eventually(wire.heard, is_true=lambda heard: len(heard) >= EVENTS, within=60)
    finally:
        worker.terminate()
        await worker.wait()


async def start_worker(environment: dict[str, str], log: Path) -> asyncio.subprocess.Process:
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.support.toy", "worker", "--port", str(free_port())),
            env=os.environ | environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )


class TestKilledDatabase:
    async def test_a_worker_outlives_its_database(self, mortal_vhost: str, mortal_postgres: EmbeddedPostgres) -> None:
        databases = Databases(mortal_postgres, upgrade)
        dsn = await asyncio.to_thread(databases.fresh, toy)
        async with wired(dsn, {"kind": "rabbit", "url": mortal_vhost}) as wire, wire.working():
            await wire.say(1, 2)
            await eventually(wire.heard, is_true=lambda heard: heard == [1, 2])
            await asyncio.to_thread(mortal_postgres.kill)
            with pytest.raises(Exception, match=r".+"):
                await wire.say(3)
            await asyncio.to_thread(mortal_postgres.start)
            await eventually(lambda: saying(wire, 4), within=60)
            assert await eventually(wire.heard, is_true=lambda heard: 4 in heard, within=60) == [1, 2, 4]


async def saying(wire: Wire, value: int) -> bool:
    try:
        await wire.say(value)
    except Exception:
        return False
    return True
