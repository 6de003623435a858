"""When documents says something."""

from common.contracts.documents import AgreementIssued
from common.messaging.reactions import Delivery, Reactions
from notifications.inbox.commands import announce

reactions = Reactions()


@reactions.on(AgreementIssued)
async def on_agreement_issued(event: AgreementIssued, delivery: Delivery) -> None:
    """Tell both sides that there is something to download."""
    await announce(event, delivery)
