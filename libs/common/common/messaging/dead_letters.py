"""Messages that were given up: kept with the reason, shown to people, sent back on command."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import TextClause, text

from common.database import Database

RECEIVED = text(
    "INSERT INTO inbox (consumer, event_id) VALUES (:consumer, CAST(:event_id AS text)::uuid) ON CONFLICT DO NOTHING"
)
UNRECEIVED = text("DELETE FROM inbox WHERE consumer = :consumer AND event_id = CAST(:event_id AS text)::uuid")
BURY = text(
    "INSERT INTO dead_letters (consumer, event_id, type, body, reason, attempts)"
    " VALUES (:consumer, :event_id, :type, :body, :reason, :attempts) ON CONFLICT DO NOTHING"
)
FORGET = text("DELETE FROM dead_letters WHERE consumer = :consumer AND event_id = :event_id")
STILL_DEAD = text("UPDATE dead_letters SET reason = :reason WHERE consumer = :consumer AND event_id = :event_id")


@dataclass(frozen=True)
class DeadLetter:
    """One message that was given up."""

    event_id: str
    type: str
    reason: str
    attempts: int
    body: bytes


class DeadLetters(Protocol):
    """The dead letters of one consumer."""

    async def all(self) -> list[DeadLetter]:
        """Every dead letter, oldest first."""

    async def retry(self, event_id: str | None = None) -> int:
        """Put one (or all) back to be worked on. Returns how many."""


class TableDeadLetters:
    """Dead letters in the consumer's own database, as the local bus keeps them."""

    def __init__(self, database: Database, consumer: str, work_on: Callable[[bytes], Awaitable[str | None]]) -> None:
        self._database = database
        self._consumer = consumer
        self._work_on = work_on

    async def bury(self, letter: DeadLetter) -> None:
        """Keep a message that was given up, and count it as received: when its event comes again, it is skipped."""
        async with self._database.transaction() as session:
            await session.execute(RECEIVED, self._key(letter))
            await session.execute(BURY, {"consumer": self._consumer, **letter.__dict__})

    async def all(self) -> list[DeadLetter]:
        """Every dead letter, oldest first."""
        async with self._database.transaction() as session:
            rows = await session.execute(
                text(
                    "SELECT event_id, type, reason, attempts, body FROM dead_letters"
                    " WHERE consumer = :consumer ORDER BY id"
                ),
                {"consumer": self._consumer},
            )
            return [DeadLetter(**row) for row in rows.mappings()]

    async def retry(self, event_id: str | None = None) -> int:
        """Work on them again; what fails again stays, with the new reason."""
        worked = 0
        for letter in await self.all():
            if event_id not in (None, letter.event_id):
                continue
            await self._execute(UNRECEIVED, self._key(letter))
            reason = await self._work_on(letter.body)
            if reason is None:
                await self._execute(FORGET, self._key(letter))
                worked += 1
            else:
                await self._execute(RECEIVED, self._key(letter))
                await self._execute(STILL_DEAD, {**self._key(letter), "reason": reason})
        return worked

    def _key(self, letter: DeadLetter) -> dict[str, str]:
        return {"consumer": self._consumer, "event_id": letter.event_id}

    async def _execute(self, statement: TextClause, values: dict[str, str]) -> None:
        async with self._database.transaction() as session:
            await session.execute(statement, values)
