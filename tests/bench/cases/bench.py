"""What all measurements share: the three ways to do the same."""

from dataclasses import dataclass

import asyncpg

from tests.bench.measuring import CONNECTIONS, Recorder, Result, Wire
from tests.bench.people import People, get
from tests.bench.pgbench import run_pgbench
from tests.bench.population import Population
from tests.bench.said import Script, Statement
from tests.bench.servers import ApiProcess, Servers

MOST_PER_SECOND = {"api": 1600, "usual": 600, "pgbench": 6000}
"""Rows that are loaded for each second of a measurement; more than anybody manages on two cores."""


@dataclass
class Bench:
    """What the measurements need."""

    servers: Servers
    connection: asyncpg.Connection
    population: Population
    people: People
    wire: Wire
    recorder: Recorder
    seconds: float

    def rows(self, way: str, most: dict[str, int] = MOST_PER_SECOND, batch: int = 1) -> int:
        """How many a way may need, in whole batches, and some to warm it up."""
        return batch * (int(most[way] * self.seconds) // batch + 2 * CONNECTIONS)

    def introduce(self, tokens: list[str]) -> None:
        """Let both servers verify the tokens, as they would have on an earlier request of the same session."""
        known = list(dict.fromkeys(tokens))
        self.wire.answers(self.servers.usual.port, [get("/v1/me", token) for token in known])
        self.wire.drive(self.servers.api.port, [get("/v1/agreements?limit=1", token) for token in known], 600)

    def recorded(self, request: bytes) -> list[Statement]:
        """What the service says to the database in this request."""
        return self.recorder.record(lambda: self.wire.drive(self.servers.api.port, [request], 60, 1))

    def api(self, use_case: str, size: int, requests: list[bytes]) -> Result:
        """The real service."""
        return self._process(use_case, size, "api", self.servers.api, requests)

    def usual(self, use_case: str, size: int, requests: list[bytes]) -> Result:
        """The usual way."""
        return self._process(use_case, size, "usual", self.servers.usual, requests)

    async def limit(
        self,
        use_case: str,
        size: int,
        said: list[Statement],
        script: Script,
        rows: range,
        *,
        clients: int = CONNECTIONS,
    ) -> Result:
        """The database alone.

        Raises:
            RuntimeError: its transactions have not said as many events as they should: they changed nothing.
        """
        before = await self._events()
        found = run_pgbench(
            self.servers.dsn, said, script, rows, clients=clients, seconds=self.seconds, folder=self.servers.folder
        )
        events = await self._events() - before
        if not found.used_up and events < rows.step * len(found.milliseconds):
            raise RuntimeError(f"{use_case}: {len(found.milliseconds)} transactions of pgbench said {events} events")
        return Result(use_case, size, "pgbench", found.per_second, found.milliseconds, found.note)

    async def _events(self) -> int:
        return await self.connection.fetchval("SELECT count(*) FROM outbox")

    def _process(self, use_case: str, size: int, way: str, process: ApiProcess, requests: list[bytes]) -> Result:
        """The first request of each connection warms the process up and is not counted."""
        self.wire.drive(process.port, requests[:CONNECTIONS], 600)
        before = process.cpu_seconds()
        driven = self.wire.drive(process.port, requests[CONNECTIONS:], self.seconds)
        cpu = (process.cpu_seconds() - before) * 1000 / driven.done
        note = f"generator {driven.generator:.0%} of a core"
        return Result(
            use_case, size, way, driven.per_second, driven.milliseconds, note, process.megabytes(), cpu_milliseconds=cpu
        )
