"""再次发起签约: what an employer can do about a graduate whose signing has failed (domain §6.15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourites import queries as favourites
from agreements.favourites.queries import Favourite
from agreements.records import errors, store
from agreements.records.queries.situations import Situation, invitation_case, situations_of_invitations
from agreements.records.states import Action, Option, Status
from agreements.records.tables import Agreement
from agreements.signing import states as signing
from common import clock
from common.auth.actors import Actor, EmployerUser
from common.errors import Problem

FAILED = frozenset({Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.REJECTED})
"""After these an employer invites again (guides/000 §5.2, §5.3)."""


@dataclass(frozen=True)
class Again:
    """The favourite that a new invitation would be sent to, if there is one, and whether it can be sent now."""

    favourite_id: UUID | None
    option: Option


async def invitations_again(session: AsyncSession, actor: Actor, rows: Sequence[Agreement]) -> dict[UUID, Again]:
    """For each of an employer's rows whose signing has failed, with the same few statements for any number."""
    if not isinstance(actor, EmployerUser) or actor.employer_id is None:
        return {}
    failed = [row for row in rows if Status(row.status) in FAILED]
    if not failed:
        return {}
    graduates = {row.graduate_id for row in failed}
    held = await favourites.favourites_of_graduates(session, actor.employer_id, graduates)
    around = await situations_of_invitations(session, actor.employer_id, list(held.values()))
    unanswered = {row.graduate_id: row for row in await store.open_invitations(session, actor.employer_id, graduates)}
    return {
        row.id: _again(actor, held.get(row.graduate_id), around.get(row.graduate_id), unanswered.get(row.graduate_id))
        for row in failed
    }


def _again(
    actor: EmployerUser, favourite: Favourite | None, around: Situation | None, unanswered: Agreement | None
) -> Again:
    if favourite is None or around is None:
        gone = errors.NoFavouriteLeft(rule="graduate_is_a_favourite", who_can_change="本单位用户，可重新添加该毕业生")
        return Again(None, Option(Action.INVITE, gone))
    case = invitation_case(favourite, around, unanswered)
    try:
        signing.apply(case, Action.INVITE, actor, clock.now())
    except Problem as refusal:
        return Again(favourite.id, Option(Action.INVITE, refusal))
    return Again(favourite.id, Option(Action.INVITE, None))
