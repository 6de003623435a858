"""OpenAPI documents that tell what the framework cannot see: who may call a route, and how it refuses."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from common.auth.actors import Actor

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457。code 稳定不变；remedy 说明下一步；who_can_change 说明谁可以处理；errors 逐项说明字段。",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "remedy": {"type": "string"},
        "who_can_change": {"type": "string"},
        "rule": {"type": "string", "description": "业务规则名"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "reason", "remedy")},
            },
        },
        "correlation_id": {"type": "string"},
    },
}
REFUSALS = {
    "401": "未登录或登录已失效",
    "403": "没有权限",
    "404": "没有找到，或不属于当前账号",
    "409": "业务规则不允许",
    "422": "提交的内容有误",
    "503": "服务暂时不可用",
}
OF_THE_FRAMEWORK = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI, routers: Iterable[APIRouter]) -> dict[str, Any]:
    """The document, made once per app."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for name in OF_THE_FRAMEWORK:
            schemas.pop(name, None)
        schemas["Problem"] = PROBLEM
        document["components"]["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "登录后取得的访问令牌"}
        }
        for route in _routes(routers):
            for method in route.methods or ():
                _tell(document["paths"][route.path][method.lower()], actors_of(route))
        app.openapi_schema = document
    return app.openapi_schema


def actors_of(route: APIRoute) -> tuple[type[Actor], ...] | None:
    """Who is let in; None when the signature names nobody."""
    allowed = [call.allowed_actors for call in calls_of(route.dependant) if hasattr(call, "allowed_actors")]
    return tuple(kind for kinds in allowed for kind in kinds) if allowed else None


def calls_of(dependant: Dependant) -> Iterator[Any]:
    """Every dependency of a route, however deep."""
    for part in dependant.dependencies:
        yield part.call
        yield from calls_of(part)


def _routes(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    for router in routers:
        yield from (route for route in router.routes if isinstance(route, APIRoute) and route.include_in_schema)


def _tell(operation: dict[str, Any], actors: tuple[type[Actor], ...] | None) -> None:
    told = dict(REFUSALS)
    if actors is None:
        del told["401"], told["403"]
    else:
        operation["security"] = [{"bearer": []}]
        who = "、".join(dict.fromkeys(kind.label for kind in actors))
        operation["description"] = f"可用账号：{who}。\n\n{operation.get('description', '')}".strip()
    for status, title in told.items():
        operation["responses"][status] = {
            "description": title,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "Idempotency-Key":
            parameter["required"] = True
