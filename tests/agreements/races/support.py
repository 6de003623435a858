"""Many rounds of two people at once, and what must hold after every one of them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from agreements.records.states import LIVE
from agreements.signing.queries import terms_to_read
from common.auth.actors import EmployerUser
from common.testing.eventually import eventually
from tests.agreements.races.said import event_of
from tests.agreements.world import LETTER, Person, World

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
    """Agreements whose versions, history rows, chained hashes and events do not agree: each row has one event, which
    is the one that the transition tables name for what the row tells, and no event is without its row."""
    rows = await world.harness.rows(
        "SELECT a.id, a.version, a.status, array_agg(h.version ORDER BY h.version) AS versions,"
        " array_agg(h.to_status ORDER BY h.version) AS went,"
        " array_agg(ARRAY[h.action, h.from_status, h.at_step, h.to_status] ORDER BY h.version) AS told,"
        " bool_and(h.version = 1 OR h.previous_sha256 = p.sha256) AS chained"
        " FROM agreements a LEFT JOIN agreement_history h ON h.agreement_id = a.id"
        " LEFT JOIN agreement_history p ON p.agreement_id = a.id AND p.version = h.version - 1 GROUP BY a.id"
    )
    said: dict[str, list[tuple[int, str]]] = {}
    for envelope in await world.harness.envelopes():
        said.setdefault(envelope.subject, []).append((envelope.sequence, envelope.type))
    return [row for row in rows if not _agrees(row, sorted(said.get(str(row.id), [])))]


def _agrees(row: Any, said: list[tuple[int, str]]) -> bool:
    counted = list(range(1, row.version + 1))
    if not (row.versions == counted and row.went[-1] == row.status and row.chained):
        return False
    return said == [(version, event_of(*told)) for version, told in zip(counted, row.told, strict=True)]


async def live_agreements_per_graduate(world: World) -> int:
    """The largest number of live agreements any graduate has."""
    listed = ", ".join(f"'{status}'" for status in LIVE)
    [most] = await world.harness.rows(
        "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM agreements"
        f" WHERE status IN ({listed}) GROUP BY graduate_id) AS counted"
    )
    return int(most[0])


ALIKE = """
INSERT INTO graduates SELECT alike.* FROM graduates AS g, unnest(CAST(:ids AS uuid[])) AS each,
 jsonb_populate_record(CAST(NULL AS graduates), to_jsonb(g) || jsonb_build_object('graduate_id', each)) AS alike
WHERE g.graduate_id = :model
"""
KEPT = """
INSERT INTO favourites (id, employer_id, graduate_id, graduate_version, person_index, name, id_number_masked, cohort,
 school_code, school_name, level_code, major_name, added_by, added_at)
SELECT gen_random_uuid(), :employer, graduate_id, sequence, person_index, name, id_number_masked, cohort,
 school_code, school_name, level_code, major_name, :by, now()
FROM graduates WHERE graduate_id = ANY(:ids) RETURNING graduate_id, id
"""


async def crowd(world: World, number: int = ROUNDS) -> list[Person]:
    """So many graduates: one came by an event, the others are copies of that row."""
    model = await world.graduate()
    actors = [replace(model.actor, id=uuid4(), graduate_id=uuid4()) for _ in range(number)]
    people = [replace(model, actor=actor, facts=model.facts | {"graduate_id": actor.graduate_id}) for actor in actors]
    async with world.harness.context.database.transaction() as session:
        await session.execute(text(ALIKE), {"model": model.id, "ids": [person.id for person in people]})
    return people


async def invite_all(world: World, employer: EmployerUser, people: Sequence[Person], **letter: Any) -> list[str]:
    """The same letter to each in one request. Returns their agreements, in the order of the people."""
    wanted = {"employer": employer.employer_id, "by": employer.id, "ids": [person.id for person in people]}
    async with world.harness.context.database.transaction() as session:
        kept = {row.graduate_id: str(row.id) for row in await session.execute(text(KEPT), wanted)}
    body = {"favourite_ids": [kept[person.id] for person in people], "letter": LETTER | letter}
    answer = await world.as_(employer).post("/v1/invitations/bulk", json=body)
    assert answer.json()["sent"] == len(people), answer.text
    return [result["agreement_id"] for result in answer.json()["results"]]


async def acceptances(world: World, people: Sequence[Person], agreements: Sequence[str]) -> list[dict[str, Any]]:
    """What each would say to accept the terms that stand now."""
    cipher = world.harness.context.resources.cipher
    bodies = []
    async with world.harness.context.database.transaction() as session:
        for person, agreement in zip(people, agreements, strict=True):
            read = await terms_to_read(session, cipher, person.actor, UUID(agreement))
            bodies.append({"version": read.version, "terms_sha256": read.terms_sha256})
    return bodies


async def where_they_stand(world: World) -> dict[str, str]:
    """The status of every agreement, by its id."""
    return {str(row.id): row.status for row in await world.harness.rows("SELECT id, status FROM agreements")}


def one_won(answers: Sequence[httpx.Response]) -> bool:
    """One was served; the others were refused with a rule."""
    served = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 409 and answer.json()["rule"]]
    return len(served) == 1 and len(refused) == len(answers) - 1


class Meanwhile:
    """Lets something happen in the middle of something else."""

    def __init__(self, world: World, happens: Callable[[], Awaitable[Any]]) -> None:
        self._world, self._happens = world, happens
        self._task: asyncio.Future[Any] | None = None

    def before(self, monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> None:
        """Just before this function is called for the first time: until it is done, or waits for a lock."""
        function = getattr(where, name)

        async def late(*args: Any, **kwargs: Any) -> Any:
            if self._task is None:
                self._task = asyncio.ensure_future(self._happens())
                await eventually(self._done_or_waiting)
            return await function(*args, **kwargs)

        monkeypatch.setattr(where, name, late)

    async def result(self) -> Any:
        """What came of it in the end."""
        assert self._task is not None, "it never came to that"
        return await self._task

    async def _done_or_waiting(self) -> bool:
        waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return (self._task is not None and self._task.done()) or bool(await self._world.harness.rows(waiting))
