"""What agreements does when identity says something: it keeps its read copies."""

from agreements.parties import commands as parties
from common.contracts.identity import EmployerVerified, GraduateCorrected, GraduateEnrolled, GraduateFacts, SchoolOpened
from common.messaging.reactions import Delivery, Reactions

reactions = Reactions()


@reactions.on(SchoolOpened)
async def on_school_opened(event: SchoolOpened, delivery: Delivery) -> None:
    """Know the school's name."""
    await parties.keep_school(delivery.session, event, delivery.sequence)


@reactions.on(EmployerVerified)
async def on_employer_verified(event: EmployerVerified, delivery: Delivery) -> None:
    """From now on the employer may sign."""
    await parties.keep_employer(delivery.session, event, delivery.sequence)


@reactions.on(GraduateEnrolled, GraduateCorrected)
async def on_graduate_on_roster(event: GraduateFacts, delivery: Delivery) -> None:
    """Know the graduate as the roster has them now; either event carries the whole row."""
    await parties.keep_graduate(delivery.session, event, delivery.sequence)
