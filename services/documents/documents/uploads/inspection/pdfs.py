"""What is looked for in a PDF before anybody else opens it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from documents.uploads.inspection.refusals import (
    UploadActive,
    UploadBomb,
    UploadDamaged,
    UploadEncrypted,
    UploadRefused,
    UploadTooLarge,
    UploadTypeNotAccepted,
)

MAX_PAGES = 100
MAX_OBJECTS = 50_000
# A page scanned in colour at 600 dpi is 100 MB when unpacked.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_FILTERS = 2

# ISO 32000-1, 12.6.4: actions that run, start, fetch or send something.
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia", "/RichMediaContent"}
_ACTIVE_TYPES = {"/EmbeddedFile", "/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"}

# The same in the raw bytes: an object that the cross-reference table leaves out is found again by forgiving viewers.
# Only names so long that they do not turn up in compressed data by chance.
_ACTIVE_BYTES = re.compile(rb"/(JavaScript|EmbeddedFiles?|RichMedia|ImportData|SubmitForm)[\s/<>\[\](]")

_CHUNK = 1024 * 1024


def count_pages(data: bytes) -> int:
    """The number of pages of an acceptable PDF.

    Raises `UploadEncrypted`, `UploadActive`, `UploadBomb`, `UploadTooLarge` (pages), `UploadDamaged`, and
    `UploadTypeNotAccepted` for a file that is an archive as well.
    """
    if zipfile.is_zipfile(BytesIO(data)):
        raise UploadTypeNotAccepted("文件既是 PDF 又是压缩包")
    if b"%%EOF" not in data[-1024:]:
        raise UploadDamaged("PDF 文件不完整，缺少结尾部分")
    if _ACTIVE_BYTES.search(data):
        raise UploadActive
    try:
        return _inspected_pages(data)
    except (UploadRefused, MemoryError):
        raise
    except Exception as fault:  # a parser fed with broken bytes fails in every way there is
        raise (UploadEncrypted if b"/Encrypt" in data else UploadDamaged) from fault


def _inspected_pages(data: bytes) -> int:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise UploadEncrypted
    unpacked = 0
    for thing in _objects(reader):
        if _is_active(thing):
            raise UploadActive
        if isinstance(thing, StreamObject):
            unpacked += _unpacked_size(thing, MAX_UNPACKED - unpacked)
    pages = len(reader.pages)
    if pages > MAX_PAGES:
        raise UploadTooLarge(f"PDF 文件超过 {MAX_PAGES} 页")
    if not pages or not all(page.mediabox.width > 0 for page in reader.pages):
        raise UploadDamaged("PDF 文件没有可以显示的页面")
    return pages


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of the file and the trailer, without those that the file announces but does not have."""
    places = [(number, generation) for generation, numbers in reader.xref.items() for number in numbers]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > MAX_OBJECTS:
        raise UploadBomb("PDF 文件的对象过多，无法安全打开")
    yield reader.trailer
    for number, generation in places:
        try:
            yield IndirectObject(number, generation, reader).get_object()
        except PdfReadError:
            continue


def _is_active(thing: Any) -> bool:
    """Whether the object, down to its references, is or holds something that acts."""
    if isinstance(thing, ArrayObject):
        return any(_is_active(part) for part in thing)
    if not isinstance(thing, DictionaryObject):
        return False
    if _ACTIVE_KEYS & thing.keys() or _named(thing, "/S") in _ACTIVE_ACTIONS:
        return True
    if _named(thing, "/Type") in _ACTIVE_TYPES or _named(thing, "/Subtype") in _ACTIVE_TYPES:
        return True
    return any(_is_active(part) for part in thing.values() if not isinstance(part, IndirectObject))


def _named(thing: DictionaryObject, key: str) -> str:
    return str(thing.get(key, ""))


def _unpacked_size(stream: StreamObject, allowed: int) -> int:
    """Bytes of the stream when unpacked, counted without keeping them. Raises `UploadBomb` past `allowed`."""
    filters = stream.get("/Filter", [])
    names = [str(name) for name in filters] if isinstance(filters, list) else [str(filters)]
    if len(names) > MAX_FILTERS:
        raise UploadBomb
    if not names or names[0] not in {"/FlateDecode", "/Fl"}:
        return 0
    size, unpacker = 0, zlib.decompressobj()
    rest = stream._data  # noqa: SLF001 -- pypdf has no public name for the bytes as they are stored
    while rest and not unpacker.eof:
        size += len(unpacker.decompress(rest, _CHUNK))
        rest = unpacker.unconsumed_tail
        if size > allowed:
            raise UploadBomb
    return size
