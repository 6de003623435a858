"""Uploads as documents tells of them."""

from typing import Any
from uuid import UUID, uuid4

from common.auth.actors import EmployerUser
from common.contracts.documents import FileStored
from common.messaging.consumer import Done
from tests.agreements.world import Person, World


async def uploaded(world: World, owner: Person | EmployerUser | str, purpose: str, **facts: Any) -> str:
    """A file that somebody has just uploaded; its id."""
    event = FileStored.model_validate(
        {
            "file_id": uuid4(),
            "owner": owner if isinstance(owner, str) else owner_key(owner),
            "purpose": purpose,
            "media_type": "image/png",
            "size": 100,
            "sha256": "0" * 64,
            **facts,
        }
    )
    assert await world.harness.deliver(event) == Done()
    return str(event.file_id)


def owner_key(owner: Person | EmployerUser) -> str:
    """As documents writes it."""
    return f"graduate:{owner.id}" if isinstance(owner, Person) else f"employer:{owner.employer_id}"


def ids(*file_ids: str) -> list[UUID]:
    return [UUID(file_id) for file_id in file_ids]
