"""Asking for a rescission, asking again after a return, and taking it back."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.files.commands import claim_files
from agreements.files.queries import owner_of
from agreements.records.commands import Told, carry_out
from agreements.records.queries import Agreement
from agreements.records.states import Action, Kind
from agreements.rescission import store
from agreements.rescission.commands.deciding import Decided, decide
from agreements.rescission.schemas import RequestRescission
from agreements.rescission.states import Form, Outcome, side_of
from common.auth.actors import EmployerUser, Graduate
from common.errors import FieldFault, Invalid

PROOF = ("rescission_proof",)


async def request_rescission(
    session: AsyncSession, actor: EmployerUser | Graduate, agreement_id: UUID, asked: RequestRescission
) -> Agreement:
    """申请解约: of an online agreement the other side answers next, of one on paper the school reviews at once.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
        Invalid: an agreement on paper needs files of the graduate's own, an online one takes none.
    """
    decided = await decide(session, actor, agreement_id, Action.REQUEST_RESCISSION)
    agreement = decided.agreement
    await _refuse_wrong_proof(session, actor, agreement, asked)
    made = await store.add(
        session,
        id=uuid7(),
        agreement_id=agreement.id,
        graduate_id=agreement.graduate_id,
        cohort=agreement.cohort,
        form=_form(agreement).value,
        by=side_of(actor).value,
        applicant_id=actor.id,
        applicant_name=actor.name,
        **_request(asked, decided),
    )
    return await carry_out(session, agreement, decided.change, _told(asked, made.id, actor), rescission_id=made.id)


async def resubmit_rescission(
    session: AsyncSession, actor: Graduate, agreement_id: UUID, asked: RequestRescission
) -> Agreement:
    """The returned request once more, with other words or other files; the review begins anew.

    Raises:
        NoSuchAgreement, Conflict, Invalid: as for a first request.
    """
    decided = await decide(session, actor, agreement_id, Action.RESUBMIT_RESCISSION)
    await _refuse_wrong_proof(session, actor, decided.agreement, asked)
    request = await store.change(session, decided.rescission_id, **_request(asked, decided))
    return await carry_out(session, decided.agreement, decided.change, _told(asked, request.id, actor))


async def withdraw_rescission(session: AsyncSession, actor: EmployerUser | Graduate, agreement_id: UUID) -> Agreement:
    """Take a request back before it is answered, or after it was returned. It does not count.

    Raises:
        NoSuchAgreement, Conflict: a rule forbids it.
    """
    decided = await decide(session, actor, agreement_id, Action.WITHDRAW_RESCISSION)
    ended = {"outcome": Outcome.WITHDRAWN.value, "decided_at": decided.change.at}
    await store.change(session, decided.rescission_id, **ended)
    return await carry_out(session, decided.agreement, decided.change, Told(facts={"by": side_of(actor).value}))


def _form(agreement: Agreement) -> Form:
    return Form.ONLINE if Kind(agreement.kind) is Kind.ONLINE else Form.OFFLINE


async def _refuse_wrong_proof(
    session: AsyncSession, actor: EmployerUser | Graduate, agreement: Agreement, asked: RequestRescission
) -> None:
    """线上解约 takes the other side's consent for proof, 线下解约 the signed paper (guides/004 §5.1, §6.1)."""
    if _form(agreement) is Form.ONLINE and asked.file_ids:
        raise _fault("线上解约不需要上传材料", "请去掉文件后重新提交。")
    if _form(agreement) is Form.OFFLINE and not asked.file_ids:
        raise _fault("请上传解约函等材料", "请上传双方签订的解约函等材料后重新提交。")
    await claim_files(session, asked.file_ids, owner=owner_of(actor), purposes=PROOF)


def _fault(reason: str, remedy: str) -> Invalid:
    return Invalid(errors=[FieldFault(field="file_ids", reason=reason, remedy=remedy)])


def _request(asked: RequestRescission, decided: Decided) -> dict[str, Any]:
    """What the person who asks says, and how it will be reviewed if that begins at once."""
    return {
        "reason": asked.reason.value,
        "detail": asked.detail,
        "file_ids": [str(file_id) for file_id in asked.file_ids],
        "asked_at": decided.change.at,
        "review_mode": decided.frozen_mode,
    }


def _told(asked: RequestRescission, rescission_id: UUID, actor: EmployerUser | Graduate) -> Told:
    facts = {"rescission_id": rescission_id, "by": side_of(actor).value, "file_ids": asked.file_ids}
    return Told(reason=asked.reason.value, detail=asked.detail, facts=facts)
