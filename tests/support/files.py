"""Real bytes of the files that people upload, and of those they should not."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import xlsxwriter
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter
from pypdf.actions import JavaScript

_A4_AT_100_DPI = (827, 1169)
_CHINESE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
_GPS, _LATITUDE_REF, _LATITUDE = 0x8825, 1, 2
_CONTENT_TYPES = "[Content_Types].xml"


def png_scan(text: str = "营业执照") -> bytes:
    """A scanned page as PNG."""
    return _saved(_page(text), "PNG")


def jpeg_scan(text: str = "授权书") -> bytes:
    """A photographed page as JPEG, with the place where it was taken in its EXIF data."""
    page = _page(text)
    exif = page.getexif()
    exif[_GPS] = {_LATITUDE_REF: "N", _LATITUDE: (39.0, 59.0, 12.0)}
    buffer = BytesIO()
    page.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def pdf_scan(text: str = "授权书") -> bytes:
    """A scanned page as PDF."""
    return _saved(_page(text), "PDF")


def pdf_encrypted() -> bytes:
    """A PDF that asks for a password."""
    return _pdf(password="secret")


def pdf_with_javascript() -> bytes:
    """A PDF that runs a script when it is opened."""
    return _pdf(script="app.alert('opened');")


def disguised_exe() -> bytes:
    """The beginning of a Windows program, to be sent under the name of a picture or a PDF."""
    header = bytearray(64)
    header[:2] = b"MZ"
    header[60:64] = struct.pack("<I", 64)
    return bytes(header) + b"PE\0\0" + b"\x4c\x01" + bytes(512) + b"This program cannot be run in DOS mode."


def empty() -> bytes:
    """A file of 0 bytes."""
    return b""


def png_bomb() -> bytes:
    """A picture of 40,000 × 40,000 points in about 200 kB."""
    side = 40_000
    lines = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    data = b"".join(lines.compress(row) for _ in range(side)) + lines.flush()
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def xlsx_bomb(megabytes: int = 200) -> bytes:
    """A workbook whose sheet is tiny when packed and enormous when unpacked."""
    return xlsx_of_parts({"xl/worksheets/sheet1.xml": bytes(megabytes * 1024 * 1024)})


def xlsx_with_formula(headers: list[str], formula: str = "=1+1") -> bytes:
    """A workbook with the headers and one row whose second cell is a formula with a harmless cached value."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for place, header in enumerate(headers):
            sheet.write_string(0, place, header)
            sheet.write_string(1, place, "1")
        sheet.write_formula(1, 1, formula, None, "2")
    return buffer.getvalue()


def xlsx_with_macro() -> bytes:
    """A workbook that carries a macro project."""
    return xlsx_of_parts({"xl/vbaProject.bin": b"macro"})


def xlsx_with_dtd() -> bytes:
    """A workbook whose sheet declares entities that expand without end."""
    laughs = "".join(f'<!ENTITY l{depth} "{f"&l{depth - 1};" * 10}">' for depth in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'
    sheet = f'{doctype}<worksheet><sheetData><row><c t="str"><v>&l9;</v></c></row></sheetData></worksheet>'
    return xlsx_of_parts({"xl/worksheets/sheet1.xml": sheet.encode()})


def old_xls() -> bytes:
    """The signature of .xls files and of workbooks with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)


def xlsx_of_parts(parts: dict[str, bytes]) -> bytes:
    """A workbook with one sheet, written part by part: `parts` replaces or adds what a test wants otherwise."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet_relation = f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
    whole = {
        _CONTENT_TYPES: b"<Types/>",
        "xl/workbook.xml": (
            f'<workbook xmlns:r="{office}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{sheet_relation}</Relationships>".encode(),
        "xl/worksheets/sheet1.xml": b"<worksheet><sheetData/></worksheet>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in (whole | parts).items():
            package.writestr(name, body)
    return buffer.getvalue()


def _page(text: str) -> Image.Image:
    page = Image.new("RGB", _A4_AT_100_DPI, "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, 787, 1129), outline="black", width=3)
    font = next((ImageFont.truetype(path, 36) for path in _CHINESE_FONTS if Path(path).exists()), None)
    draw.multiline_text((90, 120), text, fill="black", font=font or ImageFont.load_default(36))
    draw.ellipse((520, 850, 720, 1050), outline="red", width=6)
    return page


def _saved(page: Image.Image, kind: str) -> bytes:
    buffer = BytesIO()
    page.save(buffer, kind)
    return buffer.getvalue()


def _pdf(*, password: str = "", script: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if script:
        writer.add_open_action(JavaScript(script))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
