"""Lists of agreements and one agreement whole, for each of its readers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy import queries as policy
from agreements.policy.states import AgreementType
from agreements.records import states, store
from agreements.records.queries import parts
from agreements.records.queries.actions import options_of
from agreements.records.queries.letters import letter_of
from agreements.records.queries.particulars import employer_view
from agreements.records.queries.situations import (
    case_of,
    plain_case,
    rescissions_left,
    situation_around,
    situations_around,
)
from agreements.records.schemas.letter import contact_block, job_block, letter_relocation
from agreements.records.schemas.views import (
    AgreementRow,
    AgreementView,
    RejectionView,
    ReviewView,
    TimelineEntry,
)
from agreements.records.states import Action, Audience, Option, RejectReason, Status, chain, reason_label
from agreements.records.store import Filters
from agreements.records.tables import Agreement, HistoryRow
from agreements.rescission import queries as rescissions
from agreements.warnings.queries import warnings_for
from agreements.warnings.schemas import WarningView
from common import clock
from common.answers import Coded
from common.auth.actors import ROLES, Actor, Graduate
from common.crypto import Cipher
from common.paging import Page, PageRequest, page_of
from common.review import ReviewMode, ReviewStep


async def agreements_of(session: AsyncSession, actor: Actor, filters: Filters, page: PageRequest) -> Page[AgreementRow]:
    """What the actor may see, the latest invitation first."""
    rows = await store.listed(session, actor, filters, limit=page.limit + 1, before=page.position(UUID))
    options = await _options_of_all(session, actor, rows)
    warnings = await warnings_for(session, actor, {row.employer_id for row in rows if row.employer_id})
    audience = states.audience_of(actor)

    def line(row: Agreement) -> AgreementRow:
        return parts.row_view(row, audience, options[row.id], _warning(warnings, row))

    return page_of(rows, page, line, lambda row: row.id)


async def agreement_whole(session: AsyncSession, cipher: Cipher, actor: Actor, agreement_id: UUID) -> AgreementView:
    """One agreement with its timeline and what the reader can do.

    Raises:
        NoSuchAgreement: there is none, or the actor has no part in it.
    """
    agreement = await store.find(session, agreement_id, actor)
    return await agreement_view(session, cipher, actor, agreement)


async def agreement_view(session: AsyncSession, cipher: Cipher, actor: Actor, agreement: Agreement) -> AgreementView:
    """The same, of an agreement that is at hand."""
    audience = states.audience_of(actor)
    around = await situation_around(session, agreement)
    history = await store.history(session, agreement.id)
    letter = letter_of(agreement, cipher)
    warnings = await warnings_for(session, actor, [agreement.employer_id] if agreement.employer_id else [])
    options = options_of(actor, case_of(agreement, around), clock.now())
    row = parts.row_view(agreement, audience, options, _warning(warnings, agreement))
    return AgreementView(
        **dict(row),
        agreement_type=_type_view(agreement),
        valid_days=agreement.valid_days,
        employer=employer_view(agreement, around),
        job=job_block(letter),
        contact=contact_block(letter),
        relocation=letter_relocation(letter),
        school_contact=policy.thawed_contact(agreement.school["contact"], cipher) if agreement.school else None,
        review=_review(agreement),
        rejection=_rejection(agreement),
        accepted_at=agreement.accepted_at,
        signed_at=agreement.signed_at,
        rescission=await rescissions.rescission_of(
            session, agreement.rescission_id, Status(agreement.status), audience
        ),
        rescissions_left=rescissions_left(agreement, around) if audience is Audience.GRADUATE else None,
        rescission_reasons=[] if audience is Audience.SCHOOL else rescissions.reasons(),
        rulings=rescissions.rulings() if audience is Audience.SCHOOL else [],
        timeline=[_entry(entry, agreement, audience) for entry in history],
        history_sha256=history[-1].sha256[: chain.SHORT] if history else None,
        reject_reasons=_reject_reasons() if audience is Audience.SCHOOL else [],
    )


async def _options_of_all(session: AsyncSession, actor: Actor, rows: Sequence[Agreement]) -> dict[UUID, list[Option]]:
    """Only a graduate's answers depend on more than the row itself."""
    if isinstance(actor, Graduate):
        around = await situations_around(session, actor.graduate_id, rows)
        return {row.id: options_of(actor, case_of(row, around[row.id]), clock.now()) for row in rows}
    return {row.id: options_of(actor, plain_case(row), clock.now()) for row in rows}


def _warning(warnings: dict[UUID, WarningView], agreement: Agreement) -> WarningView | None:
    return warnings.get(agreement.employer_id) if agreement.employer_id else None


def _type_view(agreement: Agreement) -> Coded | None:
    if agreement.agreement_type is None:
        return None
    return Coded(code=agreement.agreement_type, label=AgreementType(agreement.agreement_type).label)


def _review(agreement: Agreement) -> ReviewView | None:
    if agreement.review_mode is None:
        return None
    mode = Coded(code=agreement.review_mode, label=ReviewMode(agreement.review_mode).label)
    return ReviewView(mode=mode, step=parts.step_view(agreement.review_step))


def _rejection(agreement: Agreement) -> RejectionView | None:
    step = parts.step_view(agreement.reject_step)
    if step is None or agreement.reject_reason is None or agreement.reject_detail is None:
        return None
    reason = Coded(code=agreement.reject_reason, label=RejectReason(agreement.reject_reason).label)
    return RejectionView(step=step, reason=reason, detail=agreement.reject_detail)


def _entry(entry: HistoryRow, agreement: Agreement, audience: Audience) -> TimelineEntry:
    role = ROLES[entry.actor_role].label if entry.actor_role in ROLES else states.Clock.label
    staff = entry.at_step is not None
    label = Action(entry.action).label(parts.review_word(agreement))
    step = ReviewStep(entry.at_step).label.removesuffix("审核") if entry.at_step else ""
    return TimelineEntry(
        at=entry.at,
        action=Coded(code=entry.action, label=f"{step}{label}"),
        by=entry.actor_name if not staff or audience is Audience.SCHOOL else role,
        by_role=role,
        status=Status(entry.to_status).label(audience),
        reason=reason_label(entry.reason) if entry.reason else None,
        detail=entry.detail,
    )


def _reject_reasons() -> list[Coded]:
    return [Coded(code=reason.value, label=reason.label) for reason in RejectReason]
