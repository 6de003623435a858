"""Code lists and regions over HTTP. They are public and the same for everybody, so any cache may keep them."""

import hashlib
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel

from common.http.session import api_router
from identity.codes import queries
from identity.codes.schemas import CodeListNames, CodeListView, RegionView, RegionViews

router = api_router("/v1", "代码表")
CACHED = "public, max-age=3600"


@router.get("/codes", summary="全部代码表", response_model=CodeListNames)
async def code_lists(request: Request) -> Response:
    """Every list with its title, source and version."""
    return _kept(request, CodeListNames(items=queries.names()))


@router.get("/codes/{name}", summary="代码表", response_model=CodeListView)
async def code_list(name: str, request: Request) -> Response:
    """One list: codes with labels in the order of the list, retired ones at its end."""
    return _kept(request, queries.code_list(name))


@router.get("/regions", summary="省市区", response_model=RegionViews)
async def regions(
    request: Request,
    parent: Annotated[str | None, Query(max_length=6, description="上级代码；不填则列出省级")] = None,
    q: Annotated[str | None, Query(min_length=1, max_length=40, description="按名称查找，优先于 parent")] = None,
) -> Response:
    """One level of the tree, or the regions whose full name contains `q`. Grouping rows such as 市辖区 are left out."""
    found = queries.regions_named(q) if q else queries.regions_under(parent)
    return _kept(request, RegionViews(items=found))


@router.get("/regions/{code}", summary="省市区名称", response_model=RegionView)
async def one_region(code: str, request: Request) -> Response:
    """The name of a code, also of one that has been abolished."""
    return _kept(request, queries.one_region(code))


def _kept(request: Request, view: BaseModel) -> Response:
    """The answer, or 304 for who has it already (RFC 9110 §13.1.2)."""
    body = view.model_dump_json().encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": CACHED}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")
