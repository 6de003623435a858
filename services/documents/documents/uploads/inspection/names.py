"""File names that people chose, made safe to show, to store and to send back."""

import re
import unicodedata
from typing import Literal
from urllib.parse import quote

from documents.uploads.inspection.kinds import Kind

MAX_LENGTH = 80

_FORBIDDEN = re.compile(r'[<>:"/\\|?*%;]')
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_EXTENSION = re.compile(r"(\.[A-Za-z][A-Za-z0-9]{1,4})+$")


def display_name(declared: str, kind: Kind) -> str:
    """The last part of the declared name, cleaned, shortened, and with the extension that the content calls for.

    Extensions pile up in disguises (`成绩单.pdf.exe`), so all of them go. An empty rest becomes 附件.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", declared))[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    stem = _FORBIDDEN.sub("_", _EXTENSION.sub("", visible)).strip(" ._")
    if not stem or _WINDOWS_DEVICES.fullmatch(stem):
        stem = "附件"
    return stem[:MAX_LENGTH].rstrip(" .") + kind.extension


def content_disposition(name: str, *, disposition: Literal["attachment", "inline"] = "attachment") -> str:
    """The header value for a download (RFC 6266): a plain ASCII name, and the real one beside it (RFC 8187)."""
    ascii_name = re.sub(r"[^A-Za-z0-9._-]", "_", name.encode("ascii", "replace").decode())
    return f"{disposition}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
