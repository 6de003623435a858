"""A signed agreement with both its sides."""

from dataclasses import dataclass

import pytest

from common.auth.actors import EmployerUser
from tests.agreements.world import Person, World


@dataclass(frozen=True)
class Signed:
    """Who signed, and what."""

    employer: EmployerUser
    person: Person
    id: str


@pytest.fixture
async def signed(world: World) -> Signed:
    employer, person = await world.employer(), await world.graduate()
    return Signed(employer, person, (await world.signed(employer, person))["id"])
