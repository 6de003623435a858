"""Destinations over a fresh database, with a school that has opened registration."""

import pytest

from common.testing.harness import ServiceHarness
from destinations.service import service
from tests.conftest import HarnessOf
from tests.destinations.people import Registrar, settings


@pytest.fixture
async def destinations(harness_of: HarnessOf) -> ServiceHarness:
    """The service; only the school 19901 has settings, for the cohort 2027, 仅校级审核."""
    harness = await harness_of(service)
    await harness.deliver(settings(), sequence=1)
    return harness


@pytest.fixture
def registrar(destinations: ServiceHarness) -> Registrar:
    """Acts on the service as people do."""
    return Registrar(destinations)
