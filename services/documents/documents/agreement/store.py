"""The SQL of issued agreements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from common.auth.actors import Actor, DepartmentUser, EmployerUser, Graduate, SchoolUser
from common.database import keep_copy
from documents.agreement.states import DocumentStatus
from documents.agreement.tables import AgreementDispute, AgreementDocument, AgreementStanding, Issuance, IssueOrder


async def decide_issuance(
    session: AsyncSession, agreement_id: UUID, *, document_id: UUID, check_code: str, issued_at: datetime
) -> None:
    """Keep these decisions, unless others were taken for this agreement before."""
    decided = insert(Issuance).values(
        agreement_id=agreement_id, document_id=document_id, check_code=check_code, issued_at=issued_at
    )
    await session.execute(decided.on_conflict_do_nothing(index_elements=[Issuance.agreement_id]))


async def add_order(session: AsyncSession, **values: Any) -> None:
    """A new order; the second one for the same agreement changes nothing."""
    ordered = insert(IssueOrder).values(**values)
    await session.execute(ordered.on_conflict_do_nothing(index_elements=[IssueOrder.agreement_id]))


async def claim_orders(
    session: AsyncSession, *, now: datetime, lease_until: datetime, limit: int
) -> Sequence[IssueOrder]:
    """The next orders, ours until the lease ends. Those that another worker is claiming are passed over."""
    due = select(IssueOrder).where(IssueOrder.next_attempt_at <= now).order_by(IssueOrder.next_attempt_at)
    orders = (await session.scalars(due.limit(limit).with_for_update(of=IssueOrder, skip_locked=True))).all()
    for order in orders:
        order.next_attempt_at = lease_until
        order.tries += 1
    return orders


async def put_off(session: AsyncSession, agreement_id: UUID, *, next_attempt_at: datetime, last_error: str) -> None:
    """Note when an order is tried again, and why it was not carried out."""
    order = update(IssueOrder).where(IssueOrder.agreement_id == agreement_id)
    await session.execute(order.values(next_attempt_at=next_attempt_at, last_error=last_error))


async def remove_order(session: AsyncSession, agreement_id: UUID) -> None:
    """It is carried out."""
    await session.execute(delete(IssueOrder).where(IssueOrder.agreement_id == agreement_id))


async def is_issued(session: AsyncSession, agreement_id: UUID) -> bool:
    """Whether the agreement has its document."""
    found = select(AgreementDocument.agreement_id).where(AgreementDocument.agreement_id == agreement_id)
    return await session.scalar(found) is not None


async def keep_standing(session: AsyncSession, agreement_id: UUID, sequence: int, status: DocumentStatus) -> None:
    """Keep what is newer."""
    key = {"agreement_id": agreement_id}
    await keep_copy(session, AgreementStanding, key, sequence, status=status.value)


async def keep_dispute(session: AsyncSession, agreement_id: UUID, sequence: int, *, is_open: bool) -> None:
    """Keep what is newer."""
    await keep_copy(session, AgreementDispute, {"agreement_id": agreement_id}, sequence, is_open=is_open)


async def add(session: AsyncSession, **values: Any) -> bool:
    """A new document. Returns False when another worker was quicker."""
    added = insert(AgreementDocument).values(**values)
    once = added.on_conflict_do_nothing(index_elements=[AgreementDocument.agreement_id])
    return await session.scalar(once.returning(AgreementDocument.agreement_id)) is not None


async def readable(session: AsyncSession, agreement_id: UUID, actor: Actor) -> AgreementDocument | None:
    """A document, if the actor has a part in the agreement; of departments, if it is their school's."""
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
        case SchoolUser() | DepartmentUser():
            return document.school_code == actor.school_code
    return false()
