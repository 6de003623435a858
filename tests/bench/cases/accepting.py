"""The graduate has read the terms and accepts them, with the code that was sent for exactly these."""

from typing import Any

import orjson

from agreements.acceptance_codes.states import Bound
from tests.bench.cases.bench import MOST_PER_SECOND, Bench
from tests.bench.ids import EMPLOYERS, id_of
from tests.bench.measuring import Result
from tests.bench.people import get, post
from tests.bench.population import CODE
from tests.bench.said import Script, Statement

ACCEPTED = """
SELECT count(*) AS accepted, count(*) FILTER (WHERE code.state = 'used') AS proved
FROM agreements agreement JOIN acceptance_codes code ON code.agreement_id = agreement.id
WHERE agreement.id BETWEEN $1 AND $2 AND agreement.status = 'in_review'
"""


async def accept(bench: Bench, size: int) -> list[Result]:
    """接受."""
    rows = {way: await bench.population.awaiting(bench.rows(way)) for way in MOST_PER_SECOND}
    [first] = await bench.population.awaiting(1)
    await bench.population.settle()
    numbers = [first, *rows["usual"], *rows["api"]]
    asked = [get(f"/v1/agreements/{id_of('agreement', k)}/terms", bench.people.graduate(k)) for k in numbers]
    terms = dict(zip(numbers, map(orjson.loads, bench.wire.answers(bench.servers.api.port, asked)), strict=True))
    bench.introduce([bench.people.graduate(k) for k in rows["usual"]])
    await bench.population.codes({k: _bound(k, terms[k]) for k in numbers}, rows["pgbench"])
    requests = {k: _accepting(bench, k, terms[k]) for k in numbers}
    said = bench.recorded(requests[first])
    refuse_without_code(said, str(id_of("code", first)))
    script = Script(first, texts={}, employer=f":n * 7 % {EMPLOYERS}")
    results = [
        bench.api("accept", size, [requests[k] for k in rows["api"]]),
        bench.usual("accept", size, [requests[k] for k in rows["usual"]]),
        await bench.limit("accept", size, said, script, rows["pgbench"]),
    ]
    for result in results:
        await _refuse_without_proof(bench, result, rows[result.way])
    return results


def refuse_without_code(said: list[Statement], code_id: str) -> None:
    """A limit and a service that leave the code out are not compared with those who do not.

    Raises:
        RuntimeError: the acceptance has not read a code, or has not marked this one used.
    """
    read = any("FROM acceptance_codes" in each.sql and "UPDATE" not in each.sql for each in said)
    used = any(
        "UPDATE acceptance_codes SET state = 'used'" in each.sql and code_id in each.parameters.values()
        for each in said
    )
    if not (read and used):
        raise RuntimeError(f"accept: the recorded statements read the code: {read}, use it up: {used}")


async def _refuse_without_proof(bench: Bench, result: Result, rows: range) -> None:
    """Each way has accepted what it says, and each acceptance has used its code."""
    ends = id_of("agreement", rows.start), id_of("agreement", rows.stop - 1)
    found = await bench.connection.fetchrow(ACCEPTED, *ends)
    if found["accepted"] != found["proved"] or found["accepted"] < min(len(result.milliseconds), len(rows)):
        raise RuntimeError(f"accept, {result.way}: {dict(found)} of {len(result.milliseconds)}")


def _bound(number: int, terms: dict[str, Any]) -> Bound:
    agreement_id, graduate_id = id_of("agreement", number), id_of("graduate", number)
    return Bound(agreement_id, graduate_id, terms["version"], terms["terms_sha256"])


def _accepting(bench: Bench, number: int, terms: dict[str, Any]) -> bytes:
    body = {"version": terms["version"], "terms_sha256": terms["terms_sha256"], "code": CODE}
    return post(f"/v1/agreements/{id_of('agreement', number)}/accept", bench.people.graduate(number), body)
