"""The one place where agreements is put together."""

from pathlib import Path

from agreements.database import Base
from agreements.eligibility.routes import router as eligibility
from agreements.endings.routes import router as endings
from agreements.favourite_imports.routes import router as favourite_imports
from agreements.favourites.routes import router as favourites
from agreements.forms.routes import router as forms
from agreements.jobs import jobs
from agreements.offline.routes import router as offline
from agreements.policy.routes import router as policy
from agreements.policy.routes import types as agreement_types
from agreements.reactions import reactions
from agreements.records.cli import verify_history
from agreements.records.routes import router as records
from agreements.relocation.routes import router as relocation
from agreements.rescission.routes import router as rescission
from agreements.resources import open_resources
from agreements.reviews.routes import router as reviews
from agreements.settings import AgreementsSettings
from agreements.signing.routes import hot as hot_signing
from agreements.signing.routes import router as signing
from agreements.supplement.routes import router as supplement
from common.service import Service

service = Service(
    name="agreements",
    title="签约服务",
    settings=AgreementsSettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=(
        hot_signing,  # first: a request is compared with one route after the other
        policy,
        agreement_types,
        favourites,
        favourite_imports,
        relocation,
        records,
        signing,
        reviews,
        forms,
        offline,
        supplement,
        rescission,
        endings,
        eligibility,
    ),
    reactions=reactions,
    jobs=jobs,
    resources=open_resources,
    commands=[verify_history],
)
