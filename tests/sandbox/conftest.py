"""A fresh sandbox per test, called in process."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from tests.sandbox.support import CALLBACK, Inbox, client_of


@pytest.fixture
def settings() -> SandboxSettings:
    return SandboxSettings(
        chsi_redirect_uris=(CALLBACK,), sms_receipt_seconds=0, sms_receipt_retry_seconds=0, bank_payment_seconds=0
    )


@pytest.fixture
def inbox() -> Inbox:
    """Whoever receives SMS receipts."""
    return Inbox()


@pytest.fixture
def app(settings: SandboxSettings, inbox: Inbox) -> FastAPI:
    return create_app(settings, callback_transport=httpx.MockTransport(inbox.take))


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client
    await app.state.receipts.settle()
    app.state.store.close()
