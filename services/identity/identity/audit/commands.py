"""Writing down who looked at what, and who tried to sign in."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import Actor
from common.service import Context
from identity.audit import store
from identity.audit.states import Outcome
from identity.visitors import Visitor

FORGET_BATCH = 5000


async def record_reveal(
    session: AsyncSession, reader: Actor, subject: str, what: str, version: int | None = None
) -> None:
    """Write down that somebody is shown particulars that are masked elsewhere (个人信息保护法 art. 51).

    Args:
        subject: `graduate:<id>`, `employer:<id>`, `employer_user:<id>` or `staff_user:<id>`.
        what: what was shown, a word such as `record` or `contact`.
        version: of the subject's record, where it has versions.
    """
    await store.add_reveal(
        session,
        subject=subject,
        version=version,
        reader=reader.key,
        reader_name=reader.name,
        what=what,
        revealed_at=clock.now(),
    )


async def record_sign_in(
    session: AsyncSession,
    context: Context,
    visitor: Visitor,
    realm: str,
    account_id: UUID | None,
    outcome: Outcome,
    login_index: str | None = None,
) -> None:
    """Write down a try to sign in.

    Args:
        account_id: None when no account has the login name, or nobody looked it up.
        login_index: by which the try finds its owner in that case; so refusing costs the same for every login name.
    """
    await store.add_sign_in(
        session,
        realm=realm,
        account_id=account_id,
        login_index=login_index,
        outcome=outcome,
        address_index=context.resources.cipher.blind_index(visitor.network, "sign_ins.address"),
        address_shown=visitor.shown_address,
        user_agent=visitor.user_agent,
        at=clock.now(),
    )


async def forget_sign_ins(session: AsyncSession, context: Context) -> int:
    """One batch of tries to sign in that need not be kept any longer (domain 4.3, 等保)."""
    before = clock.now() - timedelta(days=context.settings.audit.sign_ins_kept_days)
    return await store.forget_sign_ins(session, before, FORGET_BATCH)
