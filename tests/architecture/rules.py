"""The rules of the code base, as functions from a tree to what breaks them. Each has a sample that must fail."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERVICES = ("identity", "agreements", "destinations", "documents", "notifications", "stats")
RANK = {
    "tables": 0,
    "store": 1,
    "commands": 2,
    "queries": 2,
    "routes": 3,
    "reactions": 3,
    "jobs": 3,
    "service": 4,
    "__main__": 5,
}
"""Arrows point down: service → routes | reactions | jobs → commands | queries → store → tables."""
PRIVATE_ROOMS = frozenset({"tables", "store"})
IMPURE = ("sqlalchemy", "fastapi", "httpx", "asyncpg", "common.database", "common.http", "common.messaging")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60


@dataclass(frozen=True)
class Import:
    """One import: where it stands and what it names."""

    module: str
    line: int
    name: str


def imports_of(path: Path, module: str) -> Iterator[Import]:
    """The absolute imports of a file; `from a import b` names `a.b`, which may be a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (Import(module, node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


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
    """`states.py` decides and does nothing else: no framework, no database, no network."""
    return [
        f"{found.module}:{found.line} imports {found.name}"
        for module, path in modules_of(services)
        if ".states" in module
        for found in imports_of(path, module)
        if found.name.startswith(IMPURE)
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
    """SQL is written in `store.py`; commands, routes, reactions and jobs execute nothing themselves."""
    return [
        f"{module}:{node.lineno} executes SQL"
        for module, path in modules_of(services)
        if module.rpartition(".")[2] in {"commands", "routes", "states", "schemas", "reactions", "jobs"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"execute", "scalar", "scalars"}
    ]


def trees(services: Path) -> list[str]:
    """All services look the same inside, and a feature that has routes keeps its rooms under their names."""
    faults = []
    for name in SERVICES:
        package = services / name / name
        missing = {"__main__", "service", "settings", "database"} - {path.stem for path in package.glob("*.py")}
        faults += [f"{name} has no {stem}.py" for stem in sorted(missing)]
        faults += [f"{name} has no {file}" for file in _papers(services / name)]
    return faults


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
    mine, theirs = _rank(importer), _rank(imported)
    if theirs is not None and mine is not None and theirs > mine:
        return True
    return _room(imported) in PRIVATE_ROOMS and _feature(imported) != _feature(importer) and mine is not None


def _room(module: str) -> str | None:
    return next((part for part in module.split(".")[1:] if part in RANK), None)


def _rank(module: str) -> int | None:
    room = _room(module)
    return RANK[room] if room else None


def _feature(module: str) -> str:
    """`agreements.signing.store` → `agreements.signing`: what stands before the room's name."""
    parts = module.split(".")
    room = _room(module)
    return ".".join(parts[: parts.index(room)]) if room else ".".join(parts[:-1])
