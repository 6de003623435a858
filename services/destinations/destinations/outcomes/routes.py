"""Outcomes over HTTP."""

from common.auth.access import Graduate
from common.http.session import Session, api_router
from destinations.outcomes import queries
from destinations.outcomes.schemas import OutcomeView

router = api_router("/v1/outcome", "毕业去向")


@router.get("")
async def read_outcome(actor: Graduate, session: Session) -> OutcomeView:
    """One's own current outcome."""
    return await queries.outcome_of(session, actor.graduate_id)
