"""More bytes that nobody should store, beside those of tests/support/files.py."""

import io
import zipfile
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject


def pdf_with(**catalog: Any) -> bytes:
    """A one-page PDF whose catalog has some more entries."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    for key, value in catalog.items():
        writer.root_object[NameObject(f"/{key}")] = value
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """The bytes of what the writer holds."""
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def action(kind: str, **entries: Any) -> DictionaryObject:
    """An action dictionary, e.g. `action("Launch")`."""
    named = {NameObject(f"/{key}"): value for key, value in entries.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **named})


def pdf_with_attachment() -> bytes:
    """A PDF that carries a program."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("付款.exe", b"MZ")
    return written(writer)


def pdf_with_script_in_an_object_stream() -> bytes:
    """A script that a search through the bytes cannot see, because its object is compressed."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    clean = written(writer)
    inner = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    header = b"9 0 "
    packed = zlib.compress(header + inner)
    stream = (
        b"8 0 obj\n<< /Type /ObjStm /N 1 /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
        % (len(header), len(packed))
        + packed
        + b"\nendstream\nendobj\n"
    )
    previous = int(clean.rsplit(b"startxref", 1)[1].split()[0])
    start = len(clean) + 1
    body = clean + b"\n" + stream
    table_at = len(body)
    rows = b"".join(
        kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
        for kind, second, third in ((1, start, 0), (2, 8, 0), (1, table_at, 0))
    )
    table = (
        b"10 0 obj\n<< /Type /XRef /Size 11 /Index [8 3] /W [1 4 2] /Root 3 0 R /Prev %d /Length %d >>\nstream\n"
        % (previous, len(rows))
        + rows
        + b"\nendstream\nendobj\n"
    )
    return body + table + b"startxref\n%d\n%%%%EOF\n" % table_at


def pdf_stream_bomb(megabytes: int = 400) -> bytes:
    """A PDF of some 400 kB with a stream of 400 MB."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    packer = zlib.compressobj(9)
    blank = bytes(1024 * 1024)
    packed = b"".join(packer.compress(blank) for _ in range(megabytes)) + packer.flush()
    stream = DecodedStreamObject()
    stream.set_data(packed)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def pdf_with_many_filters() -> bytes:
    """A stream packed three times over."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = DecodedStreamObject()
    stream.set_data(zlib.compress(zlib.compress(zlib.compress(b"0 g"))))
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 3)
    page[NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def pdf_of_pages(count: int) -> bytes:
    """A PDF with so many empty pages."""
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    return written(writer)


def pdf_and_zip(pdf: bytes) -> bytes:
    """One file that is a PDF for the one and an archive for the other."""
    buffer = io.BytesIO(pdf)
    buffer.seek(0, io.SEEK_END)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("run.exe", b"MZ")
    return buffer.getvalue() + b"\n%%EOF\n"


def noise(width: int, height: int, kind: str, **settings: Any) -> bytes:
    """A picture that hardly compresses, so that it has as many bytes as a real photo."""
    image = Image.effect_noise((width, height), 60).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()
