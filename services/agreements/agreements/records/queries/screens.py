"""One agreement whole, for each of its readers."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings import queries as endings
from agreements.policy import queries as policy
from agreements.policy.states import AgreementType
from agreements.records import states, store
from agreements.records.queries import parts
from agreements.records.queries.actions import options_of
from agreements.records.queries.again import invitations_again
from agreements.records.queries.letters import current_letter
from agreements.records.queries.particulars import employer_view
from agreements.records.queries.progress import progress_view
from agreements.records.queries.situations import (
    case_of,
    rescissions_left,
    situation_around,
)
from agreements.records.schemas.fields import TITLES
from agreements.records.schemas.letter import contact_block, job_block, letter_relocation
from agreements.records.schemas.views import (
    AgreementView,
    RejectionView,
    ReviewView,
    TimelineEntry,
)
from agreements.records.states import Action, Audience, Kind, RejectReason, Status, chain, reason_label
from agreements.records.states.words import word_of
from agreements.records.tables import Agreement, HistoryRow
from agreements.rescission import queries as rescissions
from common import clock
from common.answers import Coded
from common.auth.actors import ROLES, Actor, DepartmentUser, SchoolUser
from common.crypto import Cipher
from common.review import ReviewMode, ReviewStep

STAFF = (SchoolUser.role, DepartmentUser.role)
REVIEWED = (
    Action.PASS,
    Action.REJECT,
    Action.RETURN,
    Action.PASS_RESCISSION,
    Action.REJECT_RESCISSION,
    Action.RETURN_RESCISSION,
)


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
    done = {entry.action for entry in history}
    if Action.DISMISS_DISPUTE in done:
        around = replace(around, dismissed=(await endings.dismissed_of_all(session, [agreement.id]))[agreement.id])
    letter = current_letter(agreement, cipher)
    warnings = await parts.warnings_beside(session, actor, [agreement])
    options = options_of(actor, case_of(agreement, around), clock.now())
    again = (await invitations_again(session, actor, [agreement])).get(agreement.id)
    warning, decided = parts.warning_of(warnings, agreement), around.agreement_type
    row = parts.row_view(agreement, audience, options, warning, again, decided)
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
        progress=progress_view(agreement, around, history),
        rejection=_rejection(agreement),
        ending=await endings.ending_of(session, agreement.id, audience, agreement.end_reason, agreement.end_detail),
        disputes=await endings.disputes_of(session, agreement.id, audience) if Action.DISPUTE in done else [],
        return_detail=agreement.return_detail if agreement.status in states.RETURNED else None,
        return_fields=_return_fields(agreement),
        markable_fields=_markable_fields(agreement) if audience is Audience.SCHOOL else [],
        file_ids=[UUID(file_id) for file_id in agreement.file_ids],
        signed_on=agreement.signed_on,
        amendments=await endings.amendments_in(session, cipher, agreement.id, history, audience),
        accepted_at=agreement.accepted_at,
        signed_at=agreement.signed_at,
        rescission=await rescissions.rescission_of(
            session, agreement.rescission_id, Status(agreement.status), audience
        ),
        rescissions_left=rescissions_left(agreement, around) if audience is Audience.GRADUATE else None,
        rescission_reasons=[] if audience is Audience.SCHOOL else rescissions.reasons(),
        rulings=rescissions.rulings() if audience is Audience.SCHOOL else [],
        timeline=[_entry(entry, agreement, parts.review_word(agreement, decided), audience) for entry in history],
        history_sha256=history[-1].sha256[: chain.SHORT] if history else None,
        reject_reasons=_reject_reasons() if audience is Audience.SCHOOL else [],
    )


def _return_fields(agreement: Agreement) -> list[Coded]:
    marked = agreement.return_fields if agreement.status in states.RETURNED else None
    return [Coded(code=field, label=TITLES.get(field, field)) for field in marked or []]


def _markable_fields(agreement: Agreement) -> list[Coded]:
    marked = TITLES if Kind(agreement.kind) is Kind.ONLINE else {}
    return [Coded(code=field, label=title) for field, title in marked.items()]


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
    step = parts.step_view(parts.rejecting_step(agreement))
    if step is None or agreement.reject_reason is None or agreement.reject_detail is None:
        return None
    reason = Coded(code=agreement.reject_reason, label=RejectReason(agreement.reject_reason).label)
    return RejectionView(step=step, reason=reason, detail=agreement.reject_detail)


def _entry(entry: HistoryRow, agreement: Agreement, word: str, audience: Audience) -> TimelineEntry:
    role = ROLES[entry.actor_role].label if entry.actor_role in ROLES else states.Clock.label
    staff = entry.actor_role in STAFF
    action, before = Action(entry.action), Status(entry.from_status) if entry.from_status else None
    label = action.label(word_of(action, Kind(agreement.kind), before, word))
    step = _step_of(entry)
    # Employers are not shown the department (`parts.graduate_view`).
    hidden = audience is Audience.EMPLOYER and entry.action == Action.MOVE_DEPARTMENT
    return TimelineEntry(
        at=entry.at,
        action=Coded(code=entry.action, label=f"{step}{label}"),
        by=entry.actor_name if not staff or audience is Audience.SCHOOL else role,
        by_role=role,
        status=Status(entry.to_status).label(audience),
        reason=reason_label(entry.reason) if entry.reason else None,
        detail=None if hidden else entry.detail,
    )


def _step_of(entry: HistoryRow) -> str:
    """院系 or 学校 before a reviewer's decision; other things are done during a review without being part of it."""
    if entry.at_step is None or Action(entry.action) not in REVIEWED:
        return ""
    return ReviewStep(entry.at_step).label.removesuffix("审核")


def _reject_reasons() -> list[Coded]:
    return [Coded(code=reason.value, label=reason.label) for reason in RejectReason]
