"""Notifications and identity as agreements meets them when it has a code sent."""

import asyncio
from typing import Any

import httpx
import orjson

from common.peers import Peers
from common.testing.harness import ServiceHarness

SENT = {"channel": "sms", "target": "138****0001"}


class Phones:
    """Stands between agreements and the others, and keeps what was sent to whom."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = SENT
        self.problem: tuple[int, str] | None = None
        self.away = False
        self.silent: asyncio.Event | None = None
        """While it is not set, nobody answers."""
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        harness.context.peers = Peers("agreements", harness.context.settings, client)

    def newest(self) -> str:
        """The code that came last."""
        return str(self.sent[-1]["params"]["code"])

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("nobody listens")
        if request.url.path.endswith("/service-tokens"):
            return httpx.Response(200, json={"access_token": "token-of-agreements", "expires_in": 3600})
        assert request.headers["authorization"] == "Bearer token-of-agreements"
        assert request.url.path == "/notifications/v1/text-messages/to-graduates"
        if self.silent is not None:
            await self.silent.wait()
        if self.problem is not None:
            status, code = self.problem
            return httpx.Response(status, json={"code": code, "detail": "请在50秒后重新获取。"})
        self.sent.append(orjson.loads(request.content))
        return httpx.Response(202, json={"id": request.headers["idempotency-key"], **self.answer})
