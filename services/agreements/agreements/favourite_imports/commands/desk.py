"""Who imports, and how much one employer may ask for on one day."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from agreements.favourite_imports import store
from agreements.favourite_imports.errors import FoundTooFew, LookedUpTooMany
from agreements.parties import queries as parties
from agreements.search_misses.commands import LookedUp, Sought, look_up
from agreements.settings import ImportSettings
from common import clock
from common.auth.actors import EmployerUser
from common.crypto import Cipher
from common.database import Database


@dataclass(frozen=True)
class Desk:
    """Who works, for whom, and with what."""

    actor: EmployerUser
    employer_id: UUID
    cipher: Cipher
    database: Database
    """For short transactions between what takes long: nobody holds a connection while a workbook waits its turn."""
    limits: ImportSettings
    numbers_per_name: int
    """How many different ID numbers are looked up for one name and school."""


async def count_file(desk: Desk) -> None:
    """In a transaction of its own and before any work: a file that nobody can read has its price too.

    Raises:
        EmployerNotVerified, EmployerSuspended, LookedUpTooMany.
    """
    async with desk.database.transaction() as own:
        await parties.verified_employer(own, desk.employer_id)
        counted = await store.count(own, desk.employer_id, clock.today(), files=1)
        if counted.files > desk.limits.files_per_day:
            fact = f"每个单位每天最多上传和导入名单{desk.limits.files_per_day}次。"
            raise LookedUpTooMany(fact, retry_after=_until_tomorrow())


async def look_up_and_count(desk: Desk, rows: int, wanted: Sought) -> LookedUp:
    """In a transaction of its own, so that what was not found counts although the file is refused.

    Args:
        rows: all of the file, malformed ones too.

    Raises:
        LookedUpTooMany, FoundTooFew.
    """
    async with desk.database.transaction() as own:
        counted = await store.count(own, desk.employer_id, clock.today(), looked_up=rows)
        if counted.looked_up > desk.limits.rows_per_day:
            raise LookedUpTooMany(f"每个单位每天最多导入{desk.limits.rows_per_day}行。", retry_after=_until_tomorrow())
        looked = await look_up(own, desk.cipher, desk.employer_id, wanted, desk.numbers_per_name)
        counted = await store.count(own, desk.employer_id, clock.today(), not_found=looked.missed)
        too_few = counted.not_found > desk.limits.not_found_per_day
    if too_few:
        fact = f"本单位今日导入的名单中，未找到的毕业生已超过{desk.limits.not_found_per_day}人，不再给出结果。"
        raise FoundTooFew(fact, rule="most_rows_are_found", who_can_change="本单位用户，明天可重新上传")
    return looked


def _until_tomorrow() -> int:
    now = clock.now()
    tomorrow = clock.shanghai_midnight(clock.shanghai_date(now) + timedelta(days=1))
    return int((tomorrow - now).total_seconds()) + 1
