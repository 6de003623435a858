"""协议编号: cohort (4) + school code (5) + serial within both (7) + check digit (1), 17 digits."""

from sqlalchemy.ext.asyncio import AsyncSession
from stdnum.iso7064 import mod_11_10

from agreements.numbering import store

LENGTH = 17


async def allocate_number(session: AsyncSession, cohort: int, school_code: str) -> str:
    """The next number of the school and cohort, without gaps."""
    return agreement_number(cohort, school_code, await store.next_serial(session, cohort, school_code))


def agreement_number(cohort: int, school_code: str, serial: int) -> str:
    """The number of a serial, with its check digit (ISO 7064 MOD 11,10: one wrong or two swapped digits show)."""
    body = f"{cohort:04d}{school_code}{serial:07d}"
    return body + mod_11_10.calc_check_digit(body)


def is_agreement_number(number: str) -> bool:
    """Whether this can be a number of ours: right length, digits only, right check digit."""
    return len(number) == LENGTH and number.isascii() and number.isdigit() and mod_11_10.is_valid(number)
