"""强制解约: the school helps a graduate whose employer does not answer (guides/003 §7.1)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.files.commands import claim_files
from agreements.files.queries import owner_of
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action
from agreements.rescission import store
from agreements.rescission.commands.deciding import decide
from agreements.rescission.commands.requests import PROOF
from agreements.rescission.schemas import ForceRescission
from agreements.rescission.states import Form, Outcome
from common.auth.actors import SchoolUser


async def force_rescission(
    session: AsyncSession, actor: SchoolUser, agreement_id: UUID, forced: ForceRescission
) -> Agreement:
    """End it without the employer's answer, with the reason and the material in case of a dispute.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        Invalid: a file is not the school's, or was uploaded for something else.
    """
    decided = await decide(session, actor, agreement_id, Action.FORCE_RESCISSION)
    await claim_files(session, forced.file_ids, owner=owner_of(actor), purposes=PROOF)
    request = await store.change(
        session,
        decided.rescission_id,
        form=Form.FORCED.value,
        force_detail=forced.detail,
        force_file_ids=[str(file_id) for file_id in forced.file_ids],
        outcome=Outcome.RESCINDED.value,
        decided_at=decided.change.at,
    )
    facts = {"rescission_id": request.id, "form": request.form, "ruling": None, "file_ids": forced.file_ids}
    return await carry_out(session, decided.agreement, decided.change, Told(detail=forced.detail, facts=facts))
