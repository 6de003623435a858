"""How a workbook leaves over HTTP, for the routes of the lists."""

import os
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from fastapi.responses import StreamingResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {}}}}
PIECE_BYTES = 256 * 1024


def workbook_answer(workbook: BinaryIO, plain_name: str, name: str) -> StreamingResponse:
    """The file in pieces, under a plain name for old programs (RFC 6266) and the real one beside it (RFC 8187)."""
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Length": str(os.fstat(workbook.fileno()).st_size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_pieces(workbook), media_type=XLSX, headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
