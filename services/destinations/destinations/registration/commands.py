"""Registering, reviewing and voiding a destination: load, let the table decide, save, say."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor, Graduate, SchoolReviewer
from common.contracts.identity import GraduateFacts
from common.lifecycle import Change
from common.messaging.outbox import emit
from destinations.catalogue.states import check_fields, type_of
from destinations.copies import queries as copies
from destinations.copies.commands import lock_graduate
from destinations.outcomes.commands import Whose, settle_outcome
from destinations.registration import store
from destinations.registration.errors import NoSuchDestination
from destinations.registration.queries import case_of, review_case_of
from destinations.registration.schemas import Submit
from destinations.registration.states import Action, Signing, Status, apply
from destinations.registration.tables import Destination

FROM_ROSTER = ("school_name", "id_number_masked", "department", "level_code", "major_name")


async def register(session: AsyncSession, actor: Graduate, wanted: Submit) -> Destination:
    """Register a destination; the review begins.

    Raises:
        UnknownType, FieldsRefused: the form does not fit.
        Conflict: a rule forbids it, see `rules.TO_REGISTER`.
    """
    await lock_graduate(session, actor.graduate_id)
    graduate = await copies.graduate_of(session, actor.graduate_id)
    case = await case_of(session, graduate, None, wanted.destination_code)
    change = apply(case, Action.SUBMIT, actor, clock.now())
    destination = await store.add(
        session,
        id=uuid7(),
        graduate_id=graduate.graduate_id,
        cohort=graduate.cohort,
        school_code=graduate.school_code,
        graduate_name=graduate.name,
        **{field: getattr(graduate, field) for field in FROM_ROSTER},
        **_submitted(change, wanted, graduate.cohort, case.review_mode),
    )
    await _record(session, destination, change, None)
    return destination


async def resubmit(session: AsyncSession, actor: Graduate, destination_id: UUID, wanted: Submit) -> Destination:
    """Submit a draft, as it was or edited; even the type may be another one.

    Raises:
        NoSuchDestination: it is not the graduate's.
        UnknownType, FieldsRefused, Conflict: as for `register`.
    """
    destination = await _open(session, actor, destination_id)
    graduate = await copies.graduate_of(session, actor.graduate_id)
    case = await case_of(session, graduate, destination, wanted.destination_code)
    change = apply(case, Action.SUBMIT, actor, clock.now())
    return await _save(session, destination, change, **_submitted(change, wanted, destination.cohort, case.review_mode))


async def withdraw(session: AsyncSession, actor: Graduate, destination_id: UUID) -> Destination:
    """撤回修改: back to a draft, before anybody has reviewed it."""
    return await _act(session, actor, destination_id, Action.WITHDRAW)


async def void(session: AsyncSession, actor: Graduate, destination_id: UUID) -> Destination:
    """作废 of an approved destination by the graduate; nobody reviews that (guides/004 §8.2)."""
    return await _act(session, actor, destination_id, Action.VOID)


async def pass_review(session: AsyncSession, actor: SchoolReviewer, destination_id: UUID) -> Destination:
    """The department's or the school's 审核通过."""
    return await _act(session, actor, destination_id, Action.PASS)


async def reject(session: AsyncSession, actor: SchoolReviewer, destination_id: UUID, reason: str) -> Destination:
    """审核不通过: it is void, the graduate registers anew (guides/003 §8)."""
    return await _act(session, actor, destination_id, Action.REJECT, reason)


async def give_way_to_signing(session: AsyncSession, graduate_id: UUID, submitted_before: datetime | None) -> None:
    """The graduate signs: an approved destination becomes 已作废, one in review a draft (guides/003 §8, the last note).

    Args:
        submitted_before: leave later registrations alone; None when an agreement is live now, which allows none at all.
    """
    found = await store.current_of(session, graduate_id)
    if found is None or found.status == Status.DRAFT:
        return
    if submitted_before is not None and found.submitted_at > submitted_before:
        return
    change = apply(review_case_of(found), Action.GIVE_WAY, Signing(), clock.now())
    await _save(session, found, change)


async def follow_roster(session: AsyncSession, event: GraduateFacts) -> None:
    """The roster was corrected: lists and reviews go by what it says now."""
    values = {field: getattr(event, field) for field in FROM_ROSTER} | {"graduate_name": event.name}
    await store.follow_roster(session, event.graduate_id, values)


async def _act(
    session: AsyncSession, actor: Actor, destination_id: UUID, action: Action, reason: str | None = None
) -> Destination:
    destination = await _open(session, actor, destination_id)
    change = apply(review_case_of(destination), action, actor, clock.now())
    rejected = {"reject_reason": reason} if action is Action.REJECT else {}
    return await _save(session, destination, change, reason, **rejected)


async def _open(session: AsyncSession, actor: Actor, destination_id: UUID) -> Destination:
    """The registration, after everybody who was before us with this graduate is done."""
    seen = await store.find(session, actor, destination_id)
    if seen is None:
        raise NoSuchDestination
    await lock_graduate(session, seen.graduate_id)
    found = await store.find_for_change(session, actor, destination_id)
    if found is None:
        raise NoSuchDestination
    return found


def _submitted(change: Change, wanted: Submit, cohort: int, mode: Any) -> dict[str, Any]:
    kind = type_of(wanted.destination_code, cohort)
    return {
        "status": change.status.value,
        "destination_code": kind.code,
        "fields": check_fields(kind, wanted.fields),
        "review_mode": mode.value,
        "review_step": change.review_step.value if change.review_step else None,
        "submitted_at": change.at,
        "updated_at": change.at,
    }


async def _save(
    session: AsyncSession, destination: Destination, change: Change, reason: str | None = None, **values: Any
) -> Destination:
    step_before = destination.review_step
    standing = {
        "status": change.status.value,
        "review_step": change.review_step.value if change.review_step else None,
        "updated_at": change.at,
    }
    saved = await store.save(session, destination, **(standing | values))
    await _record(session, saved, change, step_before, reason)
    return saved


async def _record(
    session: AsyncSession, saved: Destination, change: Change, at_step: str | None, reason: str | None = None
) -> None:
    await store.add_history(
        session,
        destination_id=saved.id,
        version=saved.version,
        at=change.at,
        actor_role=change.by.role,
        actor_id=change.by.id,
        actor_name=change.by.name,
        action=change.transition.action.value,
        from_status=change.transition.source.value if change.transition.source else None,
        to_status=change.status.value,
        at_step=at_step,
        destination_code=saved.destination_code,
        fields=saved.fields,
        reason=reason,
    )
    await _say(session, saved, change, reason)
    whose = Whose(saved.graduate_id, saved.school_code, saved.department, saved.cohort)
    approved = saved.destination_code if saved.status == Status.APPROVED else None
    await settle_outcome(session, whose, approved)


async def _say(session: AsyncSession, saved: Destination, change: Change, reason: str | None) -> None:
    kind = change.transition.event
    cause: Literal["graduate", "signing"] = "signing" if isinstance(change.by, Signing) else "graduate"
    facts = {
        "destination_id": saved.id,
        **{field: getattr(saved, field) for field in ("graduate_id", "graduate_name", "school_code", "department")},
        "cohort": saved.cohort,
        "destination_code": saved.destination_code,
        "review_step": saved.review_step,
        "reason": reason,
        "cause": cause,
    }
    event = kind.model_validate({name: facts[name] for name in kind.model_fields})
    await emit(session, event, sequence=saved.version)
