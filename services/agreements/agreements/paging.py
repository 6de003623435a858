"""Pages of lists that are sorted by one id, the latest first."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from common.errors import FieldFault
from common.paging import CursorMalformed, Page, PageRequest, encode_cursor

Id = TypeVar("Id")
Row = TypeVar("Row")
View = TypeVar("View")


def before_id(page: PageRequest, kind: Callable[[Any], Id]) -> Id | None:
    """The id that the wanted page comes after; None for the first page.

    Raises:
        CursorMalformed: the cursor is another list's.
    """
    if page.after is None:
        return None
    try:
        (last,) = page.after
        return kind(last)
    except (ValueError, TypeError, AttributeError) as fault:
        raise CursorMalformed(
            errors=[FieldFault(field="cursor", reason="不属于此列表", remedy="请使用上一页返回的 next_cursor 原值。")]
        ) from fault


def page_of(rows: Sequence[Row], page: PageRequest, view: Callable[[Row], View], id_of: Callable[[Row], Any]) -> Any:
    """A page of up to `page.limit` rows; the caller has asked for one row more, which tells whether there is a next."""
    kept = rows[: page.limit]
    following = encode_cursor(str(id_of(kept[-1]))) if len(rows) > page.limit else None
    return Page(items=[view(row) for row in kept], next_cursor=following)
