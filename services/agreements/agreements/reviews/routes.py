"""审核 and 鉴证 over HTTP, of every kind of agreement."""

from uuid import UUID

from agreements.records import queries as records
from agreements.records.schemas.reviews import Pass, Read, Reject, Return
from agreements.records.schemas.views import AgreementView
from agreements.resources import InTurn, SealedBy
from agreements.reviews import commands, queries
from agreements.reviews.schemas import ReviewAll, ReviewAnswer
from common.auth.access import SchoolReviewer
from common.http.idempotency import Once
from common.http.session import Session, api_router

router = api_router("/v1", "签约审核")


@router.post("/agreements/{agreement_id}/pass")
async def pass_review(
    agreement_id: UUID, actor: SchoolReviewer, session: Session, cipher: SealedBy, body: Read | None = None
) -> AgreementView:
    """审核通过 or 鉴证通过 at one's own step; the school's gives the agreement its number."""
    passed = await commands.decide(session, actor, agreement_id, Pass(version=body.version if body else None))
    return await records.agreement_view(session, cipher, actor, passed)


@router.post("/agreements/{agreement_id}/reject")
async def reject(
    agreement_id: UUID, body: Reject, actor: SchoolReviewer, session: Session, cipher: SealedBy
) -> AgreementView:
    """审核不通过, with a reason from the list and what exactly is wrong."""
    rejected = await commands.decide(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, rejected)


@router.post("/agreements/{agreement_id}/return")
async def return_for_correction(
    agreement_id: UUID, body: Return, actor: SchoolReviewer, session: Session, cipher: SealedBy
) -> AgreementView:
    """退回修改: number and history stay, whoever wrote it corrects it and it is reviewed again."""
    returned = await commands.decide(session, actor, agreement_id, body)
    return await records.agreement_view(session, cipher, actor, returned)


@router.post("/reviews")
async def review_all(
    actor: SchoolReviewer, turn: InTurn, once: Once, body: ReviewAll, session: Session
) -> ReviewAnswer:
    """The same decision on up to 200 agreements, each with a result of its own: a refusal undoes no other."""
    became = await commands.decide_all(session, actor, body.items, body.decided())
    return queries.review_answer(body.items, became)
