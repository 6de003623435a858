"""The worker's job ends what nobody answered; one worker, as in pgbench one client. All is told per batch."""

from tests.bench.cases.bench import Bench
from tests.bench.ids import EMPLOYERS
from tests.bench.measuring import Result
from tests.bench.said import Script, Statement
from tests.bench.servers import work_for

BATCH = 200
"""What one transaction of the job takes (`expiry_batch`)."""
MOST = {"worker": 8_000, "usual": 2_500, "pgbench": 20_000}
"""Invitations that are loaded for each second of a measurement."""
USE_CASE = f"expire ({BATCH})"


async def expire(bench: Bench, size: int) -> list[Result]:
    """到期."""
    results = [await _worked(bench, size, way) for way in ("worker", "usual")]
    rows = await _overdue(bench, "pgbench")
    said = last_transaction(bench.recorder.record(lambda: work_for("worker", bench.servers.settings, 0)))
    script = Script(rows[0], texts={}, employer=f":n * 7 % {EMPLOYERS}")
    limit = await bench.limit(USE_CASE, size, said, script, rows[BATCH::BATCH], clients=1)
    await bench.population.postpone()
    return [*results, limit]


def last_transaction(said: list[Statement]) -> list[Statement]:
    """What a process has said without what it asks when it connects."""
    begun = max(place for place, each in enumerate(said) if each.sql.strip(" ;").upper() == "BEGIN")
    return said[begun:]


async def _worked(bench: Bench, size: int, way: str) -> Result:
    await _overdue(bench, way)
    told = work_for(way, bench.servers.settings, bench.seconds)
    milliseconds = sorted(told["milliseconds"])
    return Result(
        USE_CASE,
        size,
        way,
        len(milliseconds) * 1000 / sum(milliseconds),
        milliseconds,
        f"{told['rows'] * 1000 / sum(milliseconds):.0f} rows a second",
        told["megabytes"],
        cpu_milliseconds=told["cpu_seconds"] * 1000 / len(milliseconds),
    )


async def _overdue(bench: Bench, way: str) -> range:
    """Rows for one way, and none of another's."""
    await bench.population.postpone()
    rows = await bench.population.overdue(bench.rows(way, MOST, BATCH))
    await bench.population.settle()
    return rows
