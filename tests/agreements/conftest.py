"""Agreements over a fresh database, and a world of schools, employers and graduates around it."""

import base64
from datetime import datetime, timedelta
from itertools import count

import pytest

from agreements.service import service
from common import clock
from common.testing.harness import ServiceHarness
from tests.agreements.world import World
from tests.conftest import HarnessOf

SETTINGS = {
    "cipher": {
        "keys": {1: base64.b64encode(b"k" * 32).decode()},
        "index_key": base64.b64encode(b"i" * 32).decode(),
    },
    "search": {"per_minute": 10_000, "per_day": 100_000},
    "file_wait_seconds": 0,
    "acceptance_code": {"mode": "off"},  # codes have tests of their own
}


class Time:
    """The platform's clock in a test's hand. Tokens have a clock of their own and stay valid."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def is_(self, moment: str | datetime) -> None:
        """From now on it is this moment."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self._patch.setattr(clock, "now", lambda: at)

    def passes(self, start: str, *, each_look: timedelta) -> None:
        """From `start` on it is a little later whenever anybody looks."""
        looks = (datetime.fromisoformat(start) + each_look * number for number in count())
        self._patch.setattr(clock, "now", lambda: next(looks))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(service, **SETTINGS)


@pytest.fixture
async def world(harness: ServiceHarness) -> World:
    """A school with open signing, department first; nobody else yet."""
    world = World(harness)
    await world.open_school()
    await world.open_signing()
    return world
