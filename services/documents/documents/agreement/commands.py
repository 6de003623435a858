"""Issuing the PDF of a signed agreement."""

import asyncio
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.contracts.agreements import AgreementSigned
from common.contracts.documents import AgreementIssued
from common.logging import get_logger
from common.messaging.outbox import emit
from common.messaging.reactions import Poison
from common.peers import Peers
from common.service import Context
from documents.agreement import store
from documents.agreement.filling import printed_sheet
from documents.agreement.queries import check_url
from documents.agreement.rendering.render import RenderedDocument, render_agreement
from documents.agreement.rendering.sheet import AgreementSheet
from documents.agreement.rendering.spelling import spell_out
from documents.agreement.schemas.peers import Particulars, SignedSheet
from documents.agreement.states import (
    DocumentStatus,
    agreement_key,
    masked_employer,
    masked_person,
    new_check_code,
)
from documents.agreement.tables import Issuance

log = get_logger(__name__)

PDF = "application/pdf"


async def issue_agreement(session: AsyncSession, context: Context, news: AgreementSigned) -> None:
    """Draw, store and announce the PDF, once for each agreement however often the news comes.

    Everything slow happens before the first write of a row. A crash in between leaves an object that the next try
    replaces with the same bytes.

    Raises:
        PeerUnavailable, PeerRefused, StorageUnavailable: the news comes again later.
        Poison: the agreement holds something that no sheet can print.
    """
    if await store.is_issued(session, news.agreement_id):
        return
    issuance = await _decided(context, news.agreement_id)
    signed, graduate = await _facts(context.peers, news.agreement_id)
    sheet = _filled(signed, graduate, issuance)
    drawable = await asyncio.to_thread(spell_out, sheet)
    url = check_url(context.settings, issuance.check_code)
    document = await asyncio.to_thread(render_agreement, drawable, check_url=url)
    key = agreement_key(news.cohort, news.school_code, news.agreement_id)
    await context.resources.storage.put(key, document.pdf, PDF)
    added = await store.add(
        session,
        agreement_id=news.agreement_id,
        number=news.agreement_number,
        **{name: getattr(news, name) for name in ("employer_id", "graduate_id", "school_code", "department")},
        employer_name_masked=masked_employer(signed.employer.name),
        graduate_name_masked=masked_person(graduate.name),
        school_name=signed.school.name,
        status=DocumentStatus.VALID,
        object_key=key,
        pages=document.pages,
        size=len(document.pdf),
        sha256=document.sha256,
        spelled_out=drawable is not sheet,
    )
    if added:
        await _announce(session, news, issuance, document)


async def _decided(context: Context, agreement_id: UUID) -> Issuance:
    """Kept in a transaction of its own: a try that fails later must not leave the next one with another code."""
    async with context.database.transaction() as own:
        return await store.decide_issuance(
            own, agreement_id, document_id=uuid7(), check_code=new_check_code(), issued_at=clock.now()
        )


async def _facts(peers: Peers, agreement_id: UUID) -> tuple[SignedSheet, Particulars]:
    signed = SignedSheet.model_validate(await peers.get("agreements", f"/v1/agreements/{agreement_id}/sheet"))
    who = signed.graduate
    path = f"/v1/graduates/{who.graduate_id}/versions/{who.version}/particulars"
    return signed, Particulars.model_validate(await peers.get("identity", path))


def _filled(signed: SignedSheet, graduate: Particulars, issuance: Issuance) -> AgreementSheet:
    try:
        return printed_sheet(signed, graduate, check_code=issuance.check_code, issued_at=issuance.issued_at)
    except ValidationError as fault:
        # Without the values: the reason is kept with the dead letter, and they are a person's.
        found = fault.errors(include_input=False, include_url=False, include_context=False)
        entries = ", ".join(f"{'.'.join(map(str, entry['loc']))} {entry['type']}" for entry in found)
        raise Poison(f"agreement {issuance.agreement_id} cannot be printed: {fault.title}: {entries}") from None


async def _announce(
    session: AsyncSession, news: AgreementSigned, issuance: Issuance, document: RenderedDocument
) -> None:
    issued = AgreementIssued(
        agreement_id=news.agreement_id,
        document_id=issuance.document_id,
        employer_id=news.employer_id,
        graduate_id=news.graduate_id,
        school_code=news.school_code,
        agreement_number=news.agreement_number,
        pages=document.pages,
        sha256=document.sha256,
    )
    await emit(session, issued, sequence=1)
    log.info("agreement issued", agreement_id=str(news.agreement_id), pages=document.pages)
