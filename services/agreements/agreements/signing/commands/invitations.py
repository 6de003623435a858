"""Inviting one graduate or many, and what the clock does when nobody answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.favourites import queries as favourites
from agreements.favourites.errors import NoSuchFavourite
from agreements.favourites.queries import Favourite
from agreements.parties.commands import hold_graduate, hold_graduates
from agreements.records import errors
from agreements.records import queries as records
from agreements.records.commands import NOTHING, begin, begin_invitations, carry_out_all
from agreements.records.queries import Agreement, Situation
from agreements.records.schemas.letter import Letter
from agreements.records.schemas.reporting import refuse_distant_report, refuse_past_report
from agreements.records.states import Action, Change, Clock, Kind, Status, deadline_of
from agreements.relocation.commands import fill_if_empty
from agreements.signing import states
from common import clock
from common.auth.actors import EmployerUser
from common.crypto import Cipher
from common.database import lock_for_transaction
from common.errors import Problem


async def send_invitation(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, employer_id: UUID, to: UUID, letter: Letter
) -> Agreement:
    """发起签约邀请 to one of the employer's favourites.

    Raises:
        NoSuchFavourite, Conflict: a rule forbids it.
        Invalid: 报到期限 lies in the past, or beyond the year after graduation.
    """
    favourite = await favourites.favourite_of(session, employer_id, to)
    await hold_graduate(session, favourite.graduate_id)
    unanswered = await records.open_invitation_for_change(session, employer_id, favourite.graduate_id)
    offer = _Offer(actor, letter, records.sealed_letter(letter, cipher), clock.now())
    refuse_past_report(letter, offer.now)
    if unanswered and _is_overdue(unanswered, offer.now):
        # The clock may be late; that must not keep anybody from inviting again.
        await _expire(session, [unanswered], offer.now)
        unanswered = None
    around = await records.situation_of(
        session, employer_id, favourite.graduate_id, favourite.school_code, favourite.cohort
    )
    change = offer.decide(favourite, around, unanswered)
    sent = await begin(session, change, **offer.invitation(favourite, around, change))
    await keep_relocation(session, cipher, actor, letter)
    return sent


async def send_invitations(
    session: AsyncSession,
    cipher: Cipher,
    actor: EmployerUser,
    employer_id: UUID,
    to: Sequence[UUID],
    letter: Letter,
) -> dict[UUID, UUID | Problem]:
    """The same letter to many favourites. Each graduate is decided on alone, with the same few statements for all.

    Returns: for each favourite the agreement that began, or why none did.

    Raises:
        Invalid: 报到期限 lies in the past.
    """
    # One of these at a time for each employer: two that overlap would wait for each other's graduates crosswise.
    await lock_for_transaction(session, "invitations", employer_id)
    found = await favourites.favourites_by_id(session, employer_id, to)
    graduates = {favourite.graduate_id for favourite in found.values()}
    await hold_graduates(session, graduates)
    unanswered = await records.open_invitations_for_change(session, employer_id, graduates)
    offer = _Offer(actor, letter, records.sealed_letter(letter, cipher), clock.now())
    refuse_past_report(letter, offer.now)
    await _expire(session, [row for row in unanswered if _is_overdue(row, offer.now)], offer.now)
    open_ones = {row.graduate_id: row for row in unanswered if Status(row.status) is Status.AWAITING_GRADUATE}
    around = await records.situations_of_invitations(session, employer_id, list(found.values()))
    decided = {favourite_id: _decided(offer, found.get(favourite_id), around, open_ones) for favourite_id in to}
    begun = [new for new in decided.values() if not isinstance(new, Problem)]
    sent = await begin_invitations(session, sorted(begun, key=lambda new: new[1]["graduate_id"]))
    if sent:
        await keep_relocation(session, cipher, actor, letter)
    return {favourite_id: _result(new, sent) for favourite_id, new in decided.items()}


async def keep_relocation(session: AsyncSession, cipher: Cipher, actor: EmployerUser, letter: Letter) -> None:
    """The first letter that says where file or household go fills the employer's profile (guides/000 §5.1)."""
    moves = letter.relocation
    if actor.employer_id and moves and (moves.accepts_file or moves.accepts_household):
        await fill_if_empty(session, cipher, actor, actor.employer_id, moves)


async def expire_overdue(session: AsyncSession, limit: int) -> int:
    """One batch of invitations whose deadline has passed without an answer. Returns how many."""
    now = clock.now()
    overdue = await records.overdue_for_change(session, now, limit)
    await _expire(session, overdue, now)
    return len(overdue)


@dataclass(frozen=True)
class _Offer:
    """One letter of one employer at one moment, for one graduate or for many."""

    actor: EmployerUser
    letter: Letter
    sealed: dict[str, Any]
    now: datetime

    def decide(self, favourite: Favourite, around: Situation, unanswered: Agreement | None) -> Change:
        """Whether this graduate can be invited."""
        refuse_distant_report(self.letter, favourite.cohort)
        case = records.invitation_case(favourite, around, unanswered)
        return states.apply(case, Action.INVITE, self.actor, self.now)

    def invitation(self, favourite: Favourite, around: Situation, change: Change) -> dict[str, Any]:
        """Columns of the new agreement."""
        employer, graduate = around.the_employer, around.the_graduate
        return {
            "id": uuid7(),
            "kind": Kind.ONLINE.value,
            "cohort": favourite.cohort,
            "employer_id": employer.employer_id,
            "employer_name": employer.name,
            "graduate_id": favourite.graduate_id,
            "person_index": graduate.person_index,
            "graduate_name": graduate.name,
            "id_number_masked": graduate.id_number_masked,
            "school_code": favourite.school_code,
            "school_name": favourite.school_name,
            "department": graduate.department,
            "level_code": graduate.level_code,
            "major_name": graduate.major_name,
            "job_title": self.letter.job_title,
            "letter": self.sealed,
            "terms_version": 1,
            "valid_days": self.letter.valid_days,
            "deadline": deadline_of(change.at, self.letter.valid_days),
            "invited_at": change.at,
        }


_New = tuple[Change, dict[str, Any]]


def _decided(
    offer: _Offer,
    favourite: Favourite | None,
    around: Mapping[UUID, Situation],
    unanswered: Mapping[UUID, Agreement],
) -> _New | Problem:
    if favourite is None:
        return NoSuchFavourite()
    situation = around[favourite.graduate_id]
    try:
        change = offer.decide(favourite, situation, unanswered.get(favourite.graduate_id))
    except Problem as refusal:
        return refusal
    return change, offer.invitation(favourite, situation, change)


def _result(new: _New | Problem, sent: set[UUID]) -> UUID | Problem:
    if isinstance(new, Problem):
        return new
    agreement_id: UUID = new[1]["id"]
    if agreement_id in sent:
        return agreement_id
    return errors.InvitationStillOpen(
        "本单位刚刚已向该毕业生发出邀请。",
        rule="employer_has_no_open_invitation_to_graduate",
        who_can_change="本单位用户，可撤回或修改邀请",
    )


def _is_overdue(unanswered: Agreement, now: datetime) -> bool:
    return unanswered.deadline is not None and unanswered.deadline <= now


async def _expire(session: AsyncSession, overdue: Sequence[Agreement], now: datetime) -> None:
    changes = [states.apply(records.plain_case(row), Action.EXPIRE, Clock(), now) for row in overdue]
    await carry_out_all(session, [(row, change, NOTHING) for row, change in zip(overdue, changes, strict=True)])
