"""Posts receipts to whoever asked for them, shortly after the message was taken."""

import asyncio
from contextlib import suppress

import httpx

from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.sms.schemas import Sms
from deploy.sandbox.sms.supplier import Outbox

ATTEMPTS = 3


class Receipts:
    def __init__(
        self, outbox: Outbox, settings: SandboxSettings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._outbox = outbox
        self._settings = settings
        self._transport = transport
        self._tasks: set[asyncio.Task[None]] = set()
        self._no_waiting = asyncio.Event()

    def expect(self, message: Sms) -> None:
        """Have the receipt known, and posted if a callback address was given, a moment from now."""
        task = asyncio.create_task(self._deliver(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Have every expected receipt known and posted now, however long the carrier would take, or given up."""
        self._no_waiting.set()
        try:
            while self._tasks:
                await asyncio.gather(*self._tasks)
        finally:
            self._no_waiting.clear()

    async def stop(self) -> None:
        """Drop what is still expected; after a restart it is expected again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, message: Sms) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._no_waiting.wait(), self._settings.sms_receipt_seconds)
        done = self._outbox.finish(message)
        if done.callback_url is None:
            return
        body = done.receipt().model_dump(mode="json")
        async with httpx.AsyncClient(transport=self._transport, timeout=5, trust_env=False) as client:
            for attempt in range(1, ATTEMPTS + 1):
                if await _is_taken(client, str(done.callback_url), body):
                    return
                if attempt < ATTEMPTS:
                    await asyncio.sleep(self._settings.sms_receipt_retry_seconds)


async def _is_taken(client: httpx.AsyncClient, url: str, body: dict[str, str]) -> bool:
    try:
        response = await client.post(url, json=body)
    except httpx.HTTPError:
        return False
    return response.is_success
