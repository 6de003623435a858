"""The SQL of issued agreements."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from common.auth.actors import Actor, DepartmentUser, EmployerUser, Graduate, SchoolUser
from documents.agreement.tables import AgreementDocument, Issuance


async def decide_issuance(
    session: AsyncSession, agreement_id: UUID, *, document_id: UUID, check_code: str, issued_at: datetime
) -> Issuance:
    """These decisions, or those that were taken for this agreement before."""
    values = {"agreement_id": agreement_id, "document_id": document_id, "check_code": check_code}
    decided = insert(Issuance).values(**values, issued_at=issued_at)
    await session.execute(decided.on_conflict_do_nothing(index_elements=[Issuance.agreement_id]))
    return (await session.scalars(select(Issuance).where(Issuance.agreement_id == agreement_id))).one()


async def is_issued(session: AsyncSession, agreement_id: UUID) -> bool:
    """Whether the agreement has its document."""
    found = select(AgreementDocument.agreement_id).where(AgreementDocument.agreement_id == agreement_id)
    return await session.scalar(found) is not None


async def add(session: AsyncSession, **values: Any) -> bool:
    """A new document. Returns False when another delivery of the same news was quicker."""
    added = insert(AgreementDocument).values(**values)
    once = added.on_conflict_do_nothing(index_elements=[AgreementDocument.agreement_id])
    return await session.scalar(once.returning(AgreementDocument.agreement_id)) is not None


async def readable(session: AsyncSession, agreement_id: UUID, actor: Actor) -> AgreementDocument | None:
    """A document, if the actor has a part in the agreement."""
    mine = select(AgreementDocument).where(AgreementDocument.agreement_id == agreement_id, _part_of(actor))
    return await session.scalar(mine)


async def with_check_code(session: AsyncSession, check_code: str) -> AgreementDocument | None:
    """The document with this code on it."""
    coded = select(AgreementDocument).join(AgreementDocument.issuance).where(Issuance.check_code == check_code)
    return await session.scalar(coded.options(contains_eager(AgreementDocument.issuance)))


def _part_of(actor: Actor) -> ColumnElement[bool]:
    document = AgreementDocument
    match actor:
        case EmployerUser(employer_id=UUID() as employer_id):
            return document.employer_id == employer_id
        case Graduate():
            return document.graduate_id == actor.graduate_id
        case SchoolUser():
            return document.school_code == actor.school_code
        case DepartmentUser():
            return (document.school_code == actor.school_code) & (document.department == actor.department)
    return false()
