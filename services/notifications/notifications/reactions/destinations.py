"""When destinations says something."""

from common.contracts.destinations import (
    DestinationApproved,
    DestinationPassedByDepartment,
    DestinationRejected,
    DestinationSubmitted,
    DestinationVoided,
    DestinationWithdrawn,
)
from common.contracts.event import Event
from common.messaging.reactions import Delivery, Reactions
from notifications.inbox.commands import announce

reactions = Reactions()


@reactions.on(
    DestinationSubmitted,
    DestinationPassedByDepartment,
    DestinationApproved,
    DestinationRejected,
    DestinationVoided,
    DestinationWithdrawn,
)
async def on_destination(event: Event, delivery: Delivery) -> None:
    """Tell the reviewer of work, and the graduate of its result."""
    await announce(event, delivery)
