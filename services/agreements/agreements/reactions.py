"""What agreements does when others say something: it keeps its read copies, and follows the roster."""

from agreements.endings import commands as endings
from agreements.files import commands as files
from agreements.parties import commands as parties
from agreements.warnings import commands as warnings
from common.contracts.documents import FileStored
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
    WarningEmployerChanged,
    WarningEmployerRestated,
)
from common.messaging.reactions import Delivery, Reactions

reactions = Reactions()


@reactions.on(SchoolOpened, SchoolCorrected, SchoolRestated)
async def on_school_known(event: SchoolFacts, delivery: Delivery) -> None:
    """Know what the school is called now."""
    await parties.keep_school(delivery.session, event, delivery.sequence)


@reactions.on(EmployerVerified, EmployerCorrected, EmployerSuspended, EmployerReinstated, EmployerRestated)
async def on_employer_known(event: EmployerFacts, delivery: Delivery) -> None:
    """Know the employer's particulars and whether it may sign. Agreements that were accepted keep what they froze."""
    await parties.keep_employer(delivery.session, event, delivery.sequence)


@reactions.on(GraduateEnrolled, GraduateCorrected, GraduateRemoved, GraduateRestated)
async def on_graduate_known(event: GraduateFacts, delivery: Delivery) -> None:
    """Know the graduate as the roster has them now, and whether it has them; each event carries the whole row. What it
    no longer allows becomes 失效; the first version of a row takes nothing back."""
    await parties.keep_graduate(delivery.session, event, delivery.sequence)
    if delivery.sequence > 1:
        await endings.follow_roster(delivery.session, event, delivery.envelope.time)


@reactions.on(WarningEmployerChanged, WarningEmployerRestated)
async def on_warning_employer_changed(event: WarningEmployerChanged, delivery: Delivery) -> None:
    """Know which schools warn of an employer; it is shown beside the employer and blocks nothing."""
    await warnings.keep_warnings(delivery.session, event, delivery.sequence)


@reactions.on(FileStored)
async def on_file_stored(event: FileStored, delivery: Delivery) -> None:
    """Know whose uploads can be handed in with an agreement."""
    await files.keep_file(delivery.session, event, delivery.sequence)
