"""Agreements as it runs: acceptances need a code."""

import pytest

from agreements.service import service
from common.testing.harness import ServiceHarness
from tests.agreements.acceptance_codes.phones import Phones
from tests.agreements.conftest import SETTINGS
from tests.conftest import HarnessOf


@pytest.fixture
async def harness(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(service, **SETTINGS | {"acceptance_code": {"mode": "required"}})


@pytest.fixture
def phones(harness: ServiceHarness) -> Phones:
    return Phones(harness)
