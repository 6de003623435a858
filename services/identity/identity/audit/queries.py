"""What screens show of the audit."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import EmployerUser, Graduate
from common.paging import Page, PageRequest, page_of
from common.service import Context
from identity.accounts.commands import own_account
from identity.audit import store
from identity.audit.schemas import RevealView, SignInView
from identity.audit.states import REALM_LABELS, SignInFilters


async def last_sign_ins(session: AsyncSession, realm: str, account_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these accounts last signed in through a door, as far back as sign-ins are kept.

    Args:
        realm: the door: `employer`, `staff` or `graduate`.
    """
    return await store.last_sign_ins(session, realm, account_ids)


async def sign_ins_of(session: AsyncSession, account_id: UUID, page: PageRequest) -> Page[SignInView]:
    """Tries to sign in as an account, newest first."""
    return await search_sign_ins(session, SignInFilters(account=account_id), page)


async def search_sign_ins(session: AsyncSession, filters: SignInFilters, page: PageRequest) -> Page[SignInView]:
    """Tries to sign in, newest first."""
    return page_of(await store.search_sign_ins(session, filters, page), page, SignInView.of, lambda row: row.id)


def logins_of(context: Context, login: str) -> tuple[str, ...]:
    """The fingerprints under which tries at a mobile or user name are kept, whatever door it was typed in at."""
    return tuple(
        context.resources.cipher.blind_index(login.strip().lower(), f"sign-in.{realm}") for realm in REALM_LABELS
    )


async def reveals_of(session: AsyncSession, subjects: list[str], page: PageRequest) -> Page[RevealView]:
    """Who was shown the particulars of these subjects, newest first."""
    return page_of(await store.reveals(session, subjects, page), page, RevealView.of, lambda row: row.id)


async def own_subjects(session: AsyncSession, actor: Graduate | EmployerUser) -> list[str]:
    """Under which names reveals of this person's data are kept. The employer's only as long as the account belongs to
    it: a token may be older than the removal."""
    if isinstance(actor, Graduate):
        return [f"graduate:{actor.graduate_id}"]
    own = [f"employer_user:{actor.id}"]
    account = await own_account(session, actor.id)
    return [*own, f"employer:{account.employer_id}"] if account.employer_id else own
