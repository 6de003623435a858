"""How to get somewhere: the shortest way through the guides until something can be done."""

from collections import deque

from tests.agreements.play import notes
from tests.agreements.play.guides import Book
from tests.agreements.play.table import LINES

Move = tuple[str, str]
"""Who does what."""
FARTHEST = 12


def kinds_with(goal: str) -> tuple[str, ...]:
    """The kinds of agreement on which it can ever be done."""
    return tuple(dict.fromkeys(kind for line in LINES if line.verb == goal for kind in line.kinds))


def way_to(book: Book, number: str, goal: str, turn: int) -> list[Move] | None:
    """What to do with an agreement, one after the other, so that the last is `goal`; None where nothing leads there.

    Args:
        turn: another number prefers other ways of the same length.
    """
    start = book.thinking(number, book.records[number])
    seen, queue = {_place(start, number)}, deque([(start, list[Move]())])
    while queue:
        here, way = queue.popleft()
        moves = list(here.moves(number))
        for role, verb, to in [*moves[turn % (len(moves) or 1) :], *moves[: turn % (len(moves) or 1)]]:
            if verb == goal:
                return [*way, (role, verb)]
            there = here.thinking(number, here.records[number])
            notes.done(there, number, role, verb, to)
            if _place(there, number) not in seen and len(way) < FARTHEST:
                seen.add(_place(there, number))
                queue.append((there, [*way, (role, verb)]))
    return None


def _place(book: Book, number: str) -> tuple[object, ...]:
    record = book.records[number]
    return record.status, record.step, record.disputed, record.dismissed
