"""Identity with the sandbox's CHSI behind it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from common.testing.harness import BASE_URL, ServiceHarness
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.graduates.support import Door


@pytest.fixture
async def chsi() -> AsyncIterator[httpx.AsyncClient]:
    """学信网, in process."""
    app = create_app(SandboxSettings(chsi_redirect_uris=(f"{BASE_URL}/v1/chsi/callback",)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chsi.test") as client:
        yield client
    app.state.store.close()


@pytest.fixture
async def identity(harness_of: HarnessOf, chsi: httpx.AsyncClient) -> ServiceHarness:
    """The service, whose way out leads to the sandbox and nowhere else."""
    harness = await harness_of(service, **SETTINGS, public_url=BASE_URL, chsi_url="http://chsi.test/chsi")
    harness.context.http = chsi
    return harness


@pytest.fixture
def door(identity: ServiceHarness, chsi: httpx.AsyncClient) -> Door:
    """What a graduate does there."""
    return Door(identity, chsi)
