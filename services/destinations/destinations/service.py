"""Destinations, put together."""

from pathlib import Path

from common.service import Service
from destinations.catalogue.routes import router as catalogue_router
from destinations.database import Base
from destinations.outcomes.routes import router as outcomes_router
from destinations.reactions import reactions
from destinations.registration.routes import router as registration_router
from destinations.settings import DestinationsSettings

service = Service(
    name="destinations",
    title="毕业去向登记",
    settings=DestinationsSettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=[catalogue_router, registration_router, outcomes_router],
    reactions=reactions,
)
