"""Every refusal leaves as RFC 9457 problem+json, in Chinese, with the field, the reason and the remedy."""

from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.types import Scope

from common.errors import Forbidden, Invalid, NotFound, Problem, Unavailable
from common.http.validation import field_faults
from common.logging import correlation_id, get_logger
from common.metrics import REFUSALS

log = get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
MEGABYTE = 1024 * 1024
"""Bytes."""
UNSTORABLE_SQLSTATES = frozenset({"22021", "22P05", "22003", "22P02"})
"""What no column can hold (NUL, a number out of range). A field's own check should say so first; this is the net."""
TRANSIENT_SQLSTATES = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "53300"})


class InternalError(Problem):
    """A defect of ours. The answer gives the id under which our logs tell more."""

    code = "internal_error"
    title = "系统内部错误"
    remedy = "请稍后重试；若仍然失败，请将 correlation_id 告知客服。"


class MethodNotAllowed(Problem):
    """The path exists, but not with this method."""

    status = 405
    code = "method_not_allowed"
    title = "不支持的请求方法"
    remedy = "请按接口文档使用该地址支持的请求方法。"


class PayloadTooLarge(Problem):
    """The body is larger than this route takes."""

    status = 413
    code = "payload_too_large"
    title = "提交的内容过大"
    remedy = "请减小文件或分批提交。"

    @classmethod
    def than_the_limit_of(cls, scope: Scope) -> "PayloadTooLarge":
        """Names the limit, which the route has put into the scope."""
        limit: int | None = scope.get(MAX_BODY_SIZE_SCOPE_KEY)
        if limit is None:
            return cls()
        shown = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit // 1024} KB"
        return cls(f"提交的内容超过上限 {shown}。", limit_bytes=limit)


class NoSuchPath(NotFound):
    """There is no such route."""

    code = "no_such_path"
    title = "没有这个接口地址"
    remedy = "请核对地址，或从平台首页重新进入。"


class MalformedRequest(Problem):
    """The request is not what HTTP or its content type says it is."""

    status = 400
    code = "malformed_request"
    title = "请求格式无法识别"
    remedy = "请检查请求体是否为有效的 JSON 或表单。"


FROM_STATUS: dict[int, type[Problem]] = {
    400: MalformedRequest,
    403: Forbidden,
    404: NoSuchPath,
    405: MethodNotAllowed,
}


def problem_response(problem: Problem, service: str) -> Response:
    """The answer for a refusal."""
    REFUSALS.labels(service, problem.code).inc()
    body: dict[str, Any] = {
        "type": f"urn:wangqian:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "remedy": problem.advice or None,
        "who_can_change": problem.who_can_change,
        "errors": [fault.model_dump() for fault in problem.errors] or None,
        "correlation_id": correlation_id(),
        **problem.facts,
    }
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after is not None else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    present = {key: value for key, value in body.items() if value is not None}
    return Response(orjson.dumps(present, default=str), problem.status, headers, MEDIA_TYPE)


def install_problem_handlers(app: FastAPI, service: str) -> None:
    """Teach an app to refuse properly."""

    async def on_problem(_request: Request, problem: Exception) -> Response:
        assert isinstance(problem, Problem)  # noqa: S101 - narrows for the type checker
        return problem_response(problem, service)

    async def on_invalid(_request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)  # noqa: S101 - narrows for the type checker
        return problem_response(Invalid(errors=field_faults(fault.errors())), service)

    async def on_http(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)  # noqa: S101 - narrows for the type checker
        # FastAPI turns whatever reading a body raises into a 400; `JsonRequest` knows better what it was.
        told = fault.__cause__ if isinstance(fault.__cause__, Problem) else None
        problem = told or _problem_of(fault.status_code, request)
        response = problem_response(problem, service)
        response.headers.update(fault.headers or {})  # 405 names the methods that are allowed
        return response

    async def on_database(_request: Request, fault: Exception) -> Response:
        if _is_transient(fault):
            log.warning("database unavailable", exc_info=fault)
            return problem_response(Unavailable(retry_after=2), service)
        if _sqlstate(fault) in UNSTORABLE_SQLSTATES or isinstance(_cause(fault), asyncpg.DataError):
            return problem_response(Invalid("含有无法保存的字符或数值"), service)
        raise fault

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    for kind in (
        DBAPIError,
        PoolExhausted,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        ConnectionError,
        TimeoutError,
    ):
        app.add_exception_handler(kind, on_database)


def _problem_of(status: int, request: Request) -> Problem:
    if status == PayloadTooLarge.status:
        return PayloadTooLarge.than_the_limit_of(request.scope)
    return FROM_STATUS.get(status, MalformedRequest)()


def _is_transient(fault: Exception) -> bool:
    if isinstance(fault, ConnectionError | TimeoutError | PoolExhausted | InterfaceError | OperationalError):
        return True
    if isinstance(fault, asyncpg.InterfaceError) and not isinstance(fault, asyncpg.DataError):
        return True  # the connection was closed meanwhile
    state = _sqlstate(fault)
    return state in TRANSIENT_SQLSTATES or state.startswith("08")


def _cause(fault: Exception) -> BaseException:
    """What the driver raised, below SQLAlchemy's wrappers."""
    cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault
    return cause.__cause__ or cause


def _sqlstate(fault: Exception) -> str:
    return getattr(_cause(fault), "sqlstate", None) or getattr(getattr(fault, "orig", None), "sqlstate", None) or ""
