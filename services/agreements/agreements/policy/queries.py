"""What screens and other features ask about sign settings and agreement types."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.queries import edits_of
from agreements.edits.schemas import EditView
from agreements.parties import queries as parties
from agreements.policy import store
from agreements.policy.commands import subject_of, type_subject_of
from agreements.policy.errors import NoSignSettings
from agreements.policy.schemas import TITLES, AgreementTypeView, SchoolState, SettingsContact, SettingsView, shown_value
from agreements.policy.states import AgreementType, settings_state
from agreements.policy.tables import ProvinceAgreementType, SignSettings
from common.answers import Coded
from common.auth.actors import ProvinceUser, SchoolReviewer, SchoolUser
from common.contracts.values.cohort import cohort_label
from common.contracts.values.region import PROVINCES
from common.crypto import Cipher
from common.paging import Page, PageRequest, page_of
from common.review import ReviewMode

__all__ = [
    "SignSettings",
    "agreement_type_of_school",
    "frozen_contact",
    "history_in_province",
    "history_of_school",
    "province_history",
    "province_schools",
    "province_type",
    "province_type_view",
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
    return await settings_view(session, found, cipher, actor)


async def settings_view(
    session: AsyncSession, settings: SignSettings, cipher: Cipher, actor: SchoolReviewer
) -> SettingsView:
    """As screens show them, with what the province has decided."""
    mode = ReviewMode(settings.review_mode)
    kind = await agreement_type_of_school(session, settings.school_code, settings.cohort)
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


async def agreement_type_of_school(session: AsyncSession, school_code: str, cohort: int) -> AgreementType:
    """What an acceptance at this moment would freeze: the province's decision, or 三方协议 until it decides."""
    province_code = await parties.province_of(session, school_code)
    decided = await store.find_type(session, province_code, cohort) if province_code else None
    return AgreementType(decided.agreement_type) if decided else AgreementType.THREE_PARTY


async def history_of_school(
    session: AsyncSession, cipher: Cipher, school_code: str, cohort: int, page: PageRequest
) -> Page[EditView]:
    """Who changed the school's settings, or the type of its present province, and when; the latest first."""
    subjects = [subject_of(school_code, cohort)]
    if province_code := await parties.province_of(session, school_code):
        subjects.append(type_subject_of(province_code, cohort))
    return await edits_of(session, cipher, subjects, TITLES, page, shown_value)


async def province_type(session: AsyncSession, actor: ProvinceUser, cohort: int) -> AgreementTypeView:
    """What counts for the actor's province, decided or by default."""
    return province_type_view(await store.find_type(session, actor.province_code, cohort), actor, cohort)


def province_type_view(decided: ProvinceAgreementType | None, actor: ProvinceUser, cohort: int) -> AgreementTypeView:
    """As screens show it."""
    kind = AgreementType(decided.agreement_type) if decided else AgreementType.THREE_PARTY
    code = actor.province_code
    return AgreementTypeView(
        province=Coded(code=code, label=PROVINCES.get(code, code)),
        cohort=cohort,
        cohort_label=cohort_label(cohort),
        version=decided.version if decided else None,
        agreement_type=Coded(code=kind, label=kind.label),
        review_word=kind.review_word,
        updated_at=decided.updated_at if decided else None,
    )


async def province_history(
    session: AsyncSession, cipher: Cipher, actor: ProvinceUser, cohort: int, page: PageRequest
) -> Page[EditView]:
    """Who of the province decided what, and when; the latest first."""
    return await edits_of(session, cipher, [type_subject_of(actor.province_code, cohort)], TITLES, page, shown_value)


async def history_in_province(
    session: AsyncSession, cipher: Cipher, actor: ProvinceUser, school_code: str, cohort: int, page: PageRequest
) -> Page[EditView]:
    """The same history that a school of the province reads.

    Raises:
        SchoolNotInProvince: it is none of the actor's.
    """
    await parties.school_in_province(session, school_code, actor.province_code)
    return await history_of_school(session, cipher, school_code, cohort, page)


async def province_schools(
    session: AsyncSession, actor: ProvinceUser, cohort: int, page: PageRequest
) -> Page[SchoolState]:
    """All schools of the actor's province by their codes, those without settings too."""
    schools = await parties.schools_of_province(session, actor.province_code, page)
    settings = await settings_of_all(session, {(school.school_code, cohort) for school in schools})
    return page_of(
        schools,
        page,
        lambda school: _school_state(school, settings.get((school.school_code, cohort))),
        lambda school: school.school_code,
    )


def _school_state(school: parties.School, settings: SignSettings | None) -> SchoolState:
    state = settings_state(settings.signing_open if settings else None)
    shown = {"school": Coded(code=school.school_code, label=school.name), "state": Coded(code=state, label=state.label)}
    if settings is None:
        return SchoolState(**shown)
    mode = ReviewMode(settings.review_mode)
    return SchoolState(
        **shown,
        version=settings.version,
        signing_open=settings.signing_open,
        supplement_open=settings.supplement_open,
        destinations_open=settings.destinations_open,
        review_mode=Coded(code=mode, label=mode.label),
        rescission_limit=settings.rescission_limit,
        updated_at=settings.updated_at,
    )
