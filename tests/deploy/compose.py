"""docker-compose.yml as compose reads it: anchors resolved, `${…}` filled in from what make-env.sh writes."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
SERVICES = ("identity", "agreements", "destinations", "documents", "notifications", "stats")
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")


class Missing(KeyError):
    """A variable that compose would refuse to start without."""


def raw() -> dict[str, Any]:
    """The file with its anchors resolved and its variables still in it."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def made_environment(folder: Path) -> dict[str, str]:
    """What deploy/make-env.sh writes, run in a folder of its own."""
    (folder / "deploy").mkdir(exist_ok=True)
    script = shutil.copy(ROOT / "deploy/make-env.sh", folder / "deploy/make-env.sh")
    subprocess.run(["bash", script], check=True, capture_output=True)
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled(value: Any, variables: dict[str, str]) -> Any:
    """A part of the file with its variables replaced. Raises: Missing."""
    if isinstance(value, dict):
        return {key: filled(part, variables) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, variables) for part in value]
    if isinstance(value, str):
        return _VARIABLE.sub(lambda found: _replacement(found, variables), value)
    return value


def _replacement(found: re.Match[str], variables: dict[str, str]) -> str:
    name, kind, rest = found["name"], found["kind"], found["rest"]
    if variables.get(name):
        return variables[name]
    if kind == "-":
        return rest
    raise Missing(f"{name} {rest or ''}".strip())
