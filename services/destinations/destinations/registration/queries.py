"""What screens and other features ask about registrations."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.answers import ActionOption, Coded, action_option
from common.auth.actors import Actor, Graduate
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.lifecycle import refusal_of
from common.paging import Page, PageRequest
from common.review import ReviewMode, ReviewStep
from destinations.catalogue.states import type_of
from destinations.copies import queries as copies
from destinations.copies.queries import RosterCopy
from destinations.registration import schemas, store
from destinations.registration.errors import NoSuchDestination
from destinations.registration.rules import TO_REGISTER, Case
from destinations.registration.states import Action, Status, options
from destinations.registration.store import Filters
from destinations.registration.tables import Destination, HistoryRow

__all__ = ["Filters", "approved_code_of", "case_of", "destinations_of", "may_register", "read_destination"]

ROLE_LABELS = {"graduate": "毕业生", "school_user": "学校用户", "department_user": "院系用户", "signing": "系统"}


async def approved_code_of(session: AsyncSession, graduate_id: UUID) -> str | None:
    """The code of the graduate's approved destination."""
    found = await store.current_of(session, graduate_id)
    return found.destination_code if found and found.status == Status.APPROVED else None


async def case_of(
    session: AsyncSession, graduate: RosterCopy, destination: Destination | None, code: str | None = None
) -> Case:
    """What the rules look at, for the graduate's own actions.

    Args:
        code: the type that is chosen; without it the one of the registration.
    """
    settings = await copies.sign_settings_of(session, graduate.school_code, graduate.cohort)
    live = await copies.live_agreement_of(session, graduate.graduate_id)
    other = None if destination else await store.current_of(session, graduate.graduate_id)
    chosen = code or (destination.destination_code if destination else None)
    in_review = destination is not None and destination.status == Status.IN_REVIEW
    mode_now = settings.review_mode if settings else ReviewMode.SCHOOL_ONLY
    return Case(
        status=Status(destination.status) if destination else None,
        review_step=_step(destination),
        review_mode=ReviewMode(destination.review_mode) if destination and in_review else mode_now,
        school_name=graduate.school_name,
        cohort=graduate.cohort,
        training_mode_code=graduate.training_mode_code,
        on_roster=graduate.on_roster,
        type=type_of(chosen, graduate.cohort) if chosen else None,
        destinations_open=settings.destinations_open if settings else None,
        signing_with=live.employer_name if live else None,
        signing_stands=live.standing if live else None,
        current_id=other.id if other else None,
    )


def review_case_of(destination: Destination) -> Case:
    """What the rules look at for reviewers and the system: nothing but the registration itself."""
    return Case(
        status=Status(destination.status),
        review_step=_step(destination),
        review_mode=ReviewMode(destination.review_mode),
        school_name=destination.school_name,
        cohort=destination.cohort,
    )


async def may_register(session: AsyncSession, graduate: RosterCopy) -> ActionOption:
    """Whether the graduate could register something now, and why not."""
    case = await case_of(session, graduate, None)
    return action_option(Action.SUBMIT, Action.SUBMIT.label, refusal_of(TO_REGISTER, case, None, clock.now()))


async def destinations_of(
    session: AsyncSession, actor: Actor, filters: Filters, page: PageRequest
) -> Page[schemas.DestinationRow]:
    """The registrations that are the actor's to see, the latest first."""
    position = page.position(UUID)
    rows = await store.listed(
        session, actor, filters, limit=page.limit + 1, before=position[0] if position is not None else None
    )
    kept = rows[: page.limit]
    schools = await copies.school_names(session, {row.school_code for row in kept})
    items = [schemas.DestinationRow(**await _row(session, actor, row, schools)) for row in kept]
    return Page(items=items, next_cursor=page.cursor_after(kept[-1].id) if len(rows) > page.limit else None)


async def read_destination(session: AsyncSession, actor: Actor, destination_id: UUID) -> schemas.DestinationView:
    """One registration with its history.

    Raises:
        NoSuchDestination: there is none, or it is not the actor's to see.
    """
    found = await store.find(session, actor, destination_id)
    if found is None:
        raise NoSuchDestination
    return await destination_view(session, actor, found)


async def destination_view(session: AsyncSession, actor: Actor, found: Destination) -> schemas.DestinationView:
    """As the actor's screen shows it."""
    history = await store.history_of(session, found.id)
    labels = {spec.name: spec.label for spec in type_of(found.destination_code, found.cohort).fields}
    mode = ReviewMode(found.review_mode)
    schools = await copies.school_names(session, [found.school_code])
    return schemas.DestinationView(
        **await _row(session, actor, found, schools),
        review_mode=Coded(code=mode, label=mode.label),
        fields=[
            schemas.FilledField(name=name, label=labels.get(name, name), value=value)
            for name, value in found.fields.items()
        ],
        reject_reason=found.reject_reason,
        history=[_history_entry(row, actor, found.cohort) for row in history],
    )


async def _row(
    session: AsyncSession, actor: Actor, found: Destination, schools: Mapping[str, str]
) -> dict[str, object]:
    kind = type_of(found.destination_code, found.cohort)
    status, step = Status(found.status), _step(found)
    return {
        "id": found.id,
        "version": found.version,
        "cohort": found.cohort,
        "cohort_label": cohort_label(found.cohort),
        "destination": Coded(code=kind.code, label=kind.label),
        "status": Coded(code=status, label=status.label),
        "review_step": Coded(code=step, label=step.label) if step else None,
        "graduate": _graduate_view(found, schools.get(found.school_code, found.school_name)),
        "submitted_at": found.submitted_at,
        "updated_at": found.updated_at,
        "actions": await _actions(session, actor, found),
    }


async def _actions(session: AsyncSession, actor: Actor, found: Destination) -> list[ActionOption]:
    case = review_case_of(found)
    if isinstance(actor, Graduate) and found.status == Status.DRAFT:
        case = await case_of(session, await copies.graduate_of(session, found.graduate_id), found)
    return [
        action_option(option.action, option.action.label, option.refusal)
        for option in options(case, actor, clock.now())
    ]


def _graduate_view(found: Destination, school_name: str) -> schemas.GraduateView:
    return schemas.GraduateView(
        graduate_id=found.graduate_id,
        name=found.graduate_name,
        id_number_masked=found.id_number_masked,
        school=Coded(code=found.school_code, label=school_name),
        department=found.department,
        level=Coded(code=found.level_code, label=short_level(found.level_code)),
        major=found.major_name,
    )


def _history_entry(row: HistoryRow, actor: Actor, cohort: int) -> schemas.HistoryEntry:
    role = ROLE_LABELS[row.actor_role]
    hidden = isinstance(actor, Graduate) and row.actor_role != actor.role
    action, status, kind = Action(row.action), Status(row.to_status), type_of(row.destination_code, cohort)
    step = ReviewStep(row.at_step) if row.at_step else None
    return schemas.HistoryEntry(
        at=row.at,
        action=Coded(code=action, label=action.label),
        by=role if hidden else row.actor_name,
        by_role=role,
        status=Coded(code=status, label=status.label),
        review_step=Coded(code=step, label=step.label) if step else None,
        destination=Coded(code=kind.code, label=kind.label),
        reason=row.reason,
    )


def _step(destination: Destination | None) -> ReviewStep | None:
    return ReviewStep(destination.review_step) if destination and destination.review_step else None
