"""When identity says something about people."""

from common.contracts.event import Event
from common.contracts.identity import (
    EmployerCorrected,
    EmployerCorrectionRejected,
    EmployerCorrectionRequested,
    EmployerJoinRefused,
    EmployerJoinRequested,
    EmployerMarked,
    EmployerMarkLifted,
    EmployerReinstated,
    EmployerRemittanceFailed,
    EmployerRemittanceMade,
    EmployerRemittanceWithdrawn,
    EmployerSuspended,
    EmployerUserCredentialsChanged,
    EmployerUserJoined,
    EmployerUserLeft,
    EmployerVerificationRejected,
    EmployerVerificationSubmitted,
    EmployerVerified,
    GraduateRemoved,
    WarningAppealDismissed,
    WarningAppealed,
)
from common.messaging.reactions import Delivery, Reactions
from notifications.inbox.commands import announce

reactions = Reactions()


@reactions.on(
    EmployerVerificationSubmitted,
    EmployerRemittanceMade,
    EmployerRemittanceFailed,
    EmployerRemittanceWithdrawn,
    EmployerVerified,
    EmployerVerificationRejected,
    EmployerSuspended,
    EmployerReinstated,
)
async def on_employer_verification(event: Event, delivery: Delivery) -> None:
    """Tell the centre of work, and employers of its result; a withdrawal only ends what texts ask for."""
    await announce(event, delivery)


@reactions.on(EmployerCorrectionRequested, EmployerCorrectionRejected, EmployerCorrected)
async def on_employer_correction(event: Event, delivery: Delivery) -> None:
    """Tell the centre of work, and employers of its result."""
    await announce(event, delivery)


@reactions.on(EmployerJoinRequested, EmployerJoinRefused, EmployerUserJoined, EmployerUserLeft)
async def on_employer_users(event: Event, delivery: Delivery) -> None:
    """Tell the employer's users who comes and goes, and the one who does."""
    await announce(event, delivery)


@reactions.on(EmployerUserCredentialsChanged)
async def on_credentials_changed(event: EmployerUserCredentialsChanged, delivery: Delivery) -> None:
    """Tell the account's owner, in case it was somebody else."""
    await announce(event, delivery)


@reactions.on(GraduateRemoved)
async def on_graduate_removed(event: GraduateRemoved, delivery: Delivery) -> None:
    """Tell the graduate."""
    await announce(event, delivery)


@reactions.on(EmployerMarked, EmployerMarkLifted, WarningAppealed, WarningAppealDismissed)
async def on_warning(event: Event, delivery: Delivery) -> None:
    """Tell the employer, and the school of an appeal."""
    await announce(event, delivery)
