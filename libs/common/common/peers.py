"""Asking another service for what events do not carry, as a service and with its own token."""

import asyncio
import time
from typing import Any

import httpx

from common.errors import Unavailable
from common.logging import correlation_id
from common.settings import Settings

RENEW_BEFORE_SECONDS = 60
UNAUTHENTICATED = 401


class PeerUnavailable(Unavailable):
    """Another service does not answer. A reaction that meets this is tried again later."""

    code = "peer_unavailable"
    title = "依赖的服务暂时不可用"


class PeerRefused(Exception):
    """Another service answered, and it was no: `status` and `problem` say why."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}")
        self.status = status
        self.problem = problem


class Peers:
    """The other services over HTTP. Tokens come from identity and are renewed before they expire."""

    def __init__(self, service: str, settings: Settings, client: httpx.AsyncClient) -> None:
        self._service = service
        self._settings = settings
        self._client = client
        self._token = ""
        self._expires = 0.0
        self._renewing = asyncio.Lock()

    def url(self, service: str, path: str) -> str:
        """Where a path of another service answers."""
        return self._settings.peer_url.format(service=service) + path

    async def get(self, service: str, path: str, **params: Any) -> Any:
        """The JSON another service answers."""
        return (await self.request("GET", service, path, params=params)).json()

    async def post(self, service: str, path: str, body: dict[str, Any], *, idempotency_key: str | None = None) -> Any:
        """The JSON another service answers."""
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return (await self.request("POST", service, path, json=body, headers=headers)).json()

    async def request(self, method: str, service: str, path: str, **kwargs: Any) -> httpx.Response:
        """Any request.

        Raises:
            PeerUnavailable: no answer, or a 5xx.
            PeerRefused: a 4xx.
        """
        extra, url = kwargs.pop("headers", {}), self.url(service, path)
        token = await self._current_token()
        try:
            return await self._send(method, url, headers={"Authorization": f"Bearer {token}", **extra}, **kwargs)
        except PeerRefused as refused:
            if refused.status != UNAUTHENTICATED:
                raise
            # The token was good by our clock and is not by theirs: keys were lost, clocks differ.
            self._forget(token)
            token = await self._current_token()
            return await self._send(method, url, headers={"Authorization": f"Bearer {token}", **extra}, **kwargs)

    def _forget(self, token: str) -> None:
        if token == self._token:
            self._expires = 0.0

    async def _send(self, method: str, url: str, headers: dict[str, str], **kwargs: Any) -> httpx.Response:
        if correlation_id():
            headers["X-Request-ID"] = str(correlation_id())
        try:
            response = await self._client.request(method, url, headers=headers, **kwargs)
        except httpx.HTTPError as fault:
            raise PeerUnavailable(f"{url.split('?')[0]}: {type(fault).__name__}", retry_after=5) from fault
        if response.is_server_error:
            raise PeerUnavailable(f"{url.split('?')[0]}: {response.status_code}", retry_after=5)
        if response.is_client_error:
            raise PeerRefused(response.status_code, _json(response))
        return response

    async def _current_token(self) -> str:
        async with self._renewing:
            if time.time() > self._expires - RENEW_BEFORE_SECONDS:
                secret = self._settings.tokens.client_secret.get_secret_value()
                answer = await self._send(
                    "POST",
                    self.url("identity", "/v1/service-tokens"),
                    headers={},
                    json={"service": self._service, "client_secret": secret},
                )
                granted = answer.json()
                self._token = granted["access_token"]
                self._expires = time.time() + granted["expires_in"]
            return self._token


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        return response.json()
    except ValueError:
        return {}
