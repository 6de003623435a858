"""Handing out a stored file so that a browser saves it and runs nothing of it."""

from fastapi import Response

from documents.uploads.inspection import content_disposition

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def download(data: bytes, name: str, media_type: str) -> Response:
    """The bytes as an attachment under this name."""
    return Response(data, media_type=media_type, headers={**HEADERS, "Content-Disposition": content_disposition(name)})
