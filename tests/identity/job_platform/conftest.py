"""Identity with the sandbox's job platform behind it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from common.testing.harness import BASE_URL, ServiceHarness
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.job_platform.support import JobPlatformDoor
from tests.identity.support import TextMessages


@pytest.fixture
async def job_platform() -> AsyncIterator[httpx.AsyncClient]:
    """国家大学生就业服务平台, in process."""
    app = create_app(SandboxSettings(jobplatform_redirect_uris=(f"{BASE_URL}/v1/job-platform/callback",)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://jobs.test") as client:
        yield client
    app.state.store.close()


@pytest.fixture
async def identity(harness_of: HarnessOf, job_platform: httpx.AsyncClient) -> ServiceHarness:
    """The service, whose way out leads to the sandbox and nowhere else."""
    urls = {"public_url": BASE_URL, "jobplatform_url": "http://jobs.test/jobplatform"}
    harness = await harness_of(service, **SETTINGS, **urls)
    harness.context.http = job_platform
    return harness


@pytest.fixture
def door(identity: ServiceHarness, job_platform: httpx.AsyncClient, texts: TextMessages) -> JobPlatformDoor:
    """What an employer's user does there."""
    return JobPlatformDoor(identity, job_platform, texts)
