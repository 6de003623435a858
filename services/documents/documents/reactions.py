"""What documents does when another service says something."""

from common.contracts.agreements import AgreementSigned
from common.contracts.identity import EmployerVerificationSubmitted
from common.messaging.reactions import Delivery, Reactions
from documents.agreement.commands import order_document
from documents.audiences import CENTRE, employer
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
