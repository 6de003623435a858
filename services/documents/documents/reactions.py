"""What documents does when another service says something."""

from common.contracts.agreements import AgreementSigned
from common.contracts.identity import EmployerCorrectionRequested, EmployerVerificationSubmitted, WarningAppealed
from common.messaging.reactions import Delivery, Reactions
from documents.agreement.commands import order_document
from documents.audiences import CENTRE, employer, school
from documents.uploads.commands import let_see

reactions = Reactions()


@reactions.on(AgreementSigned)
async def on_agreement_signed(event: AgreementSigned, delivery: Delivery) -> None:
    """The agreement stands: its PDF is to be issued."""
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
