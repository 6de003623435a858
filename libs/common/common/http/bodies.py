"""The JSON body of a request, read strictly: what would be dropped or misread in silence is refused and named."""

import json
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers

from common.errors import FieldFault, Invalid, Problem

NAME_TOLD = 50
"""Characters."""


class NotJson(Problem):
    """The body is not declared as JSON, so it is not read as JSON (RFC 9110 §15.5.16)."""

    status = 415
    code = "unsupported_media_type"
    title = "请求体的类型不是 JSON"
    remedy = "请以 JSON 提交，并把请求头 Content-Type 设为 application/json。"


class BodyUnreadable(Invalid):
    """It may well be JSON, but nobody's agreement is nested that deep or has numbers that long."""

    code = "body_unreadable"
    title = "请求体无法读取"
    remedy = "请检查提交内容的结构。"


class JsonRequest(Request):
    """A request whose body is read strictly. What `json` raises becomes the cause of FastAPI's 400."""

    async def json(self) -> Any:
        """The body.

        Raises:
            json.JSONDecodeError: it is no JSON.
            Invalid: an object has one name twice.
            BodyUnreadable: it is nested too deep, or a number has too many digits, or it is not UTF-8.
        """
        try:
            return json.loads(await self.body(), object_pairs_hook=_without_repetition)
        except json.JSONDecodeError:
            raise
        except RecursionError:
            raise BodyUnreadable("请求体的嵌套层数过多。") from None
        except UnicodeDecodeError:
            raise BodyUnreadable("请求体不是 UTF-8 编码。", remedy="请以 UTF-8 编码提交。") from None
        except ValueError:  # CPython reads integers of up to 4,300 digits
            raise BodyUnreadable("请求体中有位数过多的数字。", remedy="请核对数值。") from None


def refuse_undeclared_json(headers: Headers) -> None:
    """Raises `NotJson` for a body that is there and is not called JSON. What it is called is not repeated."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        raise NotJson


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values for one name neither is believed: most readers would take the last, some the first."""
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    names = [name for name, _value in pairs]
    twice = next(name for name in names if names.count(name) > 1)[:NAME_TOLD]
    raise Invalid(errors=[FieldFault(field=twice, reason="同一字段出现了多次", remedy="请只保留一个值。")])
