"""What the sandbox remembers: dictionaries in memory, written through to SQLite so that a restart loses nothing."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

Record = TypeVar("Record", bound=BaseModel)

SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, key)
)
"""
UPSERT = """
INSERT INTO records (kind, key, body) VALUES (?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body
"""


class Collection(Generic[Record]):
    """Records of one kind in the order in which they came; beyond `keep` the oldest are forgotten."""

    def __init__(self, connection: sqlite3.Connection, kind: str, model: type[Record], keep: int | None = None) -> None:
        self._connection = connection
        self._kind = kind
        self._keep = keep
        rows = connection.execute("SELECT key, body FROM records WHERE kind = ? ORDER BY position", (kind,))
        self._items = {key: model.model_validate_json(body) for key, body in rows}

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: str) -> Record | None:
        return self._items.get(key)

    def all(self) -> list[Record]:
        """Every record, oldest first."""
        return list(self._items.values())

    def items(self) -> list[tuple[str, Record]]:
        """Every key with its record, oldest first."""
        return list(self._items.items())

    def newest_first(self) -> Iterable[Record]:
        return reversed(self._items.values())

    def put(self, key: str, item: Record) -> None:
        self.put_many({key: item})

    def put_many(self, items: dict[str, Record]) -> None:
        rows = [(self._kind, key, item.model_dump_json()) for key, item in items.items()]
        with self._connection:
            self._connection.executemany(UPSERT, rows)
        self._items.update(items)
        if self._keep is not None and len(self._items) > self._keep:
            self._delete(list(self._items)[: len(self._items) - self._keep])

    def remove(self, key: str) -> None:
        """Forget one record; no error when there is none."""
        self._delete([key])

    def drop_oldest_while(self, is_over: Callable[[Record], bool]) -> None:
        """Forget from the oldest on, up to the first that is not over."""
        over = []
        for key, item in self._items.items():
            if not is_over(item):
                break
            over.append(key)
        self._delete(over)

    def clear(self) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM records WHERE kind = ?", (self._kind,))
        self._items.clear()

    def _delete(self, keys: list[str]) -> None:
        if not keys:
            return
        with self._connection:
            self._connection.executemany(
                "DELETE FROM records WHERE kind = ? AND key = ?", [(self._kind, key) for key in keys]
            )
        for key in keys:
            self._items.pop(key, None)


class Store:
    """One SQLite file, or memory alone when `state_dir` is None."""

    def __init__(self, state_dir: Path | None) -> None:
        if state_dir is not None:
            state_dir.mkdir(parents=True, exist_ok=True)
        target = ":memory:" if state_dir is None else str(state_dir / "sandbox.sqlite")
        # The app may be built in one thread and served in another; only one of them uses it at a time.
        self._connection = sqlite3.connect(target, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute(SCHEMA)

    def collection(self, kind: str, model: type[Record], keep: int | None = None) -> Collection[Record]:
        return Collection(self._connection, kind, model, keep)

    def close(self) -> None:
        self._connection.close()
