"""What the centre sees of employers."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import CentreUser
from common.paging import Page, PageRequest, page_of
from common.service import Context
from identity.accounts.queries import full_mobile, users_of
from identity.corrections.queries import corrections_of
from identity.directory.schemas import EmployerDetail, EmployerLine, RevealedContacts, RevealedUser
from identity.employers.queries import (
    contact,
    data_of,
    described,
    employer_of,
    hidden,
    history,
    particulars,
    search_employers,
    whole,
)
from identity.employers.states import Search
from identity.membership.queries import users_of_employer
from identity.verification.queries import own_verifications
from identity.verification.states import VerificationStatus

MOST_SHOWN = 50


async def employers(session: AsyncSession, wanted: Search, page: PageRequest) -> Page[EmployerLine]:
    """Employers that meet all conditions, the newest first."""
    rows = await search_employers(session, wanted, page)
    return page_of(rows, page, lambda row: EmployerLine(**_line(row)), lambda row: row.id)


async def employer(session: AsyncSession, context: Context, reader: CentreUser, employer_id: UUID) -> EmployerDetail:
    """One employer with its history, users, verifications and corrections.

    Raises:
        EmployerNotFound: there is none.
    """
    found = await employer_of(session, employer_id)
    newest = PageRequest(limit=MOST_SHOWN, after=None)
    versions = await history(session, context, employer_id, newest, hidden)
    return EmployerDetail(
        **_line(found),
        version=found.version,
        data=whole(hidden(data_of(context, found))),
        warnings=described(particulars(found))["warnings"],
        users=await users_of_employer(session, context, reader, employer_id),
        versions=versions.items,
        verifications=await own_verifications(session, context, employer_id),
        corrections=await corrections_of(session, context, reader, employer_id, MOST_SHOWN),
    )


async def whole_contacts(session: AsyncSession, context: Context, employer_id: UUID) -> RevealedContacts:
    """The whole numbers. Whoever calls this writes it down.

    Raises:
        EmployerNotFound: there is none.
    """
    found = await employer_of(session, employer_id)
    mobile = partial(full_mobile, context)
    users = [
        RevealedUser(id=user.id, name=user.name, mobile=mobile(user)) for user in await users_of(session, found.id)
    ]
    return RevealedContacts(contact=contact(context, found), users=users)


def _line(row: Any) -> dict[str, Any]:
    status = VerificationStatus(row.status)
    words = described(particulars(row))
    return {
        "id": row.id,
        "status": {"code": status, "label": status.label},
        **{name: words[name] for name in ("name", "uscc", "nature", "industry", "region")},
        "created_at": row.created_at,
        "verified_at": row.verified_at,
    }
