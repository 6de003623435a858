"""回传: pictures of the sealed paper, by either side."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.files.commands import claim_files
from agreements.files.queries import owner_of
from agreements.offline import states
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action
from common import clock
from common.auth.actors import EmployerUser, Graduate

PURPOSES = ("agreement_copy",)


async def upload_copy(
    session: AsyncSession, actor: EmployerUser | Graduate, agreement_id: UUID, file_ids: Sequence[UUID]
) -> Agreement:
    """上传盖章协议: the second review begins, by the mode that was frozen when the form was sent. Whatever was uploaded
    before is replaced.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        Invalid: a file is not the actor's, or was uploaded for something else.
    """
    agreement = await records.find_for_change(session, agreement_id, actor)
    case = records.plain_case(agreement)
    case = replace(case, review_mode=case.reviewed_in or case.review_mode)
    change = states.apply(case, Action.UPLOAD_COPY, actor, clock.now())
    await claim_files(session, file_ids, owner=owner_of(actor), purposes=PURPOSES)
    side = "employer" if isinstance(actor, EmployerUser) else "graduate"
    return await carry_out(
        session,
        agreement,
        change,
        Told(facts={"by": side, "file_ids": list(file_ids)}),
        file_ids=[str(file_id) for file_id in file_ids],
        return_detail=None,
        reject_step=None,
        reject_reason=None,
        reject_detail=None,
    )
