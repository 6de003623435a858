"""Taking the order for the PDF of an agreement. `issuing` carries it out."""

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.contracts.agreements import AgreementSigned, OfflineAgreementPrepared
from common.messaging.envelope import Envelope
from documents.agreement import store
from documents.agreement.states import new_check_code


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
        department=news.department,
        cohort=news.cohort,
        next_attempt_at=now,
        correlation_id=envelope.correlationid,
        causation_id=envelope.id,
    )
