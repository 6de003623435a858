"""Taking the order for the PDF of an agreement, which `issuing` carries out; keeping whether it stands."""

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.contracts.agreements import (
    AgreementDisputed,
    AgreementFacts,
    AgreementInvalidated,
    AgreementRescinded,
    AgreementSigned,
    AgreementVoided,
    ApplicationDiscarded,
    DisputeDismissed,
    OfflineAgreementPrepared,
)
from common.messaging.envelope import Envelope
from documents.agreement import store
from documents.agreement.states import DocumentStatus, new_check_code

STANDINGS: dict[type[AgreementFacts], DocumentStatus] = {
    OfflineAgreementPrepared: DocumentStatus.PREPARED,
    AgreementSigned: DocumentStatus.VALID,
    AgreementRescinded: DocumentStatus.RESCINDED,
    AgreementVoided: DocumentStatus.VOID,
    AgreementInvalidated: DocumentStatus.INVALID,
    ApplicationDiscarded: DocumentStatus.DISCARDED,
}
"""What each piece of news says of an agreement that has a sheet."""


async def order_document(
    session: AsyncSession, news: AgreementSigned | OfflineAgreementPrepared, envelope: Envelope
) -> None:
    """Note that the agreement's PDF is to be issued, once however often the news comes.

    Cheap, and all in the reaction's transaction: peers and the object store are asked later, with no transaction open.
    What is decided here once makes every try draw the same bytes.
    """
    if await store.is_issued(session, news.agreement_id):
        return
    now = clock.now()
    await store.decide_issuance(
        session, news.agreement_id, document_id=uuid7(), check_code=new_check_code(), issued_at=now
    )
    await store.add_order(
        session,
        agreement_id=news.agreement_id,
        number=news.agreement_number,
        employer_id=news.employer_id,
        graduate_id=news.graduate_id,
        school_code=news.school_code,
        cohort=news.cohort,
        next_attempt_at=now,
        correlation_id=envelope.correlationid,
        causation_id=envelope.id,
    )


async def keep_standing(session: AsyncSession, news: AgreementFacts, sequence: int) -> None:
    """Whether the agreement stands from now on, for whoever holds its sheet."""
    await store.keep_standing(session, news.agreement_id, sequence, STANDINGS[type(news)])


async def keep_dispute(session: AsyncSession, news: AgreementDisputed | DisputeDismissed, sequence: int) -> None:
    """Whether a case of “这不是我签的” is open."""
    await store.keep_dispute(session, news.agreement_id, sequence, is_open=isinstance(news, AgreementDisputed))
