"""The later check of the letters of employers that were verified by remittance (decisions, Employer verification)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import CentreUser
from identity.employers.commands import hold
from identity.verification import store
from identity.verification.commands.suspensions import suspend
from identity.verification.errors import LetterNotToCheck, VerificationNotFound
from identity.verification.states import LetterCheck, SuspensionReason, VerificationStatus


async def check_letter(
    session: AsyncSession, verification_id: UUID, actor: CentreUser, result: LetterCheck, detail: str
) -> None:
    """Write down what a reviewer found; an employer whose letter is not acceptable is suspended with the reason.

    Raises:
        VerificationNotFound: there is none.
        LetterNotToCheck: no letter waits for a check.
    """
    seen = await store.verification(session, verification_id)
    if seen is None:
        raise VerificationNotFound
    employer = await hold(session, seen.employer_id)
    verification = await store.verification(session, verification_id) or seen
    if verification.letter_check != LetterCheck.PENDING:
        raise LetterNotToCheck(
            f"该授权书已由{verification.letter_checked_by_name}核查。"
            if verification.letter_check
            else "该申请的授权书不需要另行核查。"
        )
    await store.change(
        session,
        verification_id,
        letter_check=result,
        letter_checked_at=clock.now(),
        letter_checked_by=actor.key,
        letter_checked_by_name=actor.name,
    )
    # An employer that is suspended already for something else needs no second suspension.
    if result is LetterCheck.FAILED and employer.status == VerificationStatus.APPROVED:
        await suspend(session, employer.id, actor, SuspensionReason.LETTER_NOT_ACCEPTED, detail)
