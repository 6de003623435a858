"""What screens and other features ask about relocation profiles."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.relocation import store
from agreements.relocation.errors import NoRelocationProfile
from agreements.relocation.schemas import ProfileView, Relocation, relocation_block
from agreements.relocation.tables import RelocationProfile
from common.crypto import Cipher

SEAL = "relocation.file_phone"


async def relocation_of(session: AsyncSession, cipher: Cipher, employer_id: UUID) -> Relocation | None:
    """What an invitation starts from."""
    found = await store.find(session, employer_id)
    return opened_relocation(found.content, cipher) if found else None


async def profile_of(session: AsyncSession, cipher: Cipher, employer_id: UUID) -> ProfileView:
    """The employer's profile.

    Raises:
        NoRelocationProfile: it is empty.
    """
    found = await store.find(session, employer_id)
    if found is None:
        raise NoRelocationProfile
    return profile_view(found, cipher)


def profile_view(profile: RelocationProfile, cipher: Cipher) -> ProfileView:
    """As screens show it."""
    return ProfileView(
        version=profile.version,
        updated_at=profile.updated_at,
        content=relocation_block(opened_relocation(profile.content, cipher)),
    )


def sealed_relocation(relocation: Relocation, cipher: Cipher) -> dict[str, Any]:
    """As it is stored, in a profile and in a letter."""
    content = relocation.model_dump(mode="json")
    phone = content["file_phone"]
    return content | {"file_phone": cipher.encrypt(phone, SEAL) if phone else None}


def opened_relocation(content: dict[str, Any], cipher: Cipher) -> Relocation:
    """As it was entered. It was checked then and is not checked again: code lists move on, records stay."""
    phone = content["file_phone"]
    return Relocation.model_construct(**content | {"file_phone": cipher.decrypt(phone, SEAL) if phone else None})
