"""Looking up graduates. Of an ID number everything but three digits can be known from elsewhere; so a name and a school
take only so many different numbers that fit nobody, by whichever door and user of the employer they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties import queries as parties
from agreements.parties.queries import Graduate, Identification
from agreements.search_misses import store
from common import clock
from common.contracts.values.characters import compact
from common.contracts.values.person_name import match_key
from common.crypto import Cipher
from common.database import lock_for_transaction

FORGET_BATCH = 5000


@dataclass(frozen=True)
class Sought:
    """Who is looked for, with the fingerprints by which it is counted."""

    persons: Sequence[Identification]
    asked: Sequence[store.Asked]


@dataclass(frozen=True)
class LookedUp:
    """What came of each, in the order they were asked for."""

    found: list[Graduate | None]
    withheld: frozenset[int]
    """The places of those that were not looked up: too many numbers for one name and school."""
    missed: int
    """Numbers that fit nobody and were not tried for the same name before on this day."""


def sought(cipher: Cipher, persons: Sequence[Identification]) -> Sought:
    """Takes a while for thousands: not on the event loop then."""
    return Sought(persons, [_fingerprints(cipher, each) for each in persons])


async def look_up(session: AsyncSession, cipher: Cipher, employer_id: UUID, wanted: Sought, most: int) -> LookedUp:
    """Find each, unless its name and school have come with more than `most` different numbers: those of this call and
    those that fitted nobody on this day of Asia/Shanghai. Call it in a transaction that is committed whatever becomes
    of the request; an employer's look-ups wait for each other.
    """
    await lock_for_transaction(session, "search_misses", employer_id)
    day = clock.shanghai_date(clock.now())
    asked = wanted.asked
    numbers: dict[str, set[str]] = {}
    for known_as, number in [*asked, *await store.of_day(session, employer_id, day, {key for key, _ in asked})]:
        numbers.setdefault(known_as, set()).add(number)
    places = [place for place, (known_as, _) in enumerate(asked) if len(numbers[known_as]) <= most]
    found = await parties.identify_all(session, cipher, [wanted.persons[place] for place in places])
    at = dict(zip(places, found, strict=True))
    missed = await store.note(session, employer_id, day, {asked[place] for place in places if at[place] is None})
    everywhere = range(len(asked))
    return LookedUp([at.get(place) for place in everywhere], frozenset(everywhere) - at.keys(), missed)


async def forget_misses(session: AsyncSession) -> int:
    """One batch of those whose day is over."""
    return await store.forget(session, clock.shanghai_date(clock.now()), FORGET_BATCH)


def _fingerprints(cipher: Cipher, wanted: Identification) -> store.Asked:
    # As they are compared when a graduate is identified: no other spelling is another name.
    known_as = f"{match_key(wanted.name)}\x1f{compact(wanted.school_name)}"
    return cipher.blind_index(known_as, "search_misses.known_as"), cipher.blind_index(
        wanted.id_number, "search_misses.number"
    )
