"""Graduates who register what they have signed on paper."""

from typing import Any

import httpx

from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import form
from tests.agreements.world import Person, World


async def proof(world: World, person: Person) -> str:
    """A picture of the paper."""
    return await uploaded(world, person, "agreement_proof")


async def try_to_register(world: World, person: Person, **body: Any) -> httpx.Response:
    files = {} if "file_ids" in body else {"file_ids": [await proof(world, person)]}
    return await world.as_(person).post("/v1/supplements", json=form() | files | body)


async def register(world: World, person: Person, **body: Any) -> dict[str, Any]:
    """In review."""
    answer = await try_to_register(world, person, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def registered(world: World, person: Person, **body: Any) -> dict[str, Any]:
    """The whole way."""
    sent = await register(world, person, **body)
    await world.pass_as(world.department, sent["id"])
    return await world.pass_as(world.school, sent["id"])
