"""The rules of the code base, as functions from a tree to what breaks them. Each has a sample that must fail."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.exceptions import (
    COMMON_STEMS,
    EXTRA,
    KNOWN_ROWS,
    KNOWN_UPWARD,
    OWN_STORE_USERS,
    PURE_MODULES,
    may_states_import,
)

SERVICES = ("identity", "agreements", "destinations", "documents", "notifications", "stats")
RANK = {
    "states": 0,
    "errors": 0,
    "schemas": 0,
    "tables": 1,
    "store": 2,
    "commands": 3,
    "queries": 3,
    "routes": 4,
    "reactions": 4,
    "jobs": 4,
    "service": 5,
    "__main__": 6,
}
"""Arrows point down: service → routes | reactions | jobs → commands | queries → store → tables → states."""
PRIVATE_ROOMS = frozenset({"tables", "store"})
TABLE_READERS = frozenset({"store", "commands", "queries", "tables"})
"""The rooms that may know the rows of their own feature."""
SQL_CALLS = frozenset({"execute", "scalar", "scalars", "stream", "stream_scalars", "run_sync"})
SESSION_CALLS = frozenset({"add", "add_all", "get", "get_one", "merge", "delete", "flush", "refresh", "connection"})
"""Called on anything named `…session`; other things have a `get` too."""
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60


@dataclass(frozen=True)
class Import:
    """One import: where it stands and what it names."""

    module: str
    line: int
    name: str


def imports_of(path: Path, module: str) -> Iterator[Import]:
    """The imports of a file, relative ones resolved; `from a import b` names `a.b`, which may be a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package=path.name == "__init__.py")
            yield from (Import(module, node.lineno, f"{base}.{alias.name}") for alias in node.names)


def modules_of(services: Path) -> Iterator[tuple[str, Path]]:
    """Every module of every service: dotted name and file."""
    for name in SERVICES:
        package = services / name / name
        for path in sorted(package.rglob("*.py")):
            dotted = ".".join(path.relative_to(package.parent).with_suffix("").parts)
            yield dotted.removesuffix(".__init__"), path


def walls(services: Path) -> list[str]:
    """No service imports another."""
    return [
        f"{found.module}:{found.line} imports {found.name}"
        for module, path in modules_of(services)
        for found in imports_of(path, module)
        if _service_of(found.name) not in (None, _service_of(module))
    ]


def layers(services: Path) -> list[str]:
    """Inside a service arrows point down, and features never use each other's tables or stores."""
    return [
        f"{found.module}:{found.line} imports {found.name}"
        for module, path in modules_of(services)
        for found in imports_of(path, module)
        if _service_of(found.name) == _service_of(module) and _points_wrong(module, found.name)
    ]


def purity(services: Path) -> list[str]:
    """`states` decides and does nothing else: what it may import stands on a list."""
    return [
        f"{found.module}:{found.line} imports {found.name}"
        for module, path in modules_of(services)
        if room_of(module) == "states" or module in PURE_MODULES
        for found in imports_of(path, module)
        if not may_states_import(module, found.name, room_of(found.name))
    ]


def commits(services: Path) -> list[str]:
    """Nobody commits or rolls back in a feature: one request or message is one transaction."""
    return [
        f"{module}:{node.lineno} calls {node.func.attr}()"
        for module, path in modules_of(services)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"commit", "rollback"}
    ]


def sql_outside_stores(services: Path) -> list[str]:
    """SQL is written in `store`; nobody else asks the session for anything."""
    return [
        f"{module}:{node.lineno} asks the database: {ast.unparse(node.func)}()"
        for module, path in modules_of(services)
        if room_of(module) != "store"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _asks_database(node.func)
    ]


def trees(services: Path) -> list[str]:
    """All services look the same inside, and every file has the name of a room or stands on the written list."""
    faults = []
    for name in SERVICES:
        package = services / name / name
        missing = {"__main__", "service", "settings", "database"} - {path.stem for path in package.glob("*.py")}
        faults += [f"{name} has no {stem}.py" for stem in sorted(missing)]
        faults += [f"{name} has no {file}" for file in _papers(services / name)]
    return faults + strange_rooms(services)


def strange_rooms(services: Path) -> list[str]:
    """Files of a feature, or of a service itself, under a name that no room has."""
    return [
        f"{module} is no room and is not on the list"
        for module, _ in modules_of(services)
        if room_of(module) is None and not _is_listed(module, services)
    ]


def sizes(root: Path, folders: tuple[str, ...]) -> list[str]:
    """Files and functions that nobody would want to live in."""
    faults = []
    for path in sorted(file for folder in folders for file in (root / folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.count("\n")
        if lines > MAX_FILE_LINES:
            faults.append(f"{path.relative_to(root)} has {lines} lines")
        faults += [f"{path.relative_to(root)}:{at} {name} has {size} lines" for name, at, size in _long(source)]
    return faults


def _long(source: str) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            size = node.end_lineno - node.lineno + 1
            if size > MAX_FUNCTION_LINES:
                yield node.name, node.lineno, size


def _papers(service: Path) -> list[str]:
    wanted = ["README.md", "pyproject.toml", "migrations/env.py"]
    return [name for name in wanted if not (service / name).exists()]


def _service_of(module: str) -> str | None:
    head = module.partition(".")[0]
    return head if head in SERVICES else None


def _points_wrong(importer: str, imported: str) -> bool:
    mine, theirs = room_of(importer), room_of(imported)
    if theirs is None:
        return False
    if theirs in PRIVATE_ROOMS and not _may_know_rows(importer, imported):
        return (importer, f"{_feature(imported)}.{theirs}") not in KNOWN_ROWS
    if mine is None or RANK[theirs] <= RANK[mine]:
        return False
    return (importer, f"{_feature(imported)}.{theirs}") not in KNOWN_UPWARD


def _may_know_rows(importer: str, imported: str) -> bool:
    same_feature = _feature(importer) == _feature(imported)
    return same_feature and (room_of(importer) in TABLE_READERS or importer in OWN_STORE_USERS)


def _asks_database(call: ast.Attribute) -> bool:
    if call.attr in SQL_CALLS:
        return True
    return call.attr in SESSION_CALLS and ast.unparse(call.value).rpartition(".")[2].endswith("session")


def _absolute(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if node.level == 0:
        return node.module or ""
    parts = module.split(".")
    up = node.level - 1 if is_package else node.level
    return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def _is_listed(module: str, services: Path) -> bool:
    parts = module.split(".")
    inside = ".".join(parts[1:])
    if (services / parts[0] / Path(*parts)).is_dir() and len(parts) <= 2:  # a service or a feature itself
        return True
    return any(inside == listed or inside.startswith(f"{listed}.") for listed in (*COMMON_STEMS, *EXTRA[parts[0]]))


def room_of(module: str) -> str | None:
    """The room a module belongs to: `signing/commands/answers.py` belongs to commands."""
    return next((part for part in module.split(".")[1:] if part in RANK), None)


def _feature(module: str) -> str:
    """`agreements.signing.store` → `agreements.signing`: what stands before the room's name."""
    parts = module.split(".")
    room = room_of(module)
    return ".".join(parts[: parts.index(room)]) if room else ".".join(parts[:-1])
