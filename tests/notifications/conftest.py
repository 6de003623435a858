"""Notifications over a fresh database, with the sandbox as the world outside."""

import base64
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import time_machine

from common.testing.harness import ServiceHarness
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from notifications.service import service
from tests.conftest import HarnessOf
from tests.notifications.support import NOON, Outside, bind, connect

SETTINGS: dict[str, Any] = {
    "cipher": {
        "keys": {1: base64.b64encode(b"k" * 32).decode()},
        "index_key": base64.b64encode(b"i" * 32).decode(),
    },
    "public_url": "http://service.test",
    "portal_url": "https://portal.test",
    "wechat_url": "http://sandbox/wechat",
    "wechat_appid": "wx5a17d0b0c0ffee01",
    "wechat_secret": "wechat-development-secret",
    "sms_a_url": "http://sandbox/sms/a",
    "sms_a_key": "sms-a-development-key",
    "sms_b_url": "http://sandbox/sms/b",
    "sms_b_key": "sms-b-development-key",
    "receipt_secret": "receipt-secret",
}


@pytest.fixture
def settings() -> dict[str, Any]:
    """What the service is started with; a module may put its own fixture in its place."""
    return SETTINGS


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """It is noon in Shanghai, whatever the machine's clock says; the test may move on from there."""
    with time_machine.travel(NOON) as clock:
        yield clock


@pytest.fixture
async def harness(harness_of: HarnessOf, settings: dict[str, Any]) -> ServiceHarness:
    return await harness_of(service, **settings)


@pytest.fixture
async def outside(harness: ServiceHarness) -> AsyncIterator[Outside]:
    """The sandbox. From now on the service's HTTP calls go there, and receipts come back to the service."""
    app = create_app(
        SandboxSettings(sms_receipt_seconds=3600, sms_receipt_retry_seconds=0),  # when a test asks for them
        callback_transport=httpx.ASGITransport(harness.app),
    )
    outside = Outside(app)
    connect(harness, outside.http)
    yield outside
    await outside.receipts()
    await outside.http.aclose()
    app.state.store.close()


@pytest.fixture
async def bound(harness: ServiceHarness, outside: Outside) -> ServiceHarness:
    """The service, with a graduate who has bound WeChat."""
    await bind(harness, outside)
    return harness
