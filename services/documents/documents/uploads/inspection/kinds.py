"""What a file is, by its first bytes."""

from enum import StrEnum

from documents.uploads.inspection.refusals import UploadTypeNotAccepted


class Kind(StrEnum):
    """The kinds we take; the value is the media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def extension(self) -> str:
        """With the dot, as people expect it in a file name."""
        return {Kind.PDF: ".pdf", Kind.JPEG: ".jpg", Kind.PNG: ".png"}[self]


# The mark must stand at the very beginning. Readers forgive other bytes before it, and that is how one file
# manages to be a picture for the one and a program for the other.
_ACCEPTED = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}

# What people send by mistake, so that the refusal can name it.
_KNOWN = (
    (0, b"MZ", "Windows 程序"),
    (0, b"\x7fELF", "程序"),
    (0, b"#!", "脚本"),
    (0, b"PK\x03\x04", "压缩包或 Office 文档（docx、xlsx、zip）"),
    (0, b"\xd0\xcf\x11\xe0", "旧版 Office 文档（doc、xls）"),
    (0, b"Rar!", "压缩包（rar）"),
    (0, b"7z\xbc\xaf", "压缩包（7z）"),
    (0, b"GIF8", "GIF 图片"),
    (0, b"BM", "BMP 图片"),
    (0, b"II*\x00", "TIFF 图片"),
    (0, b"MM\x00*", "TIFF 图片"),
    (8, b"WEBP", "WEBP 图片"),
    (4, b"ftypheic", "苹果手机的 HEIC 照片"),
    (4, b"ftypmif1", "苹果手机的 HEIC 照片"),
    (4, b"ftyp", "视频"),
)
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")


def kind_of(data: bytes) -> Kind:
    """The kind of a file by its content. Raises `UploadTypeNotAccepted`, naming what the file is where we know it."""
    for mark, kind in _ACCEPTED.items():
        if data.startswith(mark):
            return kind
    known = next((name for offset, mark, name in _KNOWN if data.startswith(mark, offset)), None)
    if known is None and data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        known = "网页"
    raise UploadTypeNotAccepted(known and f"文件内容是{known}，不是 PDF、JPG 或 PNG")
