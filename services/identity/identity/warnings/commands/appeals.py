"""An employer's appeal against a mark, and the school's answer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import EmployerUser, SchoolUser
from common.contracts.codes.warnings import employer_keys
from common.contracts.identity import WarningAppealDismissed, WarningAppealed
from common.messaging.outbox import emit
from identity.employers.queries import verified_employer
from identity.warnings import states, store
from identity.warnings.commands.changes import answer, end, hold_own, subject_of, write_down
from identity.warnings.commands.files import APPEAL_EVIDENCE, check_files
from identity.warnings.errors import EmployerNotVerifiedYet, NoSuchAppeal, NoSuchMark
from identity.warnings.schemas import AppealForm
from identity.warnings.states import AppealStatus, Case, MarkAction, MarkStatus, Transition
from identity.warnings.tables import WarningAppeal, WarningMark


async def appeal(
    session: AsyncSession, actor: EmployerUser, employer_id: UUID, mark_id: UUID, given: AppealForm
) -> WarningAppeal:
    """申诉 against a mark of the actor's own employer; the school that made it answers.

    Raises:
        EmployerNotVerifiedYet, NoSuchMark: the mark is not about a verified employer of the actor's.
        MarkEnded, AppealStillOpen: there is nothing to appeal against, or an appeal is open.
        EvidenceNotFound: a file cannot be used.
    """
    await check_files(session, given.file_ids, f"employer:{employer_id}", APPEAL_EVIDENCE)
    keys = await own_keys(session, employer_id)
    seen = await store.any_mark(session, mark_id)
    if seen is None or seen.employer_key not in keys:
        raise NoSuchMark
    employer = await store.held(session, seen.employer_key)
    mark = await store.any_mark(session, mark_id) or seen
    before = await store.open_appeal(session, mark.id)
    step = states.apply(Case(MarkStatus(mark.status), before is not None), MarkAction.APPEAL, EmployerUser)
    now = clock.now()
    made = await store.add_appeal(
        session,
        id=uuid7(),
        mark_id=mark.id,
        employer_id=employer_id,
        text=given.text,
        file_ids=given.file_ids,
        status=step.appeal,
        submitted_by=actor.key,
        submitted_by_name=actor.name,
        submitted_at=now,
    )
    await write_down(session, mark, step, actor, now, given.text)
    event = WarningAppealed(
        **await subject_of(session, mark) | {"employer_id": employer_id},
        mark_id=mark.id,
        appeal_id=made.id,
        school_code=mark.school_code,
        file_ids=given.file_ids,
    )
    await emit(session, event, sequence=employer.version)
    return made


async def uphold(
    session: AsyncSession, actor: SchoolUser, mark_id: UUID, appeal_id: UUID, why: str | None, threshold: int
) -> WarningMark:
    """申诉成立: the mark is lifted and the schools are counted anew.

    Raises:
        NoSuchMark, NoSuchAppeal, MarkEnded, NoOpenAppeal: there is nothing to answer.
    """
    mark = await hold_own(session, actor, mark_id)
    await _open_appeal(session, mark, appeal_id, MarkAction.UPHOLD)
    return await end(session, mark, MarkAction.UPHOLD, actor, why, threshold)


async def dismiss(session: AsyncSession, actor: SchoolUser, mark_id: UUID, appeal_id: UUID, why: str) -> WarningMark:
    """申诉不成立: the school keeps its mark and says why.

    Raises:
        NoSuchMark, NoSuchAppeal, MarkEnded, NoOpenAppeal: there is nothing to answer.
    """
    mark = await hold_own(session, actor, mark_id)
    step = await _open_appeal(session, mark, appeal_id, MarkAction.DISMISS)
    now = clock.now()
    answered = await answer(session, appeal_id, AppealStatus.DISMISSED, actor, now, why)
    await write_down(session, mark, step, actor, now, why)
    event = WarningAppealDismissed(
        **await subject_of(session, mark) | {"employer_id": answered.employer_id},
        mark_id=mark.id,
        appeal_id=appeal_id,
        school_code=mark.school_code,
        school_name=mark.school_name,
        reason=why,
    )
    employer = await store.held(session, mark.employer_key)
    await emit(session, event, sequence=employer.version)
    return mark


async def own_keys(session: AsyncSession, employer_id: UUID) -> list[str]:
    """Under which keys a verified employer may have been marked.

    Raises:
        EmployerNotVerifiedYet: anybody can fill in a code; who has not proved to be the employer learns nothing.
    """
    own = await verified_employer(session, employer_id)
    if own is None:
        raise EmployerNotVerifiedYet(
            rule="employer_is_verified", who_can_change="单位提交认证材料，由教育部学生服务与素质发展中心审核"
        )
    return employer_keys(own["uscc"], own["name"])


async def _open_appeal(session: AsyncSession, mark: WarningMark, appeal_id: UUID, action: MarkAction) -> Transition:
    """What an answer to this very appeal does. An earlier one was answered, and must not answer the present one."""
    if appeal_id not in {made.id for made in await store.appeals_of(session, [mark.id])}:
        raise NoSuchAppeal
    waiting = await store.open_appeal(session, mark.id)
    asked = waiting is not None and waiting.id == appeal_id
    return states.apply(Case(MarkStatus(mark.status), asked), action, SchoolUser)
