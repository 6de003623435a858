"""What is printed."""

import os
from collections.abc import Sequence
from uuid import UUID

import asyncpg
from sqlalchemy import select
from sqlalchemy.dialects.postgresql.base import PGDialect

from agreements.records.states import Status
from agreements.records.store import visible_to
from agreements.records.tables import Agreement
from common.auth.actors import SchoolUser
from tests.bench.measuring import Result

LITERAL = {"literal_binds": True}
BIGGEST_SCHOOL = "SELECT school_code FROM agreements GROUP BY school_code ORDER BY count(*) DESC LIMIT 1"


def conditions(megabytes: float, version: str) -> None:
    """Under what the numbers hold."""
    print(
        f"{os.cpu_count()} cores, shared by PostgreSQL, one API process and the load generator (16 connections, kept"
        f" alive)\n{version.split(' on ')[0]}, durable: fsync = on, synchronous_commit = on; all else as embedded\n"
        f"one API process, just started: {megabytes:.0f} MiB"
    )
    print(f"{'use case':<15}{'way':<9}{'per second':>11}{'p50 ms':>9}{'p99 ms':>9}{'cpu ms':>8}{'MiB':>6}  ratio")


def lines(results: Sequence[Result]) -> None:
    """One use case, with the ratios of ours."""
    others = {result.way: result.per_second for result in results}
    for result in results:
        memory = f"{result.megabytes:.0f}" if result.megabytes else ""
        cpu = f"{result.cpu_milliseconds:.2f}" if result.cpu_milliseconds else ""
        told = [result.note] if result.note else []
        if result.way in ("api", "worker"):
            ratios = [f"{result.per_second / others['pgbench']:.2f} of pgbench"]
            ratios += [f"{result.per_second / others['usual']:.1f} x usual"] if "usual" in others else []
            told = [*ratios, *told]
        print(
            f"{result.use_case:<15}{result.way:<9}{result.per_second:>11.1f}{result.at(0.5):>9.2f}"
            f"{result.at(0.99):>9.2f}{cpu:>8}{memory:>6}  {', '.join(told)}",
            flush=True,
        )


async def list_plan(connection: asyncpg.Connection) -> None:
    """A reviewer's list of 50 at the largest school, as the database does it."""
    school = await connection.fetchval(BIGGEST_SCHOOL)
    statement = select(Agreement).where(visible_to(_reviewer(school)), Agreement.status == Status.IN_REVIEW)
    listed = statement.order_by(Agreement.id.desc()).limit(50).compile(dialect=_dialect(), compile_kwargs=LITERAL)
    print(f"\nA reviewer's list of 50 at the largest school:\n{listed}")
    for row in await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {listed}"):
        print(f"  {row[0]}")


def _reviewer(school_code: str) -> SchoolUser:
    return SchoolUser(id=UUID(int=1), name="王老师", school_code=school_code)


def _dialect() -> PGDialect:
    return PGDialect()  # type: ignore[no-untyped-call]
