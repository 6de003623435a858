"""The graduate's answers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes import commands as acceptance_codes
from agreements.acceptance_codes.commands import Tried
from agreements.records import errors
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action
from agreements.signing import queries, states
from agreements.signing.schemas import AcceptTerms, Terms
from common import clock
from common.auth.actors import Graduate
from common.crypto import Cipher


async def accept(
    session: AsyncSession, cipher: Cipher, actor: Graduate, agreement_id: UUID, read: AcceptTerms, tried: Tried
) -> Agreement:
    """接受: the terms that were read become the agreement, and the review begins.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        TermsChanged: what would be accepted is not what was read.
        AcceptanceCodeRefused: the code does not prove it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    around = await records.situation_around(session, agreement)
    change = states.apply(records.case_of(agreement, around), Action.ACCEPT, actor, clock.now())
    particulars = records.particulars_now(around)
    terms = queries.terms_of(agreement, particulars, cipher)
    refuse_other_terms(terms, read)
    note = await acceptance_codes.redeem(session, tried)
    return await carry_out(
        session,
        agreement,
        change,
        Told(detail=note),
        accepted_at=change.at,
        terms_sha256=terms.terms_sha256,
        review_mode=around.the_settings.review_mode,
        **particulars.columns(),
    )


async def decline(session: AsyncSession, actor: Graduate, agreement_id: UUID) -> Agreement:
    """拒绝: the signing has failed; the employer may invite again."""
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.DECLINE, actor, clock.now())
    return await carry_out(session, agreement, change)


def refuse_other_terms(terms: Terms, read: AcceptTerms) -> None:
    """Nobody is bound to what they have not read.

    Raises:
        TermsChanged: what would be accepted is not what was read.
    """
    if (terms.version, terms.terms_sha256) == (read.version, read.terms_sha256):
        return
    raise errors.TermsChanged(
        f"您阅读的是第{read.version}版，现为第{terms.version}版，或内容已变化。",
        rule="terms_are_those_read",
        who_can_change="毕业生本人，重新阅读后再接受",
        version=terms.version,
    )
