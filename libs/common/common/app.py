"""A service's API as a FastAPI app: problems, health, metrics, correlation ids around its routers."""

import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from opentelemetry import trace
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.errors import Unavailable
from common.http.openapi import describe
from common.http.problems import MEDIA_TYPE, InternalError, PayloadTooLarge, install_problem_handlers, problem_response
from common.logging import bind_contextvars, clear_contextvars, get_logger
from common.metrics import REQUESTS
from common.service import Context, Service

log = get_logger(__name__)
tracer = trace.get_tracer("wangqian.http")

PLAIN_ID = re.compile(rb"[A-Za-z0-9._-]{1,100}")
"""What the gateway lets through, and shorter ones."""


def describe_app(service: Service) -> FastAPI:
    """The app without anything behind it, as the OpenAPI document needs it."""
    app = FastAPI(title=service.title, version="1", openapi_tags=None, redoc_url=None)
    for router in service.routers:
        app.include_router(router)
    install_problem_handlers(app, service.name)
    app.openapi = lambda: describe(app, service.routers)  # type: ignore[method-assign]
    return app


def create_app(context: Context, worker_healthy: Callable[[], bool] | None = None) -> FastAPI:
    """The app over a running service's parts. Whoever opened the context closes it."""
    app = describe_app(context.service)
    _add_operations(app, context, worker_healthy)
    app.add_middleware(RequestScope, service=context.name)
    return app


def standalone_app(service: Service, settings: Any) -> FastAPI:
    """The app that opens and closes its own parts, for a process of its own."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with service.open(settings) as context:
            _add_operations(app, context, None)
            yield

    app = describe_app(service)
    app.router.lifespan_context = lifespan
    app.add_middleware(RequestScope, service=service.name)
    return app


def _add_operations(app: FastAPI, context: Context, worker_healthy: Callable[[], bool] | None) -> None:
    app.state.context = context
    app.state.worker_healthy = worker_healthy
    for path, endpoint in (("/health/live", _live), ("/health/ready", _ready), ("/metrics", _metrics)):
        app.get(path, include_in_schema=False)(endpoint)


async def _live() -> dict[str, str]:
    return {"status": "ok"}


async def _ready(request: Request) -> Response:
    """Asks what the app holds: FastAPI remembers endpoints for good, and with them whatever they close over."""
    context: Context = request.app.state.context
    worker_healthy: Callable[[], bool] | None = request.app.state.worker_healthy
    try:
        await context.database.ping()
    except Exception as fault:  # whatever the driver says, the answer is "not ready"
        log.warning("not ready", exc_info=fault)
        return problem_response(Unavailable("数据库不可用"), context.name)
    if worker_healthy is not None and not worker_healthy():
        return problem_response(Unavailable("事件订阅已中断"), context.name)
    return Response('{"status":"ready"}', media_type="application/json")


async def _metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class RequestScope:
    """Gives each request its correlation id, its span, its log line and its measure."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        clear_contextvars()
        bind_contextvars(correlation_id=request_id, service=self._service)
        started = time.perf_counter()
        status: int | None = None
        replaced = False

        async def pass_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        async def answer(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_bare_refusal(message):
                replaced = True
                await problem_response(PayloadTooLarge.than_the_limit_of(scope), self._service)(scope, receive, pass_on)
            elif not replaced:
                await pass_on(message)

        with tracer.start_as_current_span(f"{scope['method']} {self._service}"):
            try:
                await self._app(scope, receive, answer)
            except Exception as fault:
                # Whatever nobody expected is a defect of ours. Told here, it carries the request's id.
                log.error("defect", exc_info=fault)
                if status is None:
                    await problem_response(InternalError(), self._service)(scope, receive, pass_on)
            finally:
                self._measure(scope, status or 500, time.perf_counter() - started)

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        if route.startswith(("/health", "/metrics")):
            return
        REQUESTS.labels(self._service, scope["method"], route, str(status)).observe(seconds)
        log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))


def _is_bare_refusal(start: Message) -> bool:
    """The body limit answers in plain text; ours is told as a problem like every other refusal."""
    headers = dict(start["headers"])
    return start["status"] == PayloadTooLarge.status and headers.get(b"content-type") != MEDIA_TYPE.encode()


def _request_id(scope: Scope) -> str:
    """The caller's id if it is a plain one, or a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and PLAIN_ID.fullmatch(value):
            return value.decode()
    return uuid4().hex
