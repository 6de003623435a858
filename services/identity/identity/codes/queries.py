"""The lists of `common.contracts` as pickers read them. Data of the code itself: nothing is stored."""

import hashlib
from functools import cache

from common.contracts import codes
from common.contracts.codes import CodeList
from common.contracts.codes.warnings import WARNING_TYPES
from common.contracts.values import region
from common.contracts.values.checked import ValueFault
from identity.codes.errors import CodeListUnknown, RegionUnknown
from identity.codes.schemas import CodeListName, CodeListView, CodeView, RegionView

LISTS: dict[str, CodeList] = {
    "destinations": codes.DESTINATIONS,
    "difficulties": codes.DIFFICULTIES,
    "employer-natures": codes.EMPLOYER_NATURES,
    "ethnicities": codes.ETHNICITIES,
    "industries": codes.INDUSTRIES,
    "job-categories": codes.JOB_CATEGORIES,
    "levels": codes.LEVELS,
    "political-statuses": codes.POLITICAL_STATUSES,
    "sexes": codes.SEXES,
    "teacher-trainings": codes.TEACHER_TRAININGS,
    "training-modes": codes.TRAINING_MODES,
    "warning-types": WARNING_TYPES,
}
MOST_FOUND = 50
VERSION_DIGITS = 12


def names() -> list[CodeListName]:
    """The lists there are."""
    return [CodeListName.model_validate(code_list(name)) for name in LISTS]


@cache
def code_list(name: str) -> CodeListView:
    """One list whole.

    Raises:
        CodeListUnknown: there is none of this name.
    """
    found = LISTS.get(name)
    if found is None:
        raise CodeListUnknown(f"没有名为“{name[:40]}”的代码表。", lists=list(LISTS))
    lines = [CodeView(code=code, label=label, retired=False) for code, label in found.items()]
    lines += [CodeView(code=code, label=label, retired=True) for code, label in found.retired()]
    return CodeListView(name=name, title=found.title, source=found.version, version=_version(lines), codes=lines)


def regions_under(parent: str | None) -> list[RegionView]:
    """The next level of the tree: provinces without a parent.

    Raises:
        RegionUnknown: the parent is no region.
    """
    if parent is not None:
        one_region(parent)
    return [_view(code, name) for code, name in region.children(parent)]


def regions_named(part: str) -> list[RegionView]:
    """Regions in force with this in their 省市区 text, the first fifty."""
    return [_view(code) for code in region.find(part, MOST_FOUND)]


def one_region(code: str) -> RegionView:
    """A region in force or abolished.

    Raises:
        RegionUnknown: it never was one.
    """
    try:
        return _view(region.check_region_code(code))
    except ValueFault as fault:
        raise RegionUnknown(fault.reason) from None


def _view(code: str, name: str | None = None) -> RegionView:
    full_name = region.region_name(code)
    return RegionView(
        code=code,
        name=name or _last_part(code, full_name),
        full_name=full_name,
        valid=not region.warnings(code),
        has_children=bool(region.children(code)),
    )


def _last_part(code: str, full_name: str) -> str:
    above = f"{code[:4]}00" if not code.endswith("00") else f"{code[:2]}0000"
    if above == code or not region.is_known(above):
        return full_name
    return full_name.removeprefix(region.region_name(above)) or full_name


def _version(lines: list[CodeView]) -> str:
    said = "\n".join(f"{line.code} {line.label} {line.retired}" for line in lines)
    return hashlib.sha256(said.encode()).hexdigest()[:VERSION_DIGITS]
