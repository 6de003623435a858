"""Ids that are made of numbers, so that the loader, the requests and pgbench speak of the same rows."""

from uuid import UUID

FIRST = 100_000_000_000
"""The first of the twelve-digit numbers at an id's end."""
PREFIXES = {
    "agreement": "00a00000-0000-7000-8000-",
    "graduate": "00c00000-0000-7000-8000-",
    "employer": "00e00000-0000-7000-8000-",
    "favourite": "00f00000-0000-7000-8000-",
    "code": "00d00000-0000-7000-8000-",
}
EMPLOYERS = 5_000
SCHOOLS = 500
BULK = 100
"""Favourites that are invited together."""


def id_of(kind: str, number: int) -> UUID:
    """The id of the `number`th of a kind."""
    return UUID(f"{PREFIXES[kind]}{FIRST + number}")


def number_of(found: UUID) -> tuple[str, int] | None:
    """Which kind and number an id is of; None if it is nobody's of ours."""
    text = str(found)
    for kind, prefix in PREFIXES.items():
        if text.startswith(prefix):
            return kind, int(text.removeprefix(prefix)) - FIRST
    return None
