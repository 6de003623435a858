"""What is printed of an agreement that has its number."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.policy import queries as policy
from agreements.policy.states import AgreementType
from agreements.records import errors, store
from agreements.records.queries.letters import letter_of
from agreements.records.queries.particulars import printed_employer
from agreements.records.schemas.letter import contact_block, job_block, letter_relocation
from agreements.records.schemas.sheet import (
    AgreementSheet,
    Confirmation,
    Confirmations,
    EmployerSheet,
    GraduateSheet,
    SchoolSheet,
)
from agreements.records.states import Action, Kind, Status
from agreements.records.tables import Agreement, HistoryRow
from common.answers import Coded
from common.contracts.values.cohort import cohort_label
from common.crypto import Cipher
from common.review import ReviewStep

AGREEING = (
    Action.ACCEPT,
    Action.CONFIRM_CORRECTION,
    Action.SUBMIT_SHEET,
    Action.RESUBMIT_SHEET,
    Action.SUBMIT_SUPPLEMENT,
    Action.RESUBMIT_SUPPLEMENT,
)
"""How a graduate says yes to what is printed."""
OFFERING = (Action.INVITE, Action.AMEND_INVITATION, Action.CORRECT)
"""How an employer does, online: a correction that the graduate has refused is followed by another one."""


async def sheet_of(session: AsyncSession, cipher: Cipher, agreement_id: UUID) -> AgreementSheet:
    """Everything agreements knows of it that is printed.

    Raises:
        NoSuchAgreement: there is none.
        NotSigned: it has no number yet.
    """
    agreement = await store.find_any(session, agreement_id)
    if agreement.number is None:
        raise errors.NotSigned(
            who_can_change=Status(agreement.status).moved_by(
                Kind(agreement.kind), typed_in=agreement.employer_id is None
            )
        )
    return _sheet(agreement, await store.history(session, agreement_id), cipher)


def _sheet(agreement: Agreement, history: Sequence[HistoryRow], cipher: Cipher) -> AgreementSheet:
    letter = letter_of(agreement, cipher)
    kind, form = Kind(agreement.kind), AgreementType(agreement.agreement_type or "")
    return AgreementSheet.model_validate(
        {
            "agreement_id": agreement.id,
            "number": agreement.number,
            "kind": Coded(code=kind.value, label=kind.label),
            "agreement_type": Coded(code=form.value, label=form.label),
            "review_word": form.review_word,
            "cohort": agreement.cohort,
            "cohort_label": cohort_label(agreement.cohort),
            "employer": EmployerSheet(
                **dict(printed_employer(agreement, agreement.employer or {})), contact=contact_block(letter)
            ),
            "graduate": _graduate(agreement),
            "job": job_block(letter),
            "relocation": letter_relocation(letter),
            "school": _school(agreement, cipher),
            "confirmations": _confirmations(history),
            "terms_sha256": agreement.terms_sha256,
            "signed_at": agreement.signed_at,
        }
    )


def _graduate(agreement: Agreement) -> GraduateSheet:
    return GraduateSheet.model_validate(
        {
            "graduate_id": agreement.graduate_id,
            "version": agreement.graduate_version,
            "name": agreement.graduate_name,
            "department": agreement.department,
        }
    )


def _school(agreement: Agreement, cipher: Cipher) -> SchoolSheet:
    frozen = agreement.school or {}
    contact = policy.thawed_contact(frozen["contact"], cipher)
    return SchoolSheet(
        code=agreement.school_code,
        name=frozen["name"],
        contact_name=contact.name,
        phone=contact.phone,
        address=contact.address,
        postcode=contact.postcode,
    )


def _confirmations(history: Sequence[HistoryRow]) -> Confirmations:
    """Of what was done several times, the last counts; reviews of a sealed copy are on no sheet."""
    printed = [row for row in history if row.from_status != Status.COPY_IN_REVIEW]
    done = {(row.action, row.at_step): Confirmation(by=row.actor_name, at=row.at) for row in printed}
    offered = [done[action, None] for action in OFFERING if (action, None) in done]
    agreed = [done[action, None] for action in AGREEING if (action, None) in done]
    return Confirmations(
        employer=max(offered, key=lambda confirmation: confirmation.at, default=None),
        graduate=max(agreed, key=lambda confirmation: confirmation.at),
        department=done.get((Action.PASS, ReviewStep.DEPARTMENT)),
        school=done[Action.PASS, ReviewStep.SCHOOL],
    )
