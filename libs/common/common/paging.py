"""Cursor paging: a page is "what comes after this row", so that new rows never shift a list under the reader."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel, Field

from common.errors import FieldFault, Invalid

Row = TypeVar("Row")
BIGGEST_INTEGER = 2**63


class CursorMalformed(Invalid):
    """The cursor was not made by this list."""

    code = "cursor_malformed"
    title = "分页游标无效"


class Page(BaseModel, Generic[Row]):
    """One page of a list. `next_cursor` is null on the last page."""

    items: list[Row]
    next_cursor: str | None = Field(default=None, description="下一页的游标；为空表示已到最后一页")


class PageRequest(BaseModel, frozen=True):
    """What the reader asked for."""

    limit: int
    after: list[Any] | None

    def position(self, *kinds: Callable[[Any], Any]) -> list[Any] | None:
        """The sort values to continue after, each made by its kind (`UUID`, `int`, `str`); None on the first page.

        Raises:
            CursorMalformed: the cursor is another list's.
        """
        if self.after is None:
            return None
        try:
            return [_stored(kind(value)) for kind, value in zip(kinds, self.after, strict=True)]
        except (ValueError, TypeError, AttributeError) as fault:
            # Written by a list, and not by this one in this order.
            raise _malformed("排序或筛选已改变", "请从第一页开始。") from fault


def _stored(value: Any) -> Any:
    """A value that the database could have given; an invented one is refused before it gets there."""
    if isinstance(value, str) and ("\0" in value or not value.isprintable()):
        raise ValueError("no text of ours")
    if isinstance(value, int) and abs(value) >= BIGGEST_INTEGER:
        raise ValueError("no number of ours")
    return value


def page_of(
    rows: Sequence[Any], page: PageRequest, view: Callable[[Any], Row], position: Callable[[Any], Any]
) -> Page[Row]:
    """A page of up to `page.limit` rows. The caller has asked for one row more, which tells whether there is a next.

    Args:
        position: the sort value (or tuple of them) of a row.
    """
    kept = rows[: page.limit]
    last = position(kept[-1]) if len(rows) > page.limit else None
    cursor = encode_cursor(*(last if isinstance(last, tuple) else (last,))) if last is not None else None
    return Page(items=[view(row) for row in kept], next_cursor=cursor)


def encode_cursor(*position: Any) -> str:
    """Opaque text for the sort values of a page's last row."""
    # asyncpg answers UUIDs of a class of its own, which orjson does not know.
    return base64.urlsafe_b64encode(orjson.dumps(position, default=str)).decode().rstrip("=")


def decode_cursor(cursor: str) -> list[Any]:
    """The sort values.

    Raises:
        CursorMalformed: it was not made by `encode_cursor`.
    """
    try:
        position = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as fault:
        raise _malformed() from fault
    if not isinstance(position, list):
        raise _malformed()
    return position


def _malformed(reason: str = "无法识别", remedy: str = "请使用上一页返回的 next_cursor 原值。") -> CursorMalformed:
    return CursorMalformed(errors=[FieldFault(field="cursor", reason=reason, remedy=remedy)])


def page_request(
    limit: Annotated[int, Query(ge=1, le=200, description="每页条数")] = 50,
    cursor: Annotated[str | None, Query(max_length=500, description="上一页返回的 next_cursor")] = None,
) -> PageRequest:
    """The paging parameters of every list."""
    return PageRequest(limit=limit, after=decode_cursor(cursor) if cursor else None)


Paging = Annotated[PageRequest, Depends(page_request)]
