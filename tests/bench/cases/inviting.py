"""The employer invites its favourites: one, or a hundred in one request."""

from tests.bench.cases.bench import MOST_PER_SECOND, Bench
from tests.bench.ids import BULK, EMPLOYERS, id_of
from tests.bench.measuring import Result
from tests.bench.people import post
from tests.bench.population import LETTER
from tests.bench.said import Script

MOST_IN_HUNDREDS = {"api": 15_000, "usual": 4_000, "pgbench": 20_000}
"""Favourites that are loaded for each second of a measurement."""


async def invite(bench: Bench, size: int) -> list[Result]:
    """发送邀请函 to one."""
    rows = {way: await bench.population.favourites(bench.rows(way)) for way in MOST_PER_SECOND}
    first = (await bench.population.favourites(BULK))[0]
    await bench.population.settle()
    _introduce(bench, rows["api"], rows["usual"])
    said = bench.recorded(_one(bench, first))
    return [
        bench.api("invite (one)", size, [_one(bench, k) for k in rows["api"]]),
        bench.usual("invite (one)", size, [_one(bench, k) for k in rows["usual"]]),
        await bench.limit("invite (one)", size, said, _script(first), rows["pgbench"]),
    ]


async def invite_many(bench: Bench, size: int) -> list[Result]:
    """发送邀请函 to a hundred at once."""
    needed = {way: bench.rows(way, MOST_IN_HUNDREDS, BULK) for way in MOST_IN_HUNDREDS}
    rows = {way: (await bench.population.favourites(number))[::BULK] for way, number in needed.items()}
    first = (await bench.population.favourites(BULK))[0]
    await bench.population.settle()
    _introduce(bench, rows["api"], rows["usual"])
    said = bench.recorded(_hundred(bench, first))
    return [
        bench.api("invite (100)", size, [_hundred(bench, k) for k in rows["api"]]),
        bench.usual("invite (100)", size, [_hundred(bench, k) for k in rows["usual"]]),
        await bench.limit("invite (100)", size, said, _script(first), rows["pgbench"]),
    ]


def _introduce(bench: Bench, *rows: range) -> None:
    bench.introduce([_employer(bench, k) for each in rows for k in each])


def _script(first: int) -> Script:
    return Script(first, texts={}, employer=f":n / {BULK} % {EMPLOYERS}")


def _employer(bench: Bench, number: int) -> str:
    return bench.people.employer(number // BULK % EMPLOYERS)


def _one(bench: Bench, number: int) -> bytes:
    body = {"favourite_id": str(id_of("favourite", number)), "letter": LETTER}
    return post("/v1/invitations", _employer(bench, number), body)


def _hundred(bench: Bench, number: int) -> bytes:
    favourites = [str(id_of("favourite", number + each)) for each in range(BULK)]
    return post("/v1/invitations/bulk", _employer(bench, number), {"favourite_ids": favourites, "letter": LETTER})
