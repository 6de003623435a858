"""Identity over a fresh database; tokens are verified with the keys identity itself publishes."""

import base64
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from identity.service import service
from identity.sessions.liveness import LiveSessions
from tests.conftest import HarnessOf
from tests.identity.support import TextMessages

SECRET = base64.b64encode(b"k" * 32).decode()
SETTINGS = {
    "cipher": {"keys": {1: SECRET}, "index_key": base64.b64encode(b"i" * 32).decode()},
    "passwords": {"time_cost": 1, "memory_kib": 64, "parallelism": 1},
    "service_secrets": {"agreements": "agreements-secret", "identity": "test-secret"},
    "captcha": {"staff": "after_failures"},
    "employers": {"file_wait_seconds": 0.3},
    "employment_url": "http://sandbox.test/employment",
}


@pytest.fixture
async def sandbox() -> AsyncIterator[httpx.AsyncClient]:
    """The systems outside the platform, in process."""
    app = create_app(SandboxSettings())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox.test") as client:
        yield client
    app.state.store.close()


@pytest.fixture
async def identity(harness_of: HarnessOf, sandbox: httpx.AsyncClient) -> ServiceHarness:
    """The service over a sandbox; `identity.client(actor)` is signed in with a token of the test's own keys."""
    harness = await harness_of(service, **SETTINGS)
    harness.context.http = sandbox
    return harness


@pytest.fixture
async def issuer(identity: ServiceHarness) -> ServiceHarness:
    """The same service, trusting only tokens it has signed itself: `issuer.client(token=…)`."""
    context = identity.context
    context.verifier = LiveSessions(
        context.settings.tokens, context.resources.signing_keys.jwks, context.resources.tokens, kept_seconds=0
    )
    return identity


@pytest.fixture
def texts(identity: ServiceHarness) -> TextMessages:
    """Where the codes go that identity sends."""
    messages = TextMessages()
    messages.serve(identity)
    return messages


@pytest.fixture
def centre() -> CentreUser:
    """A reviewer of the centre."""
    return CentreUser(id=uuid4(), name="王审核")
