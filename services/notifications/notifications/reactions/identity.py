"""When identity says something."""

from common.contracts.event import Event
from common.contracts.identity import EmployerVerificationRejected, EmployerVerificationSubmitted, EmployerVerified
from common.messaging.reactions import Delivery, Reactions
from notifications.inbox.commands import announce

reactions = Reactions()


@reactions.on(EmployerVerificationSubmitted, EmployerVerified, EmployerVerificationRejected)
async def on_employer_verification(event: Event, delivery: Delivery) -> None:
    """Tell the centre of work, and employers of its result."""
    await announce(event, delivery)
