"""What stats does when the others say something: it counts. Nothing here is a fact of its own."""

from common.contracts import agreements as said
from common.contracts.destinations import OutcomeChanged
from common.contracts.identity import (
    EmployerCorrected,
    EmployerFacts,
    EmployerReinstated,
    EmployerRestated,
    EmployerSuspended,
    EmployerVerified,
    GraduateCorrected,
    GraduateEnrolled,
    GraduateFacts,
    GraduateRemoved,
    GraduateRestated,
    SchoolCorrected,
    SchoolFacts,
    SchoolOpened,
    SchoolRestated,
)
from common.messaging.reactions import Delivery, Reactions
from stats.counting import commands as counting
from stats.names import commands as names

reactions = Reactions()


@reactions.on(GraduateEnrolled, GraduateCorrected, GraduateRemoved, GraduateRestated)
async def on_graduate_known(event: GraduateFacts, delivery: Delivery) -> None:
    """The totals, moves between departments, and who leaves the roster."""
    await counting.count_graduate(delivery.session, event, delivery.sequence)
    await _note(delivery)


@reactions.on(
    said.InvitationSent,
    said.InvitationAmended,
    said.InvitationWithdrawn,
    said.InvitationAccepted,
    said.InvitationDeclined,
    said.InvitationExpired,
    said.OfflineAgreementSubmitted,
    said.OfflineAgreementPrepared,
    said.SealedCopySubmitted,
    said.SealedCopyRefused,
    said.SupplementSubmitted,
    said.SupplementWithdrawn,
    said.ApplicationDiscarded,
    said.AgreementPassedByDepartment,
    said.AgreementReturned,
    said.AgreementCorrected,
    said.CorrectionConfirmed,
    said.CorrectionRefused,
    said.AgreementSigned,
    said.AgreementRejected,
    said.RescissionRequested,
    said.RescissionWithdrawn,
    said.RescissionAgreed,
    said.RescissionDeclined,
    said.RescissionPassedByDepartment,
    said.RescissionReturned,
    said.RescissionRejected,
    said.AgreementRescinded,
    said.AgreementVoided,
    said.AgreementInvalidated,
    said.AgreementAmended,
    said.AgreementDisputed,
    said.DisputeDismissed,
    said.AgreementMovedDepartment,
)
async def on_agreement_changed(event: said.AgreementFacts, delivery: Delivery) -> None:
    """An agreement leaves one status and enters another, or stays where it is."""
    await names.keep_employer_of_agreement(delivery.session, event)
    await counting.count_agreement(delivery.session, event, delivery.sequence)
    await _note(delivery)


@reactions.on(OutcomeChanged)
async def on_outcome_changed(event: OutcomeChanged, delivery: Delivery) -> None:
    """A graduate leaves one outcome and enters another."""
    await counting.count_outcome(delivery.session, event, delivery.sequence)
    await _note(delivery)


@reactions.on(EmployerVerified, EmployerCorrected, EmployerSuspended, EmployerReinstated, EmployerRestated)
async def on_employer_known(event: EmployerFacts, delivery: Delivery) -> None:
    """Know what the employer is called now."""
    await names.keep_employer(delivery.session, event, delivery.sequence)
    await _note(delivery)


@reactions.on(SchoolOpened, SchoolCorrected, SchoolRestated)
async def on_school_known(event: SchoolFacts, delivery: Delivery) -> None:
    """Know what the school is called now."""
    await names.keep_school(delivery.session, event, delivery.sequence)
    await _note(delivery)


async def _note(delivery: Delivery) -> None:
    await counting.note_event(delivery.session, delivery.envelope.id, delivery.envelope.time)
