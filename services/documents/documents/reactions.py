"""What documents does when another service says something."""

from common.contracts.agreements import (
    AgreementDisputed,
    AgreementFacts,
    AgreementInvalidated,
    AgreementMovedDepartment,
    AgreementRescinded,
    AgreementSigned,
    AgreementVoided,
    ApplicationDiscarded,
    DisputeDismissed,
    OfflineAgreementPrepared,
    RescissionRequested,
    SealedCopySubmitted,
    SupplementSubmitted,
)
from common.contracts.identity import EmployerCorrectionRequested, EmployerVerificationSubmitted, WarningAppealed
from common.messaging.reactions import Delivery, Reactions
from documents.agreement.commands import keep_dispute, keep_standing, order_document
from documents.audiences import CENTRE, employer, graduate, school, side_of
from documents.departments.commands import keep_department
from documents.uploads.commands import let_see, show_to_reviewers, show_with_agreement

reactions = Reactions()


@reactions.on(AgreementSigned)
async def on_agreement_signed(event: AgreementSigned, delivery: Delivery) -> None:
    """An agreement that was signed here stands: its PDF is to be issued. One that was sealed on paper was printed
    before, and of what was signed elsewhere there is the paper."""
    await keep_department(delivery.session, event, delivery.sequence)
    await keep_standing(delivery.session, event, delivery.sequence)
    if event.kind == "online":
        await order_document(delivery.session, event, delivery.envelope)


@reactions.on(OfflineAgreementPrepared)
async def on_offline_agreement_prepared(event: OfflineAgreementPrepared, delivery: Delivery) -> None:
    """The agreement is to be printed and sealed: its PDF is to be issued."""
    await keep_department(delivery.session, event, delivery.sequence)
    await keep_standing(delivery.session, event, delivery.sequence)
    await order_document(delivery.session, event, delivery.envelope)


@reactions.on(AgreementMovedDepartment)
async def on_agreement_moved_department(event: AgreementMovedDepartment, delivery: Delivery) -> None:
    """The graduate is in another department now: it sees sheet and files from now on, and the one before no more."""
    await keep_department(delivery.session, event, delivery.sequence)


@reactions.on(EmployerVerificationSubmitted)
async def on_employer_verification_submitted(event: EmployerVerificationSubmitted, delivery: Delivery) -> None:
    """The centre reviews the material, so it may see these files of the employer."""
    await let_see(delivery.session, event.file_ids, employer(event.employer_id), CENTRE)


@reactions.on(EmployerCorrectionRequested)
async def on_employer_correction_requested(event: EmployerCorrectionRequested, delivery: Delivery) -> None:
    """The centre decides on the correction, so it may see what proves it."""
    await let_see(delivery.session, event.file_ids, employer(event.employer_id), CENTRE)


@reactions.on(WarningAppealed)
async def on_warning_appealed(event: WarningAppealed, delivery: Delivery) -> None:
    """The school answers the appeal, so it may see the employer's evidence; its own stays with it."""
    await let_see(delivery.session, event.file_ids, employer(event.employer_id), school(event.school_code))


@reactions.on(SealedCopySubmitted)
async def on_sealed_copy_submitted(event: SealedCopySubmitted, delivery: Delivery) -> None:
    """The reviewers compare it with the record, and the other side may see what was sealed."""
    await keep_department(delivery.session, event, delivery.sequence)
    await show_with_agreement(delivery.session, event.file_ids, side_of(event, event.by), event)


@reactions.on(SupplementSubmitted)
async def on_supplement_submitted(event: SupplementSubmitted, delivery: Delivery) -> None:
    """The paper that the graduate has signed is reviewed, and the employer may see which it is."""
    await keep_department(delivery.session, event, delivery.sequence)
    await show_with_agreement(delivery.session, event.file_ids, graduate(event.graduate_id), event)


@reactions.on(RescissionRequested)
async def on_rescission_requested(event: RescissionRequested, delivery: Delivery) -> None:
    """The reviewers decide on the proof; it is not the other side's, as agreements shows it to nobody else."""
    await keep_department(delivery.session, event, delivery.sequence)
    await show_to_reviewers(delivery.session, event.file_ids, side_of(event, event.by), event)


@reactions.on(AgreementRescinded)
async def on_agreement_rescinded(event: AgreementRescinded, delivery: Delivery) -> None:
    """It stands no more. What the school proves a forced rescission with, the department may see and neither side."""
    await keep_department(delivery.session, event, delivery.sequence)
    await keep_standing(delivery.session, event, delivery.sequence)
    await show_to_reviewers(delivery.session, event.file_ids, school(event.school_code), event)


@reactions.on(AgreementVoided, AgreementInvalidated, ApplicationDiscarded)
async def on_agreement_ended(event: AgreementFacts, delivery: Delivery) -> None:
    """It stands no more: whoever checks its sheet is told."""
    await keep_department(delivery.session, event, delivery.sequence)
    await keep_standing(delivery.session, event, delivery.sequence)


@reactions.on(AgreementDisputed)
async def on_agreement_disputed(event: AgreementDisputed, delivery: Delivery) -> None:
    """A case is open. What proves it, the school and the department may see; it is not the employer's."""
    await keep_department(delivery.session, event, delivery.sequence)
    await keep_dispute(delivery.session, event, delivery.sequence)
    await show_to_reviewers(delivery.session, event.file_ids, graduate(event.graduate_id), event)


@reactions.on(DisputeDismissed)
async def on_dispute_dismissed(event: DisputeDismissed, delivery: Delivery) -> None:
    """The case is closed, the agreement goes on."""
    await keep_department(delivery.session, event, delivery.sequence)
    await keep_dispute(delivery.session, event, delivery.sequence)
