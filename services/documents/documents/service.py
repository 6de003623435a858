"""The one place where documents is put together."""

from pathlib import Path

from common.service import Service
from documents.agreement.routes import router as agreement_router
from documents.checks.routes import CHECK_PATH
from documents.checks.routes import router as checks_router
from documents.database import Base
from documents.jobs import jobs
from documents.letters.routes import router as letters_router
from documents.reactions import reactions
from documents.resources import documents_resources
from documents.settings import DocumentsSettings
from documents.uploads.routes import router as uploads_router

service = Service(
    name="documents",
    title="文件与协议书",
    settings=DocumentsSettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=[uploads_router, agreement_router, letters_router, checks_router],
    reactions=reactions,
    jobs=jobs,
    public_paths=frozenset({CHECK_PATH}),
    resources=documents_resources,
)
