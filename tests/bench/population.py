"""Fills a migrated database of agreements with as many as wanted: schools of very different sizes, three cohorts, all
outcomes, and for each agreement the history that it must have, chained as the platform chains it.

Everything is made by the database, from numbers, so that a million take a minute or two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from agreements.acceptance_codes.commands import code_hash
from agreements.acceptance_codes.states import Bound
from agreements.policy.store import sealed_phone
from agreements.records.queries import sealed_letter
from agreements.records.schemas.letter import Letter
from common.crypto import Cipher
from tests.bench.ids import BULK, FIRST, id_of
from tests.bench.population_sql import AGREEMENTS, CODES, FAVOURITES, GRADUATES, HISTORY, PARTIES, POSTPONE, SETTINGS

CHUNK = 100_000
CODE = "493027"
"""The acceptance code of everybody."""
LETTER = {
    "job_category_code": "13",
    "job_title": "算法工程师",
    "valid_days": 5,
    "contact_name": "陈静",
    "contact_phone": "13812340001",
    "contact_email": "hr@example.com",
    "report_place": "北京市海淀区中关村大街1号",
    "work_place": "北京市",
    "probation_months": 3,
    "probation_pay": "9000",
    "regular_pay": "12000",
    "penalty": "5000",
    "clauses": "双方另行约定：提供宿舍。",
    "relocation": {
        "accepts_file": True,
        "accepts_household": False,
        "file_receiver": "海淀区人才服务中心",
        "file_region_code": "110108",
        "file_address": "人才大厦3层",
        "file_contact": "周敏",
        "file_phone": "010-88886666",
        "file_postcode": "100089",
    },
}


@dataclass
class Population:
    """A database that is being filled; each row gets the next number."""

    connection: asyncpg.Connection
    cipher: Cipher
    next_number: int = 0

    async def prepare(self) -> None:
        """Employers, schools and their settings: the same for every size."""
        await self.connection.execute("SET synchronous_commit = off; SET statement_timeout = 0")
        await self.connection.execute(PARTIES)
        await self.connection.execute(SETTINGS, sealed_phone("010-66959595", self.cipher))

    async def past(self, number: int) -> range:
        """Agreements as they stand after some years: two for each graduate, at most one of them live."""
        return await self._agreements("past", number, per_graduate=2)

    async def awaiting(self, number: int) -> range:
        """Invitations that can be accepted, each to a graduate of its own."""
        return await self._agreements("awaiting_graduate", number)

    async def in_review(self, number: int) -> range:
        """Agreements that the school has to look at."""
        return await self._agreements("in_review", number)

    async def overdue(self, number: int) -> range:
        """Invitations that the clock has to end."""
        return await self._agreements("overdue", number)

    async def postpone(self) -> None:
        """Give what is overdue and was not ended more time, so that the next measurement finds its own rows alone."""
        await self.connection.execute(POSTPONE)

    async def favourites(self, number: int) -> range:
        """Graduates who can be invited; each hundred belong to one employer."""
        numbers = self._take(number, BULK)
        for first, last in _chunks(numbers):
            await self.connection.execute(GRADUATES, first, last, 1)
            await self.connection.execute(FAVOURITES, first, last)
        return numbers

    async def codes(self, bound: Mapping[int, Bound], unread: range) -> None:
        """The acceptance codes that were sent, one for each; of those that nobody reads the terms of, made up."""
        hashes = {k: code_hash(self.cipher, terms, CODE) for k, terms in bound.items()}
        made_up = next(iter(bound.values()))
        rows = [(k, bound.get(k, made_up).terms_sha256, hashes.get(k, "")) for k in (*bound, *unread)]
        await self.connection.execute(CODES, *(list(column) for column in zip(*rows, strict=True)))
        await self.connection.execute("VACUUM (ANALYZE) acceptance_codes")

    async def settle(self) -> None:
        """As after a night: statistics are fresh, and what was loaded is on the disk."""
        await self.connection.execute("VACUUM (ANALYZE)")
        await self.connection.execute("CHECKPOINT")

    async def _agreements(self, kind: str, number: int, per_graduate: int = 1) -> range:
        numbers = self._take(number, per_graduate)
        letter = orjson.dumps(sealed_letter(Letter.model_validate(LETTER), self.cipher)).decode()
        contact = {"name": "张思", "address": "学院路1号", "postcode": "100871"}
        contact |= {"phone": sealed_phone("010-66959595", self.cipher)}
        school = orjson.dumps(contact).decode()
        for first, last in _chunks(numbers):
            await self.connection.execute(GRADUATES, first, last, per_graduate)
            await self.connection.execute(AGREEMENTS, first, last, kind, per_graduate, letter, school)
            for version in (1, 2, 3):
                await self.connection.execute(HISTORY, first, last, version)
        return numbers

    def _take(self, number: int, multiple: int) -> range:
        first = -(-self.next_number // multiple) * multiple
        self.next_number = first + number
        return range(first, first + number)


def _chunks(numbers: range) -> Sequence[tuple[int, int]]:
    return [(first, min(first + CHUNK, numbers.stop) - 1) for first in range(numbers.start, numbers.stop, CHUNK)]


async def school_of(connection: asyncpg.Connection, numbers: range) -> dict[int, str]:
    """The schools of agreements, for their reviewers' tokens."""
    rows: list[Any] = await connection.fetch(
        "SELECT id, school_code FROM agreements WHERE id BETWEEN $1 AND $2",
        id_of("agreement", numbers.start),
        id_of("agreement", numbers.stop - 1),
    )
    return {int(row["id"].hex[-12:]) - FIRST: row["school_code"] for row in rows}
