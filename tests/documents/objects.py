"""A bucket of the embedded object store, looked into from the side."""

import resource
from pathlib import Path
from typing import Any

from common.settings import StorageSettings
from common.storage import Storage
from deploy.embedded.objectstore import EmbeddedObjectStore

FEW = 4096


class Objects:
    """What is stored, read from the folder behind the store, so that nothing of the service is trusted."""

    def __init__(self, store: EmbeddedObjectStore, bucket: str) -> None:
        self.store = store
        self.bucket = bucket

    @property
    def settings(self) -> dict[str, Any]:
        """`storage=` of the service's settings."""
        return {
            "endpoint": self.store.endpoint,
            "access_key": self.store.access_key,
            "secret_key": self.store.secret_key,
            "bucket": self.bucket,
        }

    @property
    def folder(self) -> Path:
        """Where the bucket's objects lie."""
        return self.store._buckets / self.bucket

    def keys(self) -> list[str]:
        """Everything that is stored."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def read(self, key: str) -> bytes:
        """One object."""
        return (self.folder / key).read_bytes()

    async def replace(self, key: str, data: bytes) -> None:
        """Put other bytes in an object's place, as somebody with access to the store could."""
        await self._storage().put(key, data, "application/octet-stream")

    async def remove(self, key: str) -> None:
        """Lose an object."""
        await self._storage().remove(key)

    def _storage(self) -> Storage:
        return Storage(StorageSettings(**self.settings))

    def fill_up(self) -> None:
        """From now on the store cannot write more than a few bytes: what a full disk does to it."""
        for process in self._processes():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (FEW, FEW))

    def _processes(self) -> list[int]:
        folder = str(self.store._folder).encode()
        lines = {int(p.name): _command_line(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
        return [pid for pid, line in lines.items() if b"rclone" in line and folder in line]


def _command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it ended meanwhile
        return b""
