"""What documents does when another service says something."""

from common.contracts.agreements import (
    AgreementRescinded,
    AgreementSigned,
    OfflineAgreementPrepared,
    RescissionRequested,
    SealedCopySubmitted,
    SupplementSubmitted,
)
from common.contracts.identity import EmployerCorrectionRequested, EmployerVerificationSubmitted, WarningAppealed
from common.messaging.reactions import Delivery, Reactions
from documents.agreement.commands import order_document
from documents.audiences import CENTRE, employer, graduate, school, side_of
from documents.uploads.commands import let_see, show_with_agreement

reactions = Reactions()


@reactions.on(AgreementSigned)
async def on_agreement_signed(event: AgreementSigned, delivery: Delivery) -> None:
    """An agreement that was signed here stands: its PDF is to be issued. One that was sealed on paper was printed
    before, and of what was signed elsewhere there is the paper."""
    if event.kind == "online":
        await order_document(delivery.session, event, delivery.envelope)


@reactions.on(OfflineAgreementPrepared)
async def on_offline_agreement_prepared(event: OfflineAgreementPrepared, delivery: Delivery) -> None:
    """The agreement is to be printed and sealed: its PDF is to be issued."""
    await order_document(delivery.session, event, delivery.envelope)


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
    await show_with_agreement(delivery.session, event.file_ids, side_of(event, event.by), event)


@reactions.on(SupplementSubmitted)
async def on_supplement_submitted(event: SupplementSubmitted, delivery: Delivery) -> None:
    """The paper that the graduate has signed is reviewed, and the employer may see which it is."""
    await show_with_agreement(delivery.session, event.file_ids, graduate(event.graduate_id), event)


@reactions.on(RescissionRequested)
async def on_rescission_requested(event: RescissionRequested, delivery: Delivery) -> None:
    """The reviewers decide on the proof, and the other side may see what is said of it."""
    await show_with_agreement(delivery.session, event.file_ids, side_of(event, event.by), event)


@reactions.on(AgreementRescinded)
async def on_agreement_rescinded(event: AgreementRescinded, delivery: Delivery) -> None:
    """What the school proves a forced rescission with, both sides and the department may see."""
    await show_with_agreement(delivery.session, event.file_ids, school(event.school_code), event)
