"""Stats over a fresh database."""

import pytest

from common.testing.harness import ServiceHarness
from stats.service import service
from tests.conftest import HarnessOf
from tests.stats.world import World


@pytest.fixture
async def stats(harness_of: HarnessOf) -> ServiceHarness:
    """The service."""
    return await harness_of(service)


@pytest.fixture
def world(stats: ServiceHarness) -> World:
    """Speaks to the service and reads its figures."""
    return World(stats)
