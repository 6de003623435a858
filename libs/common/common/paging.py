"""Cursor paging: a page is "what comes after this row", so that new rows never shift a list under the reader.

A cursor belongs to the query that it was made for: list, filters, order and kind of reader. Under other filters the
same position would begin a list in its middle.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from common.auth.request import current_actor
from common.errors import FieldFault, Invalid

Row = TypeVar("Row")
BIGGEST_INTEGER = 2**63
MARK_BYTES = 6
MARK = re.compile(f"[0-9a-f]{{{2 * MARK_BYTES}}}")
OF_THE_PAGE = frozenset({"limit", "cursor"})
"""Parameters that may change from page to page."""


class CursorMalformed(Invalid):
    """The cursor was not made by this list."""

    code = "cursor_malformed"
    title = "翻页标记无效"


class CursorOfAnotherQuery(Invalid):
    """The filters, the order or the reader are not those of the page before."""

    code = "cursor_of_another_query"
    title = "翻页标记属于另一个查询"
    remedy = "请从第一页重新开始。"


class Page(BaseModel, Generic[Row]):
    """One page of a list. `next_cursor` is null on the last page."""

    items: list[Row]
    next_cursor: str | None = Field(default=None, description="下一页的翻页标记；为空表示已到最后一页")


class PageRequest(BaseModel, frozen=True):
    """What the reader asked for."""

    limit: int
    after: list[Any] | None
    mark: str = ""
    """Of the query that this is a page of."""

    def position(self, *kinds: Callable[[Any], Any]) -> list[Any] | None:
        """The sort values to continue after, each made by its kind (`UUID`, `int`, `str`); None on the first page.

        Raises:
            CursorMalformed: no list has made it.
        """
        if self.after is None:
            return None
        try:
            return [_stored(kind(value)) for kind, value in zip(kinds, self.after, strict=True)]
        except (ValueError, TypeError, AttributeError) as fault:
            raise _malformed() from fault

    def cursor_after(self, *position: Any) -> str:
        """The cursor of the next page, of the sort values of this page's last row."""
        return encode_cursor(self.mark, *position)


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
    cursor = page.cursor_after(*(last if isinstance(last, tuple) else (last,))) if last is not None else None
    return Page(items=[view(row) for row in kept], next_cursor=cursor)


def encode_cursor(mark: str, *position: Any) -> str:
    """Opaque text for the sort values of a page's last row, and for the query whose page it was."""
    # asyncpg answers UUIDs of a class of its own, which orjson does not know.
    return base64.urlsafe_b64encode(orjson.dumps([mark, *position], default=str)).decode().rstrip("=")


def decode_cursor(cursor: str, mark: str) -> list[Any]:
    """The sort values.

    Raises:
        CursorMalformed: it was not made by `encode_cursor`.
        CursorOfAnotherQuery: it was made for another query than that of this mark.
    """
    try:
        made = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as fault:
        raise _malformed() from fault
    match made:
        case [str(own), *position] if MARK.fullmatch(own):
            if own == mark:
                return position
            raise CursorOfAnotherQuery(errors=[_fault(CursorOfAnotherQuery.title, CursorOfAnotherQuery.remedy)])
    raise _malformed()


def _malformed() -> CursorMalformed:
    return CursorMalformed(errors=[_fault("无法识别", "请使用上一页返回的 next_cursor 原值。")])


def _fault(reason: str, remedy: str) -> FieldFault:
    return FieldFault(field="cursor", reason=reason, remedy=remedy)


async def page_request(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200, description="每页条数")] = 50,
    cursor: Annotated[str | None, Query(max_length=500, description="上一页返回的 next_cursor")] = None,
) -> PageRequest:
    """The paging parameters of every list."""
    mark = await _mark_of(request)
    return PageRequest(limit=limit, after=decode_cursor(cursor, mark) if cursor else None, mark=mark)


async def _mark_of(request: Request) -> str:
    """A short digest of the list, its filters and its order as they were asked for, and of the reader's role."""
    asked = sorted(item for item in request.query_params.multi_items() if item[0] not in OF_THE_PAGE)
    reader = (await current_actor(request)).role
    return hashlib.blake2s(orjson.dumps([request.scope["path"], reader, asked]), digest_size=MARK_BYTES).hexdigest()


Paging = Annotated[PageRequest, Depends(page_request)]
