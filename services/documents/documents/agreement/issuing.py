"""Carrying out what was ordered: fetch, draw, store, then row and event in one short transaction.

A connection is held for the claim and for the record only, never while a peer, the drawing or the object store is
waited for: any number of signatures at once cannot exhaust the pool.
"""

import asyncio
from datetime import timedelta

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.cancelling import stop_if_cancelled
from common.contracts.documents import AgreementIssued
from common.logging import bind_contextvars, get_logger
from common.messaging.outbox import causation, emit
from common.peers import Peers
from common.service import Context
from documents.agreement import store
from documents.agreement.errors import NotPrintable
from documents.agreement.filling import printed_sheet
from documents.agreement.queries import check_url
from documents.agreement.rendering.render import RenderedDocument, render_agreement
from documents.agreement.rendering.sheet import AgreementSheet
from documents.agreement.rendering.spelling import spell_out
from documents.agreement.schemas.peers import Particulars, SignedSheet
from documents.agreement.states import (
    PDF,
    agreement_key,
    delay_after,
    masked_employer,
    masked_person,
)
from documents.agreement.tables import IssueOrder

log = get_logger(__name__)

AT_ONCE = 4
"""Enough that one slow answer does not hold up the others; drawing takes one core anyway."""
LEASE = timedelta(minutes=2)
"""How long one try may take. Whoever dies within it leaves an order that is due again afterwards."""
LONGEST_REASON = 500


async def issue_next(context: Context) -> int:
    """One batch of orders that are due. Returns how many were tried, issued or not."""
    now = clock.now()
    async with context.database.transaction() as claiming:
        orders = await store.claim_orders(claiming, now=now, lease_until=now + LEASE, limit=AT_ONCE)
    await asyncio.gather(*(_try(context, order) for order in orders))
    return len(orders)


async def _try(context: Context, order: IssueOrder) -> None:
    bind_contextvars(correlation_id=order.correlation_id)
    causation.set(str(order.causation_id))
    try:
        await _issue(context, order)
    except Exception as fault:  # whatever it is, this order waits and the others go on
        stop_if_cancelled()
        await _put_off(context, order, fault)


async def _issue(context: Context, order: IssueOrder) -> None:
    signed, graduate = await _facts(context.peers, order)
    sheet = _filled(signed, graduate, order)
    drawable = await asyncio.to_thread(spell_out, sheet)
    url = check_url(context.settings, order.issuance.check_code)
    document = await asyncio.to_thread(render_agreement, drawable, check_url=url)
    key = agreement_key(order.cohort, order.school_code, order.agreement_id)
    await context.resources.storage.put(key, document.pdf, PDF)
    async with context.database.transaction() as recording:
        added = await store.add(
            recording,
            agreement_id=order.agreement_id,
            number=order.number,
            employer_id=order.employer_id,
            graduate_id=order.graduate_id,
            school_code=order.school_code,
            employer_name_masked=masked_employer(signed.employer.name),
            graduate_name_masked=masked_person(graduate.name),
            school_name=signed.school.name,
            object_key=key,
            pages=document.pages,
            size=len(document.pdf),
            sha256=document.sha256,
            spelled_out=drawable is not sheet,
        )
        if added:
            await _announce(recording, order, document, sheet)
        await store.remove_order(recording, order.agreement_id)


async def _facts(peers: Peers, order: IssueOrder) -> tuple[SignedSheet, Particulars]:
    signed = SignedSheet.model_validate(await peers.get("agreements", f"/v1/agreements/{order.agreement_id}/sheet"))
    who = signed.graduate
    path = f"/v1/graduates/{who.graduate_id}/versions/{who.version}/particulars"
    return signed, Particulars.model_validate(await peers.get("identity", path))


def _filled(signed: SignedSheet, graduate: Particulars, order: IssueOrder) -> AgreementSheet:
    issuance = order.issuance
    try:
        return printed_sheet(signed, graduate, check_code=issuance.check_code, issued_at=issuance.issued_at)
    except ValidationError as fault:
        # Without the values: the reason is kept with the order, and they are a person's.
        found = fault.errors(include_input=False, include_url=False, include_context=False)
        entries = ", ".join(f"{'.'.join(map(str, entry['loc']))} {entry['type']}" for entry in found)
        raise NotPrintable(f"{fault.title}: {entries}") from None


async def _announce(
    session: AsyncSession, order: IssueOrder, document: RenderedDocument, sheet: AgreementSheet
) -> None:
    issued = AgreementIssued(
        agreement_id=order.agreement_id,
        document_id=order.issuance.document_id,
        employer_id=order.employer_id,
        graduate_id=order.graduate_id,
        school_code=order.school_code,
        agreement_number=order.number,
        employer_name=sheet.employer.name,
        graduate_name=sheet.graduate.name,
        pages=document.pages,
        sha256=document.sha256,
    )
    await emit(session, issued, sequence=1)
    log.info("agreement issued", agreement_id=str(order.agreement_id), pages=document.pages)


async def _put_off(context: Context, order: IssueOrder, fault: Exception) -> None:
    """Later again, however often: who was away for a night must not leave work for people."""
    reason = f"{type(fault).__name__}: {fault}"[:LONGEST_REASON]
    due = clock.now() + delay_after(order.tries)
    async with context.database.transaction() as session:
        await store.put_off(session, order.agreement_id, next_attempt_at=due, last_error=reason)
    log.warning("agreement not issued yet", agreement_id=str(order.agreement_id), tries=order.tries, reason=reason)
