"""When agreements says something."""

from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementSigned,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
)
from common.contracts.event import Event
from common.messaging.reactions import Delivery, Reactions
from notifications.inbox.commands import announce

reactions = Reactions()


@reactions.on(InvitationSent, InvitationAccepted, InvitationDeclined, InvitationExpired)
async def on_invitation(event: Event, delivery: Delivery) -> None:
    """Tell the other side, and whoever has to review."""
    await announce(event, delivery)


@reactions.on(AgreementPassedByDepartment, AgreementSigned, AgreementRejected)
async def on_agreement_reviewed(event: Event, delivery: Delivery) -> None:
    """Tell both sides the result, and the school of its turn."""
    await announce(event, delivery)
