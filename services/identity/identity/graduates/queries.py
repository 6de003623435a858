"""Who a graduate is now, which rows are theirs, and what the confirmation screen shows."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Graduate
from common.service import Context
from identity.graduates import store
from identity.graduates.schemas import EnrolmentLine, GraduateProfile
from identity.graduates.states import person_id, removed_from_roster, switch_obstacle
from identity.roles import roles
from identity.roster.errors import GraduateNotFound
from identity.roster.queries import changed_since, rows_of_person
from identity.roster.queries import graduate as stored_graduate
from identity.roster.states import KeptGraduate


def actor_of(graduate: KeptGraduate) -> Graduate:
    """The actor of a stored graduate: `id` is the person, `graduate_id` the row of one cohort at one school."""
    return Graduate(
        id=person_id(graduate.person_index),
        name=graduate.particulars.name,
        graduate_id=graduate.id,
        school_code=graduate.school_code,
        cohort=graduate.cohort,
        confirmed=graduate.confirmed,
    )


@roles.loads(Graduate)
async def load_graduate(session: AsyncSession, context: Context, actor: Graduate) -> Graduate | None:
    """The graduate as the roster and the confirmations say now; None once the school has taken them off the list."""
    try:
        graduate = await stored_graduate(session, context.resources.cipher, actor.graduate_id)
    except GraduateNotFound:
        return None
    return actor_of(graduate) if graduate.on_roster else None


async def present_graduate(session: AsyncSession, context: Context, actor: Graduate) -> KeptGraduate:
    """The row that the graduate is signed in as.

    Raises:
        RemovedFromRoster: taken off the list since.
    """
    graduate = await stored_graduate(session, context.resources.cipher, actor.graduate_id)
    if not graduate.on_roster:
        raise removed_from_roster(graduate)
    return graduate


async def profile(session: AsyncSession, context: Context, actor: Graduate) -> GraduateProfile:
    """The graduate's own data to be checked and confirmed, and what was corrected since they were confirmed.

    Raises:
        RemovedFromRoster: taken off the list since.
    """
    graduate = await present_graduate(session, context, actor)
    then = graduate.confirmed_version
    if then is None or graduate.confirmed:
        return GraduateProfile.of(graduate, changes=[])
    return GraduateProfile.of(graduate, changes=await changed_since(session, context.resources.cipher, graduate, then))


async def enrolments(session: AsyncSession, context: Context, actor: Graduate) -> list[EnrolmentLine]:
    """Every row of the person, at whatever school, the newest cohort first."""
    rows = await own_rows(session, context, actor)
    admitted = await store.admitted_versions(session, [row.id for row in rows])
    rows.sort(key=lambda row: (-row.cohort, row.id))
    return [
        EnrolmentLine.of(row, switch_obstacle(row, admitted.get(row.id)), current=row.id == actor.graduate_id)
        for row in rows
    ]


async def own_rows(session: AsyncSession, context: Context, actor: Graduate) -> list[KeptGraduate]:
    """The rows of the person who is signed in. By the ID number as it is now, in the row they signed in as."""
    cipher = context.resources.cipher
    graduate = await stored_graduate(session, cipher, actor.graduate_id)
    if person_id(graduate.person_index) != actor.id:
        return []  # the number was corrected: somebody else's rows are not theirs
    return await rows_of_person(session, cipher, graduate.particulars.id_number)
