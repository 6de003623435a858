"""The use cases that are measured."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from agreements.acceptance_codes.states import Bound
from agreements.service import service
from common.jobs import run_round
from common.messaging.local import LocalBus
from common.service import Context
from tests.bench.ids import BULK, EMPLOYERS, id_of
from tests.bench.measuring import Recorder, Result, Wire
from tests.bench.people import People, get, post
from tests.bench.pgbench import Limit, run_pgbench
from tests.bench.population import CODE, LETTER, Population, school_of
from tests.bench.said import Script, Statement
from tests.bench.servers import ApiProcess, Servers

MOST_PER_SECOND = {"api": 1600, "usual": 600, "pgbench": 6000}
MOST_IN_BATCHES = 20_000
"""Rows that are loaded for each second of a measurement; more than anybody manages on two cores."""
WORKERS_BATCH = 200
WORKERS_ROWS = 2_000
"""What the job is given to expire, for each second of the other measurements."""


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

    async def accept(self, size: int) -> list[Result]:
        """The graduate has read the terms and accepts them."""
        rows = {way: await self.population.awaiting(self._rows(way)) for way in MOST_PER_SECOND}
        first = await self.population.awaiting(1)
        await self.population.settle()
        numbers = [*first, *rows["usual"], *rows["api"]]
        asked = [get(f"/v1/agreements/{id_of('agreement', k)}/terms", self.people.graduate(k)) for k in numbers]
        terms = dict(zip(numbers, map(orjson.loads, self.wire.answers(self.servers.api.port, asked)), strict=True))
        self._introduce([self.people.graduate(k) for k in rows["usual"]])
        await self.population.codes({k: self._bound(k, terms[k]) for k in numbers}, rows["pgbench"])
        requests = {k: self._accepting(k, terms[k]) for k in numbers}
        said = self.recorder.record(lambda: self.wire.drive(self.servers.api.port, [requests[first[0]]], 60, 1))
        script = Script(first[0], texts={}, employer=f":n * 7 % {EMPLOYERS}")
        return [
            self._api("accept", size, [requests[k] for k in rows["api"]]),
            self._usual("accept", size, [requests[k] for k in rows["usual"]]),
            self._limit("accept", size, said, script, rows["pgbench"]),
        ]

    async def review(self, size: int) -> list[Result]:
        """The school passes: number, printed contact."""
        rows = {way: await self.population.in_review(self._rows(way)) for way in MOST_PER_SECOND}
        first = await self.population.in_review(1)
        await self.population.settle()
        schools = await school_of(self.connection, range(rows["api"].start, first.stop))
        numbers = [*first, *rows["api"], *rows["usual"]]
        requests = {k: self._passing(k, schools[k]) for k in numbers}
        self._introduce([self.people.school(code) for code in set(schools.values())])
        said = self.recorder.record(lambda: self.wire.drive(self.servers.api.port, [requests[first[0]]], 60, 1))
        given = await self._number_of(first[0])
        script = Script(first[0], {given: "'8' || lpad((:n)::text, 16, '0')", schools[first[0]]: "(20000 + :s)::text"})
        return [
            self._api("review (pass)", size, [requests[k] for k in rows["api"]]),
            self._usual("review (pass)", size, [requests[k] for k in rows["usual"]]),
            self._limit("review (pass)", size, said, script, rows["pgbench"]),
        ]

    async def invite(self, size: int) -> list[Result]:
        """One invitation to a favourite."""
        rows = {way: await self.population.favourites(self._rows(way)) for way in ("api", "pgbench")}
        first = await self.population.favourites(BULK)
        await self.population.settle()
        self._introduce([self.people.employer(k // BULK % EMPLOYERS) for k in rows["api"]])
        asked = self._inviting(first[0])
        said = self.recorder.record(lambda: self.wire.drive(self.servers.api.port, [asked], 60, 1))
        script = Script(first[0], texts={}, employer=f":n / {BULK} % {EMPLOYERS}")
        return [
            self._api("invite (one)", size, [self._inviting(k) for k in rows["api"]]),
            self._limit("invite (one)", size, said, script, rows["pgbench"]),
        ]

    async def invite_many(self, size: int) -> list[Result]:
        """A hundred invitations in one request."""
        most = int(MOST_IN_BATCHES * self.seconds)
        rows = {way: await self.population.favourites(most) for way in ("api", "pgbench")}
        first = await self.population.favourites(BULK)
        await self.population.settle()
        asked = self._inviting_all(first[0])
        said = self.recorder.record(lambda: self.wire.drive(self.servers.api.port, [asked], 60, 1))
        script = Script(first[0], texts={}, employer=f":n / {BULK} % {EMPLOYERS}")
        return [
            self._api("invite (100)", size, [self._inviting_all(k) for k in rows["api"][::BULK]]),
            self._limit("invite (100)", size, said, script, rows["pgbench"][::BULK]),
        ]

    async def expire(self, size: int) -> list[Result]:
        """The worker's job, rows per second; one worker, as in pgbench one client."""
        rows = await self.population.overdue(int(WORKERS_ROWS * self.seconds))
        await self.population.settle()
        async with service.open(service.settings(**self.servers.settings), LocalBus()) as context:
            worked = await self._run_job(context)
            limited = await self.population.overdue(int(MOST_IN_BATCHES * self.seconds))
            await self.population.settle()
            said = await asyncio.to_thread(self.recorder.record, lambda: asyncio.run(self._one_batch()))
        script = Script(limited[0], texts={}, employer=f":n * 7 % {EMPLOYERS}")
        rest = limited[WORKERS_BATCH::WORKERS_BATCH]
        limit = self._pgbench(said, script, rest, clients=1)
        per_row = [each / WORKERS_BATCH for each in limit.milliseconds]
        return [
            Result("expire (rows)", size, "worker", len(rows) / worked, [worked * 1000 / len(rows)]),
            Result("expire (rows)", size, "pgbench", limit.per_second * WORKERS_BATCH, per_row, limit.note),
        ]

    async def _run_job(self, context: Context) -> float:
        [job] = [job for job in service.jobs.all if job.name == "expire_invitations"]
        started = time.perf_counter()
        await run_round(job, context)
        return time.perf_counter() - started

    async def _one_batch(self) -> None:
        [job] = [job for job in service.jobs.all if job.name == "expire_invitations"]
        settings = service.settings(**self.servers.settings)
        async with service.open(settings, LocalBus()) as context, context.database.transaction() as session:
            await job.work(session, context)

    def _rows(self, way: str) -> int:
        return int(MOST_PER_SECOND[way] * self.seconds)

    def _introduce(self, tokens: list[str]) -> None:
        """Let both servers verify the tokens, as they would have on an earlier request of the same session."""
        known = list(dict.fromkeys(tokens))
        self.wire.answers(self.servers.usual.port, [get("/v1/me", token) for token in known])
        self.wire.drive(self.servers.api.port, [get("/v1/agreements?limit=1", token) for token in known], 600)

    @staticmethod
    def _bound(number: int, terms: dict[str, Any]) -> Bound:
        agreement_id, graduate_id = id_of("agreement", number), id_of("graduate", number)
        return Bound(agreement_id, graduate_id, terms["version"], terms["terms_sha256"])

    def _accepting(self, number: int, terms: dict[str, Any]) -> bytes:
        body = {"version": terms["version"], "terms_sha256": terms["terms_sha256"], "code": CODE}
        return post(f"/v1/agreements/{id_of('agreement', number)}/accept", self.people.graduate(number), body)

    def _passing(self, number: int, school: str) -> bytes:
        return post(f"/v1/agreements/{id_of('agreement', number)}/pass", self.people.school(school))

    def _inviting(self, number: int) -> bytes:
        body = {"favourite_id": str(id_of("favourite", number)), "letter": LETTER}
        return post("/v1/invitations", self.people.employer(number // BULK % EMPLOYERS), body)

    def _inviting_all(self, number: int) -> bytes:
        favourites = [str(id_of("favourite", number + each)) for each in range(BULK)]
        body = {"favourite_ids": favourites, "letter": LETTER}
        return post("/v1/invitations/bulk", self.people.employer(number // BULK % EMPLOYERS), body)

    async def _number_of(self, number: int) -> str:
        return await self.connection.fetchval("SELECT number FROM agreements WHERE id = $1", id_of("agreement", number))

    def _api(self, use_case: str, size: int, requests: list[bytes]) -> Result:
        return self._process(use_case, size, "api", self.servers.api, requests)

    def _usual(self, use_case: str, size: int, requests: list[bytes]) -> Result:
        return self._process(use_case, size, "usual", self.servers.usual, requests)

    def _process(self, use_case: str, size: int, way: str, process: ApiProcess, requests: list[bytes]) -> Result:
        before = process.cpu_seconds()
        driven = self.wire.drive(process.port, requests, self.seconds)
        cpu = (process.cpu_seconds() - before) * 1000 / driven.done
        note = f"generator {driven.generator:.0%} of a core"
        return Result(
            use_case, size, way, driven.per_second, driven.milliseconds, note, process.megabytes(), cpu_milliseconds=cpu
        )

    def _limit(self, use_case: str, size: int, said: list[Statement], script: Script, rows: range) -> Result:
        found = self._pgbench(said, script, rows, clients=self.wire.connections)
        return Result(use_case, size, "pgbench", found.per_second, found.milliseconds, found.note)

    def _pgbench(self, said: list[Statement], script: Script, rows: range, *, clients: int) -> Limit:
        dsn, folder = self.servers.dsn, self.servers.folder
        return run_pgbench(dsn, said, script, rows, clients=clients, seconds=self.seconds, folder=folder)
