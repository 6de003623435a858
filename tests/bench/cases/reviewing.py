"""The school passes: number, printed contact."""

from tests.bench.cases.bench import MOST_PER_SECOND, Bench
from tests.bench.ids import id_of
from tests.bench.measuring import Result
from tests.bench.people import post
from tests.bench.population import school_of
from tests.bench.said import Script


async def review(bench: Bench, size: int) -> list[Result]:
    """通过."""
    rows = {way: await bench.population.in_review(bench.rows(way)) for way in MOST_PER_SECOND}
    [first] = await bench.population.in_review(1)
    await bench.population.settle()
    schools = await school_of(bench.connection, range(rows["api"].start, first + 1))
    numbers = [first, *rows["api"], *rows["usual"]]
    requests = {k: _passing(bench, k, schools[k]) for k in numbers}
    bench.introduce([bench.people.school(code) for code in set(schools.values())])
    said = bench.recorded(requests[first])
    given = await _number_of(bench, first)
    script = Script(first, {given: "'8' || lpad((:n)::text, 16, '0')", schools[first]: "(20000 + :s)::text"})
    return [
        bench.api("review (pass)", size, [requests[k] for k in rows["api"]]),
        bench.usual("review (pass)", size, [requests[k] for k in rows["usual"]]),
        await bench.limit("review (pass)", size, said, script, rows["pgbench"]),
    ]


def _passing(bench: Bench, number: int, school: str) -> bytes:
    return post(f"/v1/agreements/{id_of('agreement', number)}/pass", bench.people.school(school))


async def _number_of(bench: Bench, number: int) -> str:
    return await bench.connection.fetchval("SELECT number FROM agreements WHERE id = $1", id_of("agreement", number))
