"""Rescissions as their readers see them, and how many requests a graduate has made.

Agreements' own queries ask this module, so it knows nothing of theirs.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.states import Audience, RejectReason, RescissionReason, Ruling, Status
from agreements.rescission import store
from agreements.rescission.schemas import RescissionRejection, RescissionView
from agreements.rescission.states import RUNNING, Form, Outcome, Side
from agreements.rescission.tables import Rescission
from common.answers import Coded
from common.paging import Page, PageRequest, page_of
from common.review import ReviewMode, ReviewStep

ENDED_WITH_AGREEMENT = Coded(code="ended_with_agreement", label="签约已作废或失效，解约随之终止")


async def requests_of(session: AsyncSession, graduate_id: UUID, cohort: int) -> int:
    """How many requests count against 学生可提交解约申请次数: submitted by the graduate and not withdrawn."""
    return await store.counted(session, graduate_id, cohort)


async def rescission_of(
    session: AsyncSession, rescission_id: UUID | None, status: Status, audience: Audience
) -> RescissionView | None:
    """The rescission that an agreement in this status points to: the one that runs, or the last one."""
    if rescission_id is None:
        return None
    return _view(await store.find(session, rescission_id), status, audience)


async def rescissions_of(
    session: AsyncSession, agreement_id: UUID, status: Status, audience: Audience, page: PageRequest
) -> Page[RescissionView]:
    """All requests on an agreement in this status, the latest first."""
    rows = await store.of_agreement(session, agreement_id, limit=page.limit + 1, before=page.position(UUID))
    return page_of(rows, page, lambda row: _view(row, status, audience), lambda row: row.id)


def reasons() -> list[Coded]:
    """What either side chooses from."""
    return [Coded(code=reason.value, label=reason.label) for reason in RescissionReason]


def rulings() -> list[Coded]:
    """What the school chooses from when passing a rescission on paper."""
    return [Coded(code=ruling.value, label=ruling.label) for ruling in Ruling]


def _view(row: Rescission, status: Status, audience: Audience) -> RescissionView:
    form, by, reason = Form(row.form), Side(row.by), RescissionReason(row.reason)
    mode = ReviewMode(row.review_mode) if row.review_mode else None
    ruling = Ruling(row.ruling) if row.ruling else None
    return RescissionView(
        id=row.id,
        form=Coded(code=form.value, label=form.label),
        by=Coded(code=by.value, label=by.label),
        applicant=row.applicant_name,
        reason=Coded(code=reason.value, label=reason.label),
        detail=row.detail,
        # The papers speak of family and health; whoever has to check them sees them (个人信息保护法 art. 6).
        file_ids=[] if audience is Audience.EMPLOYER else [UUID(file_id) for file_id in row.file_ids],
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        answer_detail=row.answer_detail,
        review_mode=Coded(code=mode.value, label=mode.label) if mode else None,
        return_detail=row.return_detail,
        ruling=Coded(code=ruling.value, label=ruling.label) if ruling else None,
        rejection=_rejection(row),
        force_detail=row.force_detail,
        force_file_ids=[UUID(file_id) for file_id in row.force_file_ids] if audience is Audience.SCHOOL else [],
        outcome=_outcome(row, status),
        decided_at=row.decided_at,
    )


def _outcome(row: Rescission, status: Status) -> Coded | None:
    if row.outcome is None:
        return None if status in RUNNING else ENDED_WITH_AGREEMENT
    outcome = Outcome(row.outcome)
    return Coded(code=outcome.value, label=outcome.label)


def _rejection(row: Rescission) -> RescissionRejection | None:
    if row.reject_step is None or row.reject_reason is None or row.reject_detail is None:
        return None
    step, reason = ReviewStep(row.reject_step), RejectReason(row.reject_reason)
    return RescissionRejection(
        step=Coded(code=step.value, label=step.label),
        reason=Coded(code=reason.value, label=reason.label),
        detail=row.reject_detail,
    )
