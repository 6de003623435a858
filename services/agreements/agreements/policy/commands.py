"""Changing a school's sign settings, and the agreement type of a province."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.commands import record_edit
from agreements.etags import refuse_stale_edit, was_first
from agreements.policy import store
from agreements.policy.schemas import SETTINGS, EditAgreementType, EditSettings
from agreements.policy.states import switch_after
from agreements.policy.tables import ProvinceAgreementType, SignSettings
from common import clock
from common.auth.actors import ProvinceUser, SchoolUser
from common.contracts.agreements import SignSettingsChanged
from common.crypto import Cipher
from common.messaging.outbox import emit


def subject_of(school_code: str, cohort: int) -> str:
    """Under which the history of edits is kept."""
    return f"sign-settings:{school_code}:{cohort}"


def type_subject_of(province_code: str, cohort: int) -> str:
    """Under which the history of a province's decisions is kept."""
    return f"agreement-type:{province_code}:{cohort}"


async def edit_settings(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, cohort: int, wanted: EditSettings, if_match: str | None
) -> SignSettings:
    """Write the settings of one cohort of the actor's own school. What they are already is no edit.

    Raises:
        EditedMeanwhile: somebody else has changed them since they were read.
    """
    current = await store.find_for_change(session, actor.school_code, cohort)
    refuse_stale_edit(current.version if current else None, if_match)
    before = _plain(current, cipher) if current else {}
    after = _wanted(wanted, current)
    if current and after == before:
        return current
    saved = await _save(session, cipher, actor.school_code, cohort, current, after)
    await record_edit(
        session, cipher, subject_of(actor.school_code, cohort), actor, version=saved.version, before=before, after=after
    )
    await emit(session, _said(saved), sequence=saved.version)
    return saved


async def edit_agreement_type(
    session: AsyncSession,
    cipher: Cipher,
    actor: ProvinceUser,
    cohort: int,
    wanted: EditAgreementType,
    if_match: str | None,
) -> ProvinceAgreementType:
    """Decide 两方协议 or 三方协议 for all schools of the actor's province (guides/003 §3).

    It counts from the next acceptance; what was accepted keeps the type it froze. What it is already is no edit.

    Raises:
        EditedMeanwhile: somebody else has changed it since it was read.
    """
    current = await store.find_type_for_change(session, actor.province_code, cohort)
    refuse_stale_edit(current.version if current else None, if_match)
    before = {"agreement_type": current.agreement_type} if current else {}
    after = {"agreement_type": wanted.agreement_type.value}
    if current and after == before:
        return current
    saved = await _save_type(session, actor.province_code, cohort, current, after)
    subject = type_subject_of(actor.province_code, cohort)
    await record_edit(session, cipher, subject, actor, version=saved.version, before=before, after=after)
    return saved


async def _save_type(
    session: AsyncSession,
    province_code: str,
    cohort: int,
    current: ProvinceAgreementType | None,
    after: dict[str, str],
) -> ProvinceAgreementType:
    values: dict[str, Any] = after | {"version": current.version + 1 if current else 1, "updated_at": clock.now()}
    if current:
        return await store.replace_type(session, province_code, cohort, **values)
    first = await store.add_type(session, province_code=province_code, cohort=cohort, **values)
    if first is None:
        raise was_first()
    return first


def _wanted(wanted: EditSettings, current: SignSettings | None) -> dict[str, Any]:
    def switch(wish: bool | None, before: bool) -> bool:
        was_open = current is not None and current.signing_open
        return switch_after(wish, before=before, was_open=was_open, opens=wanted.signing_open)

    return {
        "signing_open": wanted.signing_open,
        "supplement_open": switch(wanted.supplement_open, current is not None and current.supplement_open),
        "destinations_open": switch(wanted.destinations_open, current is not None and current.destinations_open),
        "review_mode": wanted.review_mode.value,
        "rescission_limit": wanted.rescission_limit,
        "contact_name": wanted.contact.name,
        "contact_phone": wanted.contact.phone,
        "contact_address": wanted.contact.address,
        "contact_postcode": wanted.contact.postcode,
    }


async def _save(
    session: AsyncSession,
    cipher: Cipher,
    school_code: str,
    cohort: int,
    current: SignSettings | None,
    after: dict[str, Any],
) -> SignSettings:
    values = after | {
        "contact_phone": store.sealed_phone(after["contact_phone"], cipher),
        "version": current.version + 1 if current else 1,
        "updated_at": clock.now(),
    }
    if current:
        return await store.replace(session, school_code, cohort, **values)
    first = await store.add(session, school_code=school_code, cohort=cohort, **values)
    if first is None:
        raise was_first()
    return first


def _plain(settings: SignSettings, cipher: Cipher) -> dict[str, Any]:
    values = {field: getattr(settings, field) for field in SETTINGS}
    return values | {"contact_phone": store.open_phone(settings, cipher)}


def _said(settings: SignSettings) -> SignSettingsChanged:
    return SignSettingsChanged.model_validate(
        {
            "settings_id": f"{settings.school_code}:{settings.cohort}",
            **{field: getattr(settings, field) for field in SignSettingsChanged.model_fields if field != "settings_id"},
        }
    )
