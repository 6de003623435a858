"""Showing whole numbers for a reason."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import CentreUser
from common.service import Context
from identity.audit.commands import record_reveal
from identity.directory.queries import whole_contacts
from identity.directory.schemas import RevealedContacts
from identity.employers.queries import employer_of


async def reveal(
    session: AsyncSession, context: Context, actor: CentreUser, employer_id: UUID, reason: str
) -> RevealedContacts:
    """The whole numbers of the employer and its users; who saw them, when and why is written down.

    Raises:
        EmployerNotFound: there is none.
    """
    employer = await employer_of(session, employer_id)
    await record_reveal(session, actor, f"employer:{employer_id}", f"contacts：{reason}", employer.version)
    return await whole_contacts(session, context, employer_id)
