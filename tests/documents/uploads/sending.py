"""Sending a file as a browser does, and making sure that a refused one left nothing behind."""

import httpx

from common.auth.actors import Actor
from common.testing.harness import ServiceHarness
from tests.documents.objects import Objects


async def upload(
    documents: ServiceHarness,
    actor: Actor | None,
    sent: bytes,
    *,
    name: str = "a.png",
    purpose: str = "business_licence",
    key: str | None = None,
) -> httpx.Response:
    """POST a file."""
    headers = {"Idempotency-Key": key} if key else {}
    client = documents.client(actor)
    parts = {"file": (name, sent, "application/octet-stream")}
    return await client.post("/v1/files", headers=headers, data={"purpose": purpose}, files=parts)


async def nothing_happened(documents: ServiceHarness, objects: Objects) -> None:
    """Nothing is stored and nothing is said."""
    assert objects.keys() == []
    assert await documents.rows("SELECT id FROM files") == []
    assert await documents.envelopes() == []
