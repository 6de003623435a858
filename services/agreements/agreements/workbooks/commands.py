"""Writing a list whole as a workbook: a few at a time, to disk, beside the event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from agreements.workbooks.errors import DownloadRunning, DownloadsBusy, DownloadTooLong
from common.auth.actors import Actor
from common.clock import SHANGHAI
from common.errors import TooManyRequests
from common.spreadsheet import GrowingTable

MOST_ROWS = 100_000
AT_ONCE = 2
"""So many workbooks are written at once by one process, each with one database connection; whoever comes next is told
to wait, so that signing always finds a connection."""
RETRY_SECONDS = 10
Cells = Mapping[str, Callable[[Any], str | None]]
"""By header: what stands in the column, of a row."""

_workbooks = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="workbooks")
"""Rows are written beside the event loop."""


class Places:
    """For so many people at once in one process, and nobody has two of them."""

    def __init__(self, number: int, busy: type[TooManyRequests], has_one: type[TooManyRequests]) -> None:
        self.number, self.taken = number, list[str]()
        self._busy, self._has_one = busy, has_one

    @contextmanager
    def place_for(self, actor: Actor) -> Iterator[None]:
        """One of them. Raises what it was told to raise when there is none, or this person has one."""
        if actor.key in self.taken:
            raise self._has_one(retry_after=RETRY_SECONDS)
        if len(self.taken) >= self.number:
            raise self._busy(retry_after=RETRY_SECONDS)
        self.taken.append(actor.key)
        try:
            yield
        finally:
            self.taken.remove(actor.key)


DOWNLOADS = Places(AT_ONCE, DownloadsBusy, DownloadRunning)


def place_for(actor: Actor) -> AbstractContextManager[None]:
    """One of the few places; whoever counts and writes rows does it in here.

    Raises:
        DownloadsBusy: as many as can be are being written.
        DownloadRunning: this reader's last one is.
    """
    return DOWNLOADS.place_for(actor)


def refuse_too_long(rows: int, remedy: str) -> None:
    """Before anything is written.

    Raises:
        DownloadTooLong: there are more than 100,000 rows.
    """
    if rows > MOST_ROWS:
        raise DownloadTooLong(
            f"共有 {rows} 条记录，一次最多下载 {MOST_ROWS} 条。", remedy=remedy, who_can_change="当前用户", rows=rows
        )


async def written(cells: Cells, batches: AsyncIterator[Sequence[Any]]) -> BinaryIO:
    """The rows as an open file without a name: it goes when it is closed."""
    beside = asyncio.get_running_loop().run_in_executor
    with TemporaryDirectory(prefix="workbook-") as folder:
        table = await beside(_workbooks, GrowingTable, Path(folder), list(cells))
        async for batch in batches:
            texts = [[cell(row) or "" for cell in cells.values()] for row in batch]
            await beside(_workbooks, table.add, texts)
        path = await beside(_workbooks, table.close)
        return path.open("rb")


def moment(at: datetime | None) -> str | None:
    """A moment as workbooks show it, in Asia/Shanghai."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if at else None
