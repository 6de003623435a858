"""The gateway of the embedded run: `/identity` … `/stats` on one port, and a start page that says what is where."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from common.http.problems import MethodNotAllowed, NoSuchPath, problem_response

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade", "host"}
)


@dataclass(frozen=True)
class DemoLogin:
    """One line of the start page."""

    who: str
    how: str
    account: str
    password: str


@dataclass(frozen=True)
class StartPage:
    """What the start page tells."""

    services: Mapping[str, str]
    sandbox_url: str
    logins: Sequence[DemoLogin] = ()


def mounted(apps: Mapping[str, ASGIApp], page: StartPage) -> Starlette:
    """All services in this process."""
    return _front([*_own_routes(page), *(Mount(f"/{name}", app) for name, app in apps.items())])


def proxied(urls: Mapping[str, str], page: StartPage, client: httpx.AsyncClient) -> Starlette:
    """Each service in a process of its own."""
    routes = [
        Route(f"/{name}/{{path:path}}", _forward_to(url, f"/{name}", client), methods=METHODS)
        for name, url in urls.items()
    ]
    return _front([*_own_routes(page), *routes])


def _front(routes: Sequence[BaseRoute]) -> Starlette:
    """Refuses an address of no service as nginx does in compose."""

    async def refuse(_request: Request, fault: Exception) -> Response:
        methods = getattr(fault, "headers", None)  # a 405 names those that are allowed
        response = problem_response(MethodNotAllowed() if methods else NoSuchPath(), "gateway")
        response.headers.update(methods or {})
        return response

    return Starlette(routes=routes, exception_handlers={404: refuse, 405: refuse})


def _own_routes(page: StartPage) -> list[BaseRoute]:
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)

    async def start_page(_request: Request) -> Response:
        return HTMLResponse(templates.get_template("start.html").render(page=page))

    async def healthy(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return [Route("/", start_page), Route("/health", healthy)]


def _forward_to(url: str, prefix: str, client: httpx.AsyncClient):  # type: ignore[no-untyped-def]  # a Starlette endpoint
    async def forward(request: Request) -> Response:
        headers = [(k, v) for k, v in request.headers.items() if k.lower() not in {*HOP_BY_HOP, "x-forwarded-for"}]
        outgoing = client.build_request(
            request.method,
            f"{url}/{request.path_params['path']}",
            params=str(request.query_params),
            headers=[
                *headers,
                ("x-forwarded-prefix", prefix),
                ("x-forwarded-for", request.client.host if request.client else ""),
            ],
            content=request.stream(),
        )
        try:
            answer = await client.send(outgoing, stream=True)
        except httpx.HTTPError:
            return _unavailable(prefix)
        kept = [(k, v) for k, v in answer.headers.raw if k.lower().decode() not in HOP_BY_HOP]
        response = StreamingResponse(_body(answer), answer.status_code, background=BackgroundTask(answer.aclose))
        response.raw_headers = kept
        return response

    return forward


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in answer.aiter_raw():
        yield chunk


def _unavailable(prefix: str) -> Response:
    problem = {
        "type": "urn:wangqian:problem:service_unavailable",
        "title": "服务暂时不可用",
        "status": 503,
        "code": "service_unavailable",
        "detail": f"{prefix.strip('/')} 服务当前没有响应。",
        "remedy": "请稍后重试。",
    }
    return JSONResponse(problem, 503, {"Retry-After": "2"}, "application/problem+json")
