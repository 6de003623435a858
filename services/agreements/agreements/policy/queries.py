"""What screens and other features ask about sign settings."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy import store
from agreements.policy.errors import NoSignSettings
from agreements.policy.schemas import SettingsContact, SettingsView
from agreements.policy.states import AgreementType
from agreements.policy.tables import SignSettings
from common.answers import Coded
from common.auth.actors import SchoolReviewer, SchoolUser
from common.contracts.values.cohort import cohort_label
from common.crypto import Cipher
from common.review import ReviewMode

__all__ = [
    "SignSettings",
    "frozen_contact",
    "settings_of_all",
    "settings_of_school",
    "settings_view",
    "sign_settings",
    "thawed_contact",
]


async def sign_settings(session: AsyncSession, school_code: str, cohort: int) -> SignSettings | None:
    """The settings; None means that signing was never opened."""
    return await store.find(session, school_code, cohort)


async def settings_of_all(
    session: AsyncSession, keys: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], SignSettings]:
    """The settings there are for these schools and cohorts."""
    return {(found.school_code, found.cohort): found for found in await store.find_all(session, keys)}


async def settings_of_school(session: AsyncSession, cipher: Cipher, actor: SchoolReviewer, cohort: int) -> SettingsView:
    """The settings of the actor's school.

    Raises:
        NoSignSettings: there are none for this cohort.
    """
    found = await store.find(session, actor.school_code, cohort)
    if found is None:
        raise NoSignSettings(cohort)
    return settings_view(found, cipher, actor)


def settings_view(settings: SignSettings, cipher: Cipher, actor: SchoolReviewer) -> SettingsView:
    """As screens show them."""
    mode, kind = ReviewMode(settings.review_mode), AgreementType(settings.agreement_type)
    return SettingsView(
        school_code=settings.school_code,
        cohort=settings.cohort,
        cohort_label=cohort_label(settings.cohort),
        version=settings.version,
        signing_open=settings.signing_open,
        supplement_open=settings.supplement_open,
        destinations_open=settings.destinations_open,
        review_mode=Coded(code=mode, label=mode.label),
        rescission_limit=settings.rescission_limit,
        contact=thawed_contact(frozen_contact(settings), cipher),
        agreement_type=Coded(code=kind, label=kind.label),
        updated_at=settings.updated_at,
        editable=isinstance(actor, SchoolUser),
    )


def frozen_contact(settings: SignSettings) -> dict[str, Any]:
    """What an agreement keeps of the settings when it is signed; the phone stays sealed."""
    return {
        "name": settings.contact_name,
        "phone": settings.contact_phone,
        "address": settings.contact_address,
        "postcode": settings.contact_postcode,
    }


def thawed_contact(frozen: dict[str, Any], cipher: Cipher) -> SettingsContact:
    """What is printed, from what an agreement has kept."""
    return SettingsContact.model_construct(**frozen | {"phone": cipher.decrypt(frozen["phone"], store.SEAL)})
