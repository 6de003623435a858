"""When agreements says something: both sides are told, and whoever has to review."""

from common.contracts import agreements as said
from common.contracts.event import Event
from common.messaging.reactions import Delivery, Reactions
from notifications.inbox.commands import announce

reactions = Reactions()


@reactions.on(
    said.InvitationSent,
    said.InvitationAmended,
    said.InvitationWithdrawn,
    said.InvitationAccepted,
    said.InvitationDeclined,
    said.InvitationExpired,
)
async def on_invitation(event: Event, delivery: Delivery) -> None:
    """Tell the other side, and whoever has to review."""
    await announce(event, delivery)


@reactions.on(
    said.OfflineAgreementSubmitted,
    said.OfflineAgreementPrepared,
    said.SealedCopySubmitted,
    said.SealedCopyRefused,
    said.SupplementSubmitted,
    said.SupplementWithdrawn,
    said.ApplicationDiscarded,
)
async def on_paper(event: Event, delivery: Delivery) -> None:
    """Tell the employer what the graduate does, the graduate the result, and whoever has to review."""
    await announce(event, delivery)


@reactions.on(
    said.AgreementPassedByDepartment,
    said.AgreementSigned,
    said.AgreementRejected,
    said.AgreementReturned,
    said.AgreementCorrected,
    said.CorrectionConfirmed,
    said.CorrectionRefused,
)
async def on_agreement_reviewed(event: Event, delivery: Delivery) -> None:
    """Tell both sides the result and whose turn it is, and the school of its own."""
    await announce(event, delivery)


@reactions.on(
    said.RescissionRequested,
    said.RescissionWithdrawn,
    said.RescissionAgreed,
    said.RescissionDeclined,
    said.RescissionPassedByDepartment,
    said.RescissionReturned,
    said.RescissionRejected,
    said.AgreementRescinded,
)
async def on_rescission(event: Event, delivery: Delivery) -> None:
    """Tell the side that did not do it, both sides the result, and whoever has to review."""
    await announce(event, delivery)


@reactions.on(
    said.AgreementVoided,
    said.AgreementInvalidated,
    said.AgreementAmended,
    said.AgreementDisputed,
    said.DisputeDismissed,
    said.AgreementMovedDepartment,
)
async def on_agreement_touched_from_outside(event: Event, delivery: Delivery) -> None:
    """Tell both sides what the school, the roster or a dispute does to what they have signed, and a department what it
    has to review from now on."""
    await announce(event, delivery)


@reactions.on(said.ReminderDue)
async def on_reminder_due(event: said.ReminderDue, delivery: Delivery) -> None:
    """Remind who is waited for."""
    await announce(event, delivery)
