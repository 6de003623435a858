"""What destinations does when identity and agreements say something."""

from datetime import datetime

from common.contracts.agreements import (
    AgreementFacts,
    InvitationAccepted,
    OfflineAgreementSubmitted,
    SignSettingsChanged,
    SupplementSubmitted,
)
from common.contracts.identity import (
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
from destinations.copies import commands as copies
from destinations.copies.queries import live_agreement_of
from destinations.copies.states import MOVES
from destinations.outcomes.commands import Whose, settle_outcome
from destinations.registration import commands as registration
from destinations.registration.queries import approved_code_of

reactions = Reactions()


@reactions.on(SchoolOpened, SchoolCorrected, SchoolRestated)
async def on_school_known(event: SchoolFacts, delivery: Delivery) -> None:
    """Know what the school is called now."""
    await copies.keep_school(delivery.session, event, delivery.sequence)


@reactions.on(GraduateEnrolled, GraduateCorrected, GraduateRemoved, GraduateRestated)
async def on_graduate_known(event: GraduateFacts, delivery: Delivery) -> None:
    """Know the graduate as the roster has them now, and whether it has them; their registrations move with them."""
    await copies.lock_graduate(delivery.session, event.graduate_id)
    if await copies.keep_graduate(delivery.session, event, delivery.sequence):
        await registration.follow_roster(delivery.session, event)


@reactions.on(SignSettingsChanged)
async def on_sign_settings_changed(event: SignSettingsChanged, delivery: Delivery) -> None:
    """Know whether destinations may be registered and how they are reviewed."""
    await copies.keep_settings(delivery.session, event, delivery.sequence)


@reactions.on(InvitationAccepted)
async def on_invitation_accepted(event: InvitationAccepted, delivery: Delivery) -> None:
    """What was registered before the graduate accepted gives way, even if the agreement has ended since.

    Later events of the same agreement may have arrived first; then this one still tells when signing began.
    """
    await _begin_signing(event, event.accepted_at, delivery)


@reactions.on(OfflineAgreementSubmitted, SupplementSubmitted)
async def on_application_submitted(event: AgreementFacts, delivery: Delivery) -> None:
    """The same for what was registered before the graduate submitted an offline agreement or a supplement. When sent
    again it is the new moment that counts: while it was returned, a destination could be registered."""
    await _begin_signing(event, delivery.envelope.time, delivery)


@reactions.on(*MOVES)
async def on_agreement_moved(event: AgreementFacts, delivery: Delivery) -> None:
    """Know where the agreement stands; the outcome follows. After a rejection the graduate is free again, after a
    rescission 待就业."""
    await copies.lock_graduate(delivery.session, event.graduate_id)
    await _follow_agreement(event, delivery)


async def _begin_signing(event: AgreementFacts, at: datetime, delivery: Delivery) -> None:
    await copies.lock_graduate(delivery.session, event.graduate_id)
    await registration.give_way_to_signing(delivery.session, event.graduate_id, at)
    await _follow_agreement(event, delivery)


async def _follow_agreement(event: AgreementFacts, delivery: Delivery) -> None:
    session, graduate_id = delivery.session, event.graduate_id
    if not await copies.keep_agreement(session, event, delivery.sequence):
        return
    if await live_agreement_of(session, graduate_id) is not None:
        await registration.give_way_to_signing(session, graduate_id, None)
    whose = Whose(graduate_id, event.school_code, event.department, event.cohort)
    await settle_outcome(session, whose, await approved_code_of(session, graduate_id))
