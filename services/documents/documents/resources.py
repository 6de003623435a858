"""What documents alone needs while it runs. Routes and reactions find it as `context.resources`."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from common.service import Context
from documents.checks.states import Visits
from documents.storage import DocumentStorage


@dataclass(frozen=True)
class DocumentsResources:
    """The parts every feature of documents may use."""

    storage: DocumentStorage
    inspecting: ThreadPoolExecutor
    visits: Visits
    letters: Visits


@asynccontextmanager
async def documents_resources(context: Context) -> AsyncIterator[DocumentsResources]:
    """Open them. An object store that is away keeps nobody from starting."""
    settings = context.settings
    storage = DocumentStorage(settings.storage)
    await storage.open()
    inspecting = ThreadPoolExecutor(settings.inspections_at_once, thread_name_prefix="inspecting")
    try:
        yield DocumentsResources(
            storage, inspecting, Visits(settings.checks_per_minute), Visits(settings.letters_per_minute)
        )
    finally:
        inspecting.shutdown(wait=False, cancel_futures=True)
