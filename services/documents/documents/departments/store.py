"""The SQL of departments."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import keep_copy
from documents.departments.tables import AgreementDepartment


async def keep(session: AsyncSession, agreement_id: UUID, sequence: int, school_code: str, department: str) -> None:
    """Keep what is newer."""
    said = {"school_code": school_code, "department": department}
    await keep_copy(session, AgreementDepartment, {"agreement_id": agreement_id}, sequence, **said)


async def reads_any(session: AsyncSession, agreement_ids: Collection[UUID], school_code: str, department: str) -> bool:
    """Whether one of these agreements is this department's."""
    theirs = exists().where(
        AgreementDepartment.agreement_id.in_(agreement_ids),
        AgreementDepartment.school_code == school_code,
        AgreementDepartment.department == department,
    )
    return bool(await session.scalar(select(theirs)))
