"""Identity, put together."""

from pathlib import Path

from common.service import Service
from identity.database import Base
from identity.jobs import jobs
from identity.keys.routes import router as keys_router
from identity.reactions import reactions
from identity.resources import identity_resources
from identity.sessions.routes import router as sessions_router
from identity.settings import IdentitySettings

service = Service(
    name="identity",
    title="账号与身份",
    settings=IdentitySettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=[
        keys_router,
        sessions_router,
    ],
    reactions=reactions,
    jobs=jobs,
    resources=identity_resources,
    public_paths=frozenset(
        {
            "/.well-known/jwks.json",
            "/v1/sessions/employer",
            "/v1/sessions/staff",
            "/v1/sessions/refresh",
        }
    ),
)
