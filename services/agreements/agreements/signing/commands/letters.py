"""One letter follows another: the old one is kept, the new one has the next version."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.queries import Agreement
from agreements.records.states import Change
from agreements.signing import store


async def replace_letter(
    session: AsyncSession, agreement: Agreement, change: Change, content: dict[str, Any]
) -> dict[str, Any]:
    """Keep the letter of an agreement as it stands.

    Args:
        content: the new letter, sealed.

    Returns: the columns of the new one, to be saved.
    """
    await keep_letter(session, agreement, change)
    return {
        "letter": content,
        "job_title": content["job_title"],
        "terms_version": agreement.terms_version + 1,
    }


async def keep_letter(session: AsyncSession, agreement: Agreement, change: Change) -> None:
    """Keep the letter that the change replaces."""
    await store.keep_letter(
        session,
        agreement_id=agreement.id,
        terms_version=agreement.terms_version,
        letter=agreement.letter,
        valid_days=agreement.valid_days,
        deadline=agreement.deadline,
        replaced_at=change.at,
        because=change.transition.action.value,
        actor_role=change.by.role,
        actor_id=change.by.id,
        actor_name=change.by.name,
    )
