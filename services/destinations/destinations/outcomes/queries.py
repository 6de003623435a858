"""What screens ask about outcomes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import Coded
from common.contracts.codes import DESTINATIONS
from destinations.outcomes import store
from destinations.outcomes.schemas import OutcomeView
from destinations.outcomes.states import SOURCE_LABELS


async def outcome_of(session: AsyncSession, graduate_id: UUID) -> OutcomeView:
    """The graduate's one current outcome."""
    found = await store.find(session, graduate_id)
    source = found.source if found else "none"
    code = found.outcome_code if found else None
    return OutcomeView(
        version=found.version if found else 0,
        outcome=Coded(code=code, label=DESTINATIONS.label(code)) if code else None,
        source=Coded(code=source, label=SOURCE_LABELS[source]),
        changed_at=found.changed_at if found else None,
    )
