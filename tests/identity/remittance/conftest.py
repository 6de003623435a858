"""Identity with the sandbox's bank behind it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from common.testing.harness import BASE_URL, ServiceHarness
from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.remittance.support import Bank


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    """The bank, in process; it reports to nobody until a test says so."""
    app = create_app(SandboxSettings(bank_payment_seconds=0, sms_receipt_retry_seconds=0))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bank.test") as client:
        yield Bank(app.state.bank_ledger, client)
    await app.state.bank_ledger.stop()
    app.state.store.close()


@pytest.fixture
async def identity(harness_of: HarnessOf, bank: Bank) -> ServiceHarness:
    """The service, whose way out leads to the sandbox and nowhere else. The bank is asked again at once."""
    harness = await harness_of(
        service,
        **SETTINGS,
        bank_url="http://bank.test/bank",
        bank_callback_url=f"{BASE_URL}/v1/bank-callbacks",
    )
    harness.context.http = bank.client
    bank.serve(harness)
    return harness
