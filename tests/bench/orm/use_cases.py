"""The use cases that are measured, the usual way."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes.commands import prove_here
from agreements.acceptance_codes.states import Bound
from agreements.access import employer_of
from agreements.favourites.queries import favourite_of
from agreements.parties.tables import Graduate as RosterRow
from agreements.records import queries as records
from agreements.records.commands import Told, numbered
from agreements.records.schemas.letter import Letter
from agreements.records.schemas.reporting import refuse_past_report
from agreements.records.states import Action, Clock
from agreements.records.tables import Agreement
from agreements.relocation.tables import RelocationProfile
from agreements.signing import queries, states
from agreements.signing.commands import invitations
from agreements.signing.commands.answers import refuse_other_terms
from agreements.signing.schemas import Accept, Accepted
from common import clock
from common.auth.actors import EmployerUser, Graduate, SchoolReviewer
from common.crypto import Cipher
from common.database import lock_for_transaction
from common.errors import Problem
from common.service import Context
from tests.bench.orm.changing import begin, carry_out


async def accept(
    session: AsyncSession, context: Context, actor: Graduate, agreement_id: UUID, read: Accept
) -> Accepted:
    """接受, with the code that was sent."""
    agreement = await session.get_one(Agreement, agreement_id, with_for_update=True)
    around = await records.situation_around(session, agreement)
    change = states.apply(records.case_of(agreement, around), Action.ACCEPT, actor, clock.now())
    particulars = records.particulars_now(around)
    terms = queries.terms_of(agreement, particulars, context.resources.cipher)
    refuse_other_terms(terms, read)
    bound = Bound(agreement_id, actor.graduate_id, read.version, read.terms_sha256)
    verdict = await prove_here(session, context, bound, read.code)
    if verdict.refusal is not None:
        raise verdict.refusal
    frozen = {"terms_sha256": terms.terms_sha256, "review_mode": around.the_settings.review_mode}
    columns = {"accepted_at": change.at, **frozen, **particulars.columns()}
    await carry_out(session, agreement, change, Told(detail=verdict.note), **columns)
    return queries.accepted(agreement, terms)


async def pass_review(session: AsyncSession, actor: SchoolReviewer, agreement_id: UUID) -> Agreement:
    """审核通过."""
    agreement = await session.get_one(Agreement, agreement_id, with_for_update=True)
    change = states.apply(records.plain_case(agreement), Action.PASS, actor, clock.now())
    await carry_out(session, agreement, change, signed_at=change.at, **await numbered(session, agreement))
    return agreement


async def invite(session: AsyncSession, cipher: Cipher, actor: EmployerUser, to: UUID, letter: Letter) -> Agreement:
    """发送邀请函 to one."""
    offer = _offer(cipher, actor, letter)
    sent = await _invite(session, offer, to)
    await _keep_relocation(session, cipher, offer)
    return sent


async def invite_all(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, to: Sequence[UUID], letter: Letter
) -> dict[UUID, UUID | Problem]:
    """The same letter to many, one after the other."""
    await lock_for_transaction(session, "invitations", employer_of(actor))
    offer = _offer(cipher, actor, letter)
    became: dict[UUID, UUID | Problem] = {}
    for favourite_id in to:
        try:
            became[favourite_id] = (await _invite(session, offer, favourite_id)).id
        except Problem as refusal:
            became[favourite_id] = refusal
    await _keep_relocation(session, cipher, offer)
    return became


async def expire_overdue(session: AsyncSession, context: Context) -> int:
    """One batch of what nobody answered in time, one after the other. Returns how many."""
    now = clock.now()
    overdue = await records.overdue_for_change(session, now, context.settings.expiry_batch)
    for agreement in overdue:
        change = states.apply(records.plain_case(agreement), Action.EXPIRE, Clock(), now)
        await carry_out(session, agreement, change)
    return len(overdue)


def _offer(cipher: Cipher, actor: EmployerUser, letter: Letter) -> invitations._Offer:
    offer = invitations._Offer(actor, letter, records.sealed_letter(letter, cipher), clock.now())
    refuse_past_report(letter, offer.now)
    return offer


async def _invite(session: AsyncSession, offer: invitations._Offer, favourite_id: UUID) -> Agreement:
    employer_id = employer_of(offer.actor)
    favourite = await favourite_of(session, employer_id, favourite_id)
    # As the real one does: the roster does not change under the invitation's hands.
    await session.get(RosterRow, favourite.graduate_id, with_for_update={"read": True})
    unanswered = await records.open_invitation_for_change(session, employer_id, favourite.graduate_id)
    if unanswered and invitations._is_overdue(unanswered, offer.now):
        expired = states.apply(records.plain_case(unanswered), Action.EXPIRE, Clock(), offer.now)
        await carry_out(session, unanswered, expired)
        unanswered = None
    around = await records.situation_of(
        session, employer_id, favourite.graduate_id, favourite.school_code, favourite.cohort
    )
    change = offer.decide(favourite, around, unanswered)
    return begin(session, change, offer.invitation(favourite, around, change))


async def _keep_relocation(session: AsyncSession, cipher: Cipher, offer: invitations._Offer) -> None:
    if await session.get(RelocationProfile, employer_of(offer.actor)) is None:
        await invitations.keep_relocation(session, cipher, offer.actor, offer.letter)
