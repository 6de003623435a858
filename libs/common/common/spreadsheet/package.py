"""The container of a workbook, checked before anything in it is decompressed."""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO
from xml.parsers import expat

from common.spreadsheet.faults import file_fault

_SAVE_AGAIN = "请用 Excel 或 WPS 打开后另存为 .xlsx 格式，再重新上传"
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE compound file: .xls, or an .xlsx with a password
_MOST_ENTRIES = 1000
_MOST_RELATIONS = 1000
_MOST_UNCOMPRESSED = 64 * 1024 * 1024
_HIGHEST_RATIO = 200
_RATIO_COUNTS_FROM = 1024 * 1024
_CHUNK = 64 * 1024
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_ENCODINGS = {"utf-8", "utf-16", "us-ascii"}
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    NotImplementedError,
)

Attributes = dict[str, str]


@contextmanager
def opened(data: bytes, max_bytes: int) -> Iterator[zipfile.ZipFile]:
    """The workbook's container. Raises `SpreadsheetFault` for what is no workbook, too large, or made to do harm."""
    if not data:
        raise file_fault("文件是空的（0字节）", "请确认文件已保存后重新上传")
    if len(data) > max_bytes:
        limit = f"{max_bytes / 1024 / 1024:g}"
        raise file_fault(f"文件超过{limit} MB", "请删除图片和无关内容，或拆分后分批上传")
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise file_fault("文件是旧版 .xls 格式或设置了打开密码", f"请取消密码，{_SAVE_AGAIN[1:]}")
    try:
        with _container(data) as package:
            _check_entries(package)
            yield package
    except _BROKEN as broken:
        raise file_fault("文件不是 xlsx 工作簿或已损坏", _SAVE_AGAIN) from broken


def _container(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (ValueError, struct.error) as broken:  # a damaged directory, before `zipfile` has seen it is one
        raise zipfile.BadZipFile(str(broken)) from broken


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise file_fault("文件不是 xlsx 工作簿", _SAVE_AGAIN)
    if any(entry.flag_bits & _ENCRYPTED or entry.compress_type not in _PLAIN for entry in entries):
        raise file_fault("文件已加密或压缩方式不受支持", _SAVE_AGAIN)
    if len(entries) > _MOST_ENTRIES or len(names) != len(entries):
        raise file_fault("文件内部结构异常", _SAVE_AGAIN)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise file_fault("文件含有宏", "请另存为不含宏的 .xlsx 格式")
    _check_sizes(entries)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Declared sizes can be trusted here: `zipfile` never reads past them, whatever the stream holds."""
    if sum(entry.file_size for entry in entries) > _MOST_UNCOMPRESSED:
        raise file_fault("文件解压后过大", "请删除空白行列上的格式和无关内容后重新上传")
    for entry in entries:
        if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > entry.compress_size * _HIGHEST_RATIO:
            raise file_fault("文件压缩比异常", "请删除空白行列上的格式和无关内容后重新上传")


def parse_part(
    package: zipfile.ZipFile,
    name: str,
    *,
    on_start: Callable[[str, Attributes], None],
    on_end: Callable[[str], None] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> None:
    """Streams one XML part through the callbacks, names without namespace. No DTD, so no entity can expand."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.XmlDeclHandler = _refuse_other_encodings
    parser.StartElementHandler = lambda tag, attributes: on_start(local(tag), attributes)
    if on_end is not None:
        finish = on_end
        parser.EndElementHandler = lambda tag: finish(local(tag))
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    with _part(package, name) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _part(package: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return package.open(name)
    except KeyError:
        raise file_fault("文件内部缺少工作表", _SAVE_AGAIN) from None
    except (ValueError, RuntimeError) as broken:  # `zipfile` lets damaged offsets and flags through as these
        raise zipfile.BadZipFile(str(broken)) from broken


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts that `part` refers to inside the package, by relation id. External targets are never followed."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    found: dict[str, str] = {}

    def on_start(tag: str, attributes: Attributes) -> None:
        if len(found) > _MOST_RELATIONS:
            raise file_fault("文件内部结构异常", _SAVE_AGAIN)
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            found[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    if path in package.namelist():
        parse_part(package, path, on_start=on_start)
    return found


def whole_number(text: str | None, otherwise: int) -> int:
    """The attribute's number, or `otherwise` where it is absent or no sensible number."""
    return int(text) if text and _WHOLE_NUMBER.fullmatch(text) else otherwise


def _refuse_other_encodings(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() not in _ENCODINGS:
        raise file_fault(f"文件内部使用了不支持的编码 {encoding[:20]}", _SAVE_AGAIN)


def _refuse_dtd(*_: object) -> None:
    raise file_fault("文件内部含有不允许的 DTD 声明", _SAVE_AGAIN)
