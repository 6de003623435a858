"""Many rounds of two people at once, and what must hold after every one of them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

import httpx

from agreements.records.states import LIVE
from tests.agreements.world import World

ROUNDS = 1000
AT_ONCE = 50
"""Pairs that run at the same time."""
Round = TypeVar("Round")


async def in_batches(work: Callable[[int], Awaitable[Round]], rounds: int = ROUNDS) -> list[Round]:
    """Every round, so many at a time; `work` takes the round's number from 0."""
    done: list[Round] = []
    for start in range(0, rounds, AT_ONCE):
        done += await asyncio.gather(*(work(number) for number in range(start, min(start + AT_ONCE, rounds))))
    return done


async def both(*requests: Awaitable[httpx.Response]) -> tuple[httpx.Response, ...]:
    """All requests of one round at once."""
    return tuple(await asyncio.gather(*requests))


def statuses_of(rounds: Iterable[Sequence[httpx.Response]]) -> Counter[tuple[int, ...]]:
    """How often the rounds were answered with these HTTP statuses, in the order of the requests."""
    return Counter(tuple(answer.status_code for answer in answers) for answers in rounds)


def refused_with(rounds: Iterable[Sequence[httpx.Response]]) -> Counter[tuple[str, str]]:
    """Codes and rules of everything that was refused; a refusal that names no rule has an empty one."""
    return Counter(
        (answer.json()["code"], answer.json().get("rule", ""))
        for answers in rounds
        for answer in answers
        if answer.status_code != 200
    )


async def inconsistencies(world: World) -> list[Any]:
    """Agreements whose versions, history rows, chained hashes and events do not agree."""
    rows = await world.harness.rows(
        "SELECT a.id, a.version, a.status, array_agg(h.version ORDER BY h.version) AS versions,"
        " array_agg(h.to_status ORDER BY h.version) AS went,"
        " bool_and(h.version = 1 OR h.previous_sha256 = p.sha256) AS chained"
        " FROM agreements a LEFT JOIN agreement_history h ON h.agreement_id = a.id"
        " LEFT JOIN agreement_history p ON p.agreement_id = a.id AND p.version = h.version - 1 GROUP BY a.id"
    )
    said: dict[str, list[int]] = {}
    for envelope in await world.harness.envelopes():
        said.setdefault(envelope.subject, []).append(envelope.sequence)
    return [row for row in rows if not _agrees(row, sorted(said.get(str(row.id), [])))]


def _agrees(row: Any, sequences: list[int]) -> bool:
    counted = list(range(1, row.version + 1))
    return bool(row.versions == sequences == counted and row.went[-1] == row.status and row.chained)


async def live_agreements_per_graduate(world: World) -> int:
    """The largest number of live agreements any graduate has."""
    listed = ", ".join(f"'{status}'" for status in LIVE)
    [most] = await world.harness.rows(
        "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM agreements"
        f" WHERE status IN ({listed}) GROUP BY graduate_id) AS counted"
    )
    return int(most[0])
