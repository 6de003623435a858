"""Who a graduate is now, and what the confirmation screen shows."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Graduate
from common.service import Context
from identity.graduates import store
from identity.graduates.schemas import GraduateProfile
from identity.graduates.states import is_confirmed, person_id
from identity.roles import roles
from identity.roster.errors import GraduateNotFound
from identity.roster.queries import graduate as stored_graduate
from identity.roster.states import KeptGraduate


async def actor_of(session: AsyncSession, graduate: KeptGraduate) -> Graduate:
    """The actor of a stored graduate: `id` is the person, `graduate_id` the row of one cohort at one school."""
    return Graduate(
        id=person_id(graduate.person_index),
        name=graduate.particulars.name,
        graduate_id=graduate.id,
        school_code=graduate.school_code,
        cohort=graduate.cohort,
        confirmed=await _confirmed(session, graduate),
    )


@roles.loads(Graduate)
async def load_graduate(session: AsyncSession, context: Context, actor: Graduate) -> Graduate | None:
    """The graduate as the roster and the confirmations say now."""
    try:
        return await actor_of(session, await stored_graduate(session, context.resources.cipher, actor.graduate_id))
    except GraduateNotFound:
        return None


async def profile(session: AsyncSession, context: Context, actor: Graduate) -> GraduateProfile:
    """The graduate's own data to be checked and confirmed."""
    graduate = await stored_graduate(session, context.resources.cipher, actor.graduate_id)
    return GraduateProfile.of(graduate, confirmed=await _confirmed(session, graduate))


async def _confirmed(session: AsyncSession, graduate: KeptGraduate) -> bool:
    return is_confirmed(await store.confirmed_version(session, graduate.id), graduate.identity_version)
