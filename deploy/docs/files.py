"""Every generated document: its path and its content."""

import json
from pathlib import Path

from common.app import describe_app
from deploy.docs.events import asyncapi, catalogue
from deploy.docs.states import machines
from deploy.embedded.foundation import service_named
from deploy.embedded.secrets import SERVICES

DOCS = Path(__file__).parents[2] / "docs"


def generated() -> dict[Path, str]:
    """What the documents have to say now."""
    return {
        DOCS / "events.md": catalogue(),
        DOCS / "asyncapi.json": asyncapi(),
        DOCS / "states.md": machines(),
        **{DOCS / "openapi" / f"{name}.json": openapi(name) for name in SERVICES},
    }


def openapi(name: str) -> str:
    """One service's OpenAPI document."""
    document = describe_app(service_named(name)).openapi()
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def outdated() -> list[str]:
    """The documents whose files say something else."""
    return [
        str(path.relative_to(DOCS.parent))
        for path, content in generated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
