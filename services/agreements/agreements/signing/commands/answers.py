"""The graduate's answers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes import commands as acceptance_codes
from agreements.acceptance_codes.states import Bound, wrong_guess
from agreements.records import errors
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out, carry_out_at_once
from agreements.records.queries import Agreement
from agreements.records.states import Action
from agreements.signing import queries, states
from agreements.signing.schemas import Accept, Accepted, AcceptTerms, Terms
from common import clock
from common.auth.actors import Graduate
from common.service import Context

LOOKS = 3
"""So often an acceptance looks again at what was changed under its hands."""


async def accept(context: Context, actor: Graduate, agreement_id: UUID, read: Accept) -> Accepted:
    """接受: the terms that were read become the agreement, and the review begins.

    Nothing is locked while it is decided; whoever was slower than another change of the agreement or another code
    looks again, and is refused by what they see then.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        TermsChanged: what would be accepted is not what was read.
        AcceptanceCodeRefused: the code does not prove it.
    """
    for _ in range(LOOKS):
        async with context.database.at_once() as connection:
            seen = await records.seen_by_graduate(connection, agreement_id, actor.graduate_id)
            change = states.apply(records.case_of(seen.agreement, seen.around), Action.ACCEPT, actor, clock.now())
            particulars = records.particulars_now(seen.around)
            terms = queries.terms_of(seen.agreement, particulars, context.resources.cipher)
            refuse_other_terms(terms, read)
            bound = Bound(agreement_id, actor.graduate_id, read.version, read.terms_sha256)
            proof = acceptance_codes.prove(context, bound, seen.code, read.code)
            written = await carry_out_at_once(
                connection,
                seen,
                change,
                Told(detail=proof.note),
                tried=proof.tried,
                accepted_at=change.at,
                terms_sha256=terms.terms_sha256,
                review_mode=seen.around.the_settings.review_mode,
                **particulars.columns(),
            )
        if written.done:
            return queries.accepted(seen.agreement, terms)
        if proof.tried and written.wrong_guesses is not None:
            raise wrong_guess(written.wrong_guesses, proof.tried.most_tries)
    raise errors.was_faster()


async def decline(session: AsyncSession, actor: Graduate, agreement_id: UUID) -> Agreement:
    """拒绝: the signing has failed; the employer may invite again."""
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.DECLINE, actor, clock.now())
    return await carry_out(session, agreement, change)


def refuse_other_terms(terms: Terms, read: AcceptTerms, then: str = "接受") -> None:
    """Nobody is bound to what they have not read.

    Args:
        then: what they do once they have read.

    Raises:
        TermsChanged: what would be accepted is not what was read.
    """
    if (terms.version, terms.terms_sha256) == (read.version, read.terms_sha256):
        return
    fact = "签约内容在您阅读后有变化（如单位信息或协议类型）。"
    if terms.version != read.version:
        fact = f"您阅读的是第{read.version}版，现为第{terms.version}版。"
    raise errors.TermsChanged(
        fact,
        rule="terms_are_those_read",
        who_can_change=f"毕业生本人，重新阅读后再{then}",
        remedy=f"请重新阅读签约内容后再{then}。",
        version=terms.version,
    )
