"""What the school's pass freezes, of every kind of agreement: the printed contact, and the number."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.numbering.commands import allocate_number
from agreements.parties import queries as parties
from agreements.policy import queries as policy
from agreements.policy.errors import NoSignSettings
from agreements.records.tables import Agreement


async def numbered(session: AsyncSession, agreement: Agreement) -> dict[str, Any]:
    """The school's printed contact as it is at this moment, and the number; columns to be saved.

    Raises:
        NoSignSettings: the school has none for the cohort.
    """
    settings = await policy.sign_settings(session, agreement.school_code, agreement.cohort)
    if settings is None:
        raise NoSignSettings(agreement.cohort)
    name = await parties.school_name(session, agreement.school_code)
    return {
        "number": await allocate_number(session, agreement.cohort, agreement.school_code),
        "school": {"name": name, "contact": policy.frozen_contact(settings)},
    }
