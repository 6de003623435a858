"""The door for uploads: what comes out of it may be stored and shown to others."""

import hashlib
from dataclasses import dataclass

from documents.uploads.inspection.kinds import Kind, kind_of
from documents.uploads.inspection.names import display_name
from documents.uploads.inspection.pdfs import count_pages
from documents.uploads.inspection.pictures import rewrite_picture
from documents.uploads.inspection.refusals import UploadEmpty, UploadTooLarge

MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class InspectedFile:
    """A file as it will be stored.

    `width` and `height` are points of the stored picture, `pages` is for PDF only. `sha256` is of `data`, in
    hexadecimal. `original_kept` says that the picture was made smaller and the caller keeps the original for 30 days.
    """

    name: str
    media_type: str
    data: bytes
    sha256: str
    original_kept: bool = False
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def inspect_upload(data: bytes, declared_name: str) -> InspectedFile:
    """Accept a PDF, JPEG or PNG by its content, or raise an `UploadRefused` that says why and what to do.

    Pictures come out rewritten: upright, without place, time and device, with nothing attached to them. A PDF comes
    out byte for byte, because it may carry signatures. CPU-bound, up to a second or two: call it from a worker
    thread or process.
    """
    if not data:
        raise UploadEmpty
    if len(data) > MAX_BYTES:
        raise UploadTooLarge
    kind = kind_of(data)
    if kind is Kind.PDF:
        return InspectedFile(
            name=display_name(declared_name, kind),
            media_type=kind,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            pages=count_pages(data),
        )
    picture = rewrite_picture(data)
    return InspectedFile(
        name=display_name(declared_name, picture.kind),
        media_type=picture.kind,
        data=picture.data,
        sha256=hashlib.sha256(picture.data).hexdigest(),
        original_kept=picture.made_smaller,
        width=picture.width,
        height=picture.height,
    )
