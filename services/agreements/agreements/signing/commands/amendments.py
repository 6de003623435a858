"""What the employer may still do to an invitation that nobody has answered (decisions, invitation and signing)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import queries as records
from agreements.records.commands import Told, carry_out, refuse_other_version
from agreements.records.queries import Agreement
from agreements.records.schemas.fields import changed_fields
from agreements.records.schemas.letter import Letter
from agreements.records.schemas.reporting import refuse_distant_report, refuse_past_report
from agreements.records.states import Action, deadline_of
from agreements.signing import states
from agreements.signing.commands.invitations import keep_relocation
from agreements.signing.commands.letters import replace_letter
from common import clock
from common.auth.actors import EmployerUser
from common.crypto import Cipher
from common.errors import FieldFault, Invalid


async def withdraw_invitation(
    session: AsyncSession, actor: EmployerUser, agreement_id: UUID, detail: str | None
) -> Agreement:
    """撤回邀请: the signing has failed; the employer may invite again.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    change = states.apply(records.plain_case(agreement), Action.WITHDRAW_INVITATION, actor, clock.now())
    return await carry_out(session, agreement, change, Told(detail=detail), end_detail=detail)


async def amend_invitation(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, agreement_id: UUID, letter: Letter, version: int
) -> Agreement:
    """修改邀请: the next version of the terms; the deadline begins anew, and what was read before no longer counts.

    Args:
        version: of the invitation that the employer has seen.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        ChangedMeanwhile: it is another version.
        Invalid: nothing is another than before, or 报到期限 lies in the past, or beyond the year before or after
            graduation.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    around = await records.situation_around(session, agreement)
    change = states.apply(records.case_of(agreement, around), Action.AMEND_INVITATION, actor, clock.now())
    refuse_other_version(agreement, version)
    _refuse_unchanged(records.letter_of(agreement, cipher), letter)
    refuse_past_report(letter, change.at)
    refuse_distant_report(letter, agreement.cohort)
    replaced = await replace_letter(session, agreement, change, records.sealed_letter(letter, cipher))
    deadline = deadline_of(change.at, letter.valid_days)
    amended = await carry_out(session, agreement, change, **replaced, valid_days=letter.valid_days, deadline=deadline)
    await keep_relocation(session, cipher, actor, letter)
    return amended


def _refuse_unchanged(before: Letter, after: Letter) -> None:
    """The graduate is not asked to read again what stands there already, nor is the deadline renewed in silence."""
    if before.valid_days == after.valid_days and not changed_fields(before, after):
        fault = FieldFault(field="letter", reason="内容没有变化", remedy="请修改邀请函或应约有效期后再提交。")
        raise Invalid(errors=[fault])
