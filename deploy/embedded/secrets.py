"""Secrets of an embedded run: random, made once, kept beside its data."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

SERVICES = ("identity", "agreements", "destinations", "documents", "notifications", "stats")


@dataclass(frozen=True)
class Secrets:
    """Everything that must not be guessed."""

    cipher_key: str
    index_key: str
    client_secrets: dict[str, str]
    receipt_secret: str
    centre_password: str


def load_secrets(folder: Path) -> Secrets:
    """The secrets of this folder; made at the first call, readable by its owner only."""
    path = folder / "secrets.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(_make()), file, indent=2)
    return Secrets(**json.loads(path.read_text()))


def _make() -> Secrets:
    return Secrets(
        cipher_key=base64.b64encode(secrets.token_bytes(32)).decode(),
        index_key=base64.b64encode(secrets.token_bytes(32)).decode(),
        client_secrets={name: secrets.token_urlsafe(32) for name in SERVICES},
        receipt_secret=secrets.token_urlsafe(24),
        centre_password=f"Zx-{secrets.token_urlsafe(9)}7",
    )
