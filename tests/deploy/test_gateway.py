"""The front of the embedded run refuses as the services do."""

import httpx
import pytest
from starlette.applications import Starlette

from deploy.gateway.front import StartPage, mounted, proxied

PAGE = StartPage(services={}, sandbox_url="http://sandbox.test")


class TestFront:
    @pytest.mark.parametrize("kind", ["mounted", "proxied"])
    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [("GET", "/foo/v1/x", 404, "no_such_path"), ("POST", "/health", 405, "method_not_allowed")],
    )
    async def test_answers_what_no_service_answers_as_a_problem(
        self, kind: str, method: str, path: str, status: int, code: str
    ) -> None:
        nobody = httpx.AsyncClient()
        front = mounted({"stats": Starlette()}, PAGE) if kind == "mounted" else proxied({}, PAGE, nobody)
        async with nobody, httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://front") as client:
            answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["remedy"]
