"""选择去向类型 over HTTP."""

from common.contracts.values.cohort import Cohort
from common.http.session import Session, api_router
from destinations.access import Party
from destinations.catalogue import queries
from destinations.catalogue.schemas import Catalogue

router = api_router("/v1/destination-types", "毕业去向类型")


@router.get("")
async def list_types(actor: Party, session: Session, cohort: Cohort | None = None) -> Catalogue:
    """The types with the fields they ask for. A graduate sees those of the own cohort and 培养方式."""
    return await queries.catalogue_of(session, actor, cohort)
