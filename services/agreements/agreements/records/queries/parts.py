"""Parts of an agreement that several screens show."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy.states import AgreementType
from agreements.records.queries.again import Again
from agreements.records.schemas.views import AgreementRow, GraduateView, StatusView
from agreements.records.states import Audience, Kind, Option, Status
from agreements.records.states.turns import who_is_waited_for
from agreements.records.states.words import word_of
from agreements.records.tables import Agreement
from agreements.warnings.queries import warnings_by_name, warnings_for
from agreements.warnings.schemas import WarningView
from common.answers import ActionOption, Coded, action_option
from common.auth.actors import Actor
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.review import ReviewStep

REFUSED = frozenset({Status.REJECTED, Status.SHEET_REJECTED, Status.SUPPLEMENT_REJECTED, Status.COPY_REFUSED})
"""Where a reviewer's 不通过 is why it stands so. Rescissions keep their own."""


def graduate_view(agreement: Agreement, audience: Audience) -> GraduateView:
    """The graduate as the agreement has them; schools see the department that reviews it, as they filter by it.
    Employers are shown school, level and major, not the department (guides/000 §4; 个人信息保护法 art. 6)."""
    departments = {Audience.EMPLOYER: None, Audience.SCHOOL: agreement.reviewing_department}
    return GraduateView(
        graduate_id=agreement.graduate_id,
        name=agreement.graduate_name,
        id_number_masked=agreement.id_number_masked,
        school=Coded(code=agreement.school_code, label=agreement.school_name),
        department=departments.get(audience, agreement.department),
        level=Coded(code=agreement.level_code, label=short_level(agreement.level_code)),
        major=agreement.major_name,
    )


def status_view(agreement: Agreement, audience: Audience) -> StatusView:
    """Where it stands, in the reader's own words."""
    status = Status(agreement.status)
    return StatusView(
        code=status.value,
        label=status.label(audience),
        note=note_of(agreement),
        tab=Coded(code=status.tab.value, label=status.tab.label),
    )


def note_of(agreement: Agreement) -> str | None:
    """The line in brackets under a label (guides/003 fig 7 and 17)."""
    if agreement.status == Status.RESCINDED:
        return "(学校审核通过)"
    step = rejecting_step(agreement)
    return f"({step.label}不通过)" if step else None


def rejecting_step(agreement: Agreement) -> ReviewStep | None:
    """Who did not pass it, as long as that is how it stands: what ends otherwise later keeps what was said in its
    history alone."""
    if agreement.reject_step is None or agreement.status not in REFUSED:
        return None
    return ReviewStep(agreement.reject_step)


def row_view(
    agreement: Agreement,
    audience: Audience,
    options: list[Option],
    warning: WarningView | None,
    again: Again | None = None,
    decided: AgreementType | None = None,
) -> AgreementRow:
    """One line of a list."""
    kind, word = Kind(agreement.kind), review_word(agreement, decided)
    return AgreementRow(
        id=agreement.id,
        version=agreement.version,
        cohort=agreement.cohort,
        cohort_label=cohort_label(agreement.cohort),
        kind=Coded(code=kind.value, label=kind.label),
        status=status_view(agreement, audience),
        review_step=step_view(agreement.review_step),
        initiator=kind.initiator,
        employer_id=agreement.employer_id,
        employer_name=agreement.employer_name,
        warning=warning,
        graduate=graduate_view(agreement, audience),
        job_title=agreement.job_title,
        number=agreement.number,
        invited_at=agreement.invited_at,
        deadline=agreement.deadline,
        updated_at=agreement.updated_at,
        waiting_since=agreement.frozen_at or agreement.waiting_since,
        due_at=agreement.due_at,
        who_is_waited_for=who_is_waited_for(
            Status(agreement.status),
            ReviewStep(agreement.review_step) if agreement.review_step else None,
            frozen=agreement.frozen_at is not None,
            typed_in=agreement.employer_id is None,
        ),
        frozen=agreement.frozen_at is not None,
        changed_on_roster=(agreement.changed_on_roster or []) if audience is Audience.SCHOOL else [],
        favourite_id=again.favourite_id if again else None,
        actions=[_action_view(option, agreement, word) for option in [*options, *([again.option] if again else [])]],
    )


async def warnings_beside(
    session: AsyncSession, actor: Actor, agreements: Sequence[Agreement]
) -> dict[UUID, WarningView]:
    """What the reader is advised about the employers, by `warning_of`'s key; of typed ones by what was typed in."""
    linked = await warnings_for(session, actor, {row.employer_id for row in agreements if row.employer_id})
    typed = {
        row.id: (row.employer["uscc"], row.employer_name) for row in agreements if not row.employer_id and row.employer
    }
    return linked | (await warnings_by_name(session, actor, typed) if typed else {})


def warning_of(warnings: Mapping[UUID, WarningView], agreement: Agreement) -> WarningView | None:
    """What the reader is advised about its employer."""
    return warnings.get(agreement.employer_id or agreement.id)


def step_view(step: str | None) -> Coded | None:
    """A step of the review."""
    return Coded(code=step, label=ReviewStep(step).label) if step else None


def review_word(agreement: Agreement, decided: AgreementType | None = None) -> str:
    """审核 or 鉴证; until the type is frozen, by what the province has decided, and else the commoner one.

    Args:
        decided: what an acceptance would freeze; None where nobody has asked.
    """
    return AgreementType(agreement.agreement_type or decided or AgreementType.THREE_PARTY).review_word


def _action_view(option: Option, agreement: Agreement, word: str) -> ActionOption:
    word = word_of(option.action, Kind(agreement.kind), Status(agreement.status), word)
    return action_option(option.action.value, option.action.label(word), option.refusal)
