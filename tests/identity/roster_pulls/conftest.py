"""Identity that turns small pages of the sandbox's employment system."""

import httpx
import pytest

from common.testing.harness import ServiceHarness
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.roster_pulls.support import PAGE, Source


@pytest.fixture
async def identity(harness_of: HarnessOf, sandbox: httpx.AsyncClient) -> ServiceHarness:
    """The service, whose way out leads to the sandbox."""
    harness = await harness_of(service, **SETTINGS, roster={"pull_page": PAGE})
    harness.context.http = sandbox
    return harness


@pytest.fixture
def source(identity: ServiceHarness, sandbox: httpx.AsyncClient) -> Source:
    """The school's office at the employment system."""
    return Source(identity, sandbox)
