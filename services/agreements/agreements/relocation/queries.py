"""What screens and other features ask about relocation profiles."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.relocation import store
from agreements.relocation.errors import NoRelocationProfile
from agreements.relocation.schemas import ProfileView, Relocation, relocation_block
from agreements.relocation.tables import RelocationProfile
from common.crypto import Cipher


async def relocation_of(session: AsyncSession, cipher: Cipher, employer_id: UUID) -> Relocation | None:
    """What an invitation starts from."""
    found = await store.find(session, employer_id)
    return store.opened(found.content, cipher) if found else None


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
        content=relocation_block(store.opened(profile.content, cipher)),
    )
