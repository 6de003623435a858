"""What everybody sees, held against the book: lists, buttons, counts, favourites, history and events."""

from collections import Counter
from typing import Any

from agreements.records.queries.chains import check_chains
from common.auth.actors import Actor
from tests.agreements.play.guides import Book, Record
from tests.agreements.play.players import Players
from tests.agreements.races.support import inconsistencies, live_agreements_per_graduate
from tests.agreements.world import COHORT, Person

Reader = tuple[str, int | None, Actor | Person]
"""A role, which of them, and who that is."""

TURNS = {"employer": "用人单位", "graduate": "毕业生", "department": "院系审核人员", "school": "学校审核人员"}


def buttons(view: dict[str, Any]) -> dict[str, str | None]:
    """Each action that a reader is shown, and the rule that closes it."""
    return {each["action"].replace("_", "-"): None if each["allowed"] else each["rule"] for each in view["actions"]}


def standing(view: dict[str, Any]) -> tuple[str, str | None, bool]:
    """Status, step and whether it rests."""
    return view["status"]["code"], view["review_step"] and view["review_step"]["code"], view["frozen"]


async def differences(players: Players, book: Book) -> list[str]:
    """Everything in which the service is not as the book has it."""
    readers: list[Reader] = [("employer", which, actor) for which, actor in enumerate(players.employers)]
    readers += [("graduate", which, person) for which, person in enumerate(players.graduates)]
    readers += [("department", None, players.world.department), ("school", None, players.world.school)]
    found = [each for reader in readers for each in await _of_reader(players, book, reader)]
    found += [each for which in range(len(players.employers)) for each in await _of_favourites(players, book, which)]
    return found + await _of_records(players, book)


async def _of_reader(players: Players, book: Book, reader: Reader) -> list[str]:
    role, which, actor = reader
    client = players.world.as_(actor)
    rows = (await client.get("/v1/agreements", params={"limit": 200, "cohort": COHORT})).json()["items"]
    counts = (await client.get("/v1/agreements/counts", params={"cohort": COHORT})).json()
    own = {number: each for number, each in book.records.items() if _reads(book, role, which, each)}
    found = _differ(f"{role} {which}'s list", sorted(row["id"] for row in rows), sorted(own))
    for row in rows if not found else []:
        found += _of_row(book, row, role)
    return found + _of_counts(role, f"{role} {which}'s counts", counts, rows, book)


def _of_row(book: Book, row: dict[str, Any], role: str) -> list[str]:
    record = book.records[row["id"]]
    who = f"{role} looking at {record}"
    found = _differ(f"{who}: where it stands", standing(row), (record.status, record.step, record.disputed))
    found += _differ(f"{who}: buttons", buttons(row), book.shown(row["id"], role))
    marks = list(record.corrected) if role in ("department", "school") else []
    return found + _differ(f"{who}: marks of the roster", row["changed_on_roster"], marks)


def _of_counts(role: str, whose: str, counts: dict[str, Any], rows: list[dict[str, Any]], book: Book) -> list[str]:
    mine = sum(TURNS[role] in _waited_for(row) for row in rows)
    late = sum(row["due_at"] is not None and row["due_at"] <= _text(book) for row in rows)
    numbers = ("total", "waiting_for_me", "overdue", "frozen")
    listed = (len(rows), mine, late, sum(row["frozen"] for row in rows))
    found = _differ(whose, {each: counts[each] for each in numbers}, dict(zip(numbers, listed, strict=True)))
    for kind, of in (
        ("tabs", lambda row: row["status"]["tab"]["code"]),
        ("statuses", lambda row: row["status"]["code"]),
    ):
        counted = {each["code"]: each["count"] for each in counts[kind] if each["count"]}
        found += _differ(f"{whose}, {kind}", counted, dict(Counter(map(of, rows))))
    return found


async def _of_favourites(players: Players, book: Book, employer: int) -> list[str]:
    client = players.world.as_(players.employers[employer])
    own = [each for each in book.favourites if each.employer == employer]
    found = []
    for state in ("valid", "invalid"):
        listed = (await client.get("/v1/favourites", params={"state": state, "limit": 200})).json()["items"]
        seen = {each["id"]: each["invalid"] and each["invalid"]["reason"]["code"] for each in listed}
        kept = {each.number: each.invalid for each in own if (each.invalid is not None) == (state == "invalid")}
        found += _differ(f"employer {employer}'s favourites, {state}", seen, kept)
    counted = (await client.get("/v1/favourites/counts")).json()
    valid = sum(each.invalid is None for each in own)
    numbers = [(valid, len(own) - valid)] if own else []
    return found + _differ("their counts", [(each["valid"], each["invalid"]) for each in counted], numbers)


async def _of_records(players: Players, book: Book) -> list[str]:
    """Each change one history row and one event, chained; one live agreement each."""
    world = players.world
    found = _differ("histories and events that do not agree", await inconsistencies(world), [])
    live = await live_agreements_per_graduate(world)
    found += ["a graduate has two live agreements"] if live > 1 else []
    async for checked in check_chains(world.harness.context.database):
        found += [f"broken chain: {each}" for each in checked.broken]
    return found


def _reads(book: Book, role: str, which: int | None, record: Record) -> bool:
    theirs = {"employer": record.employer, "graduate": record.graduate}.get(role, which) == which
    return theirs and book.sees(role, record)


def _waited_for(row: dict[str, Any]) -> list[str]:
    """Whose turn it is, as screens name them."""
    return (row["who_is_waited_for"] or "").replace("学校用户，处理毕业生提出的异议", "学校审核人员").split("或")


def _text(book: Book) -> str:
    return book.now.isoformat().replace("+00:00", "Z")


def _differ(what: str, service: object, guides: object) -> list[str]:
    return [] if service == guides else [f"{what}\n  the service: {service}\n  the guides:  {guides}"]
