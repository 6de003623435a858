"""What those who have a part in an agreement, and the public check, read of its document."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor, DepartmentUser
from documents.agreement import store
from documents.agreement.errors import AgreementNotIssued
from documents.agreement.states import read_check_code
from documents.agreement.tables import AgreementDocument
from documents.departments.queries import reads_any
from documents.settings import DocumentsSettings


async def own_document(session: AsyncSession, actor: Actor, agreement_id: UUID) -> AgreementDocument:
    """The document of an agreement in which the actor has a part.

    Raises:
        AgreementNotIssued: there is none, or the actor has none.
    """
    found = await store.readable(session, agreement_id, actor)
    if found is None or (isinstance(actor, DepartmentUser) and not await reads_any(session, actor, [agreement_id])):
        raise AgreementNotIssued
    return found


async def checked_document(session: AsyncSession, typed_code: str) -> AgreementDocument | None:
    """The document with this check code on it, as anybody who holds the sheet may type it."""
    code = read_check_code(typed_code)
    return await store.with_check_code(session, code) if code else None


def check_url(settings: DocumentsSettings, check_code: str) -> str:
    """The public check page of one document; the QR code carries it."""
    return f"{settings.public_url}/v1/checks/{check_code}"
