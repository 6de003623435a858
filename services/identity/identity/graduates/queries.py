"""Who a graduate is now, which rows are theirs, and what the confirmation screen shows."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Graduate
from common.service import Context
from identity.graduates import store
from identity.graduates.schemas import EnrolmentLine, GraduateProfile, RowWarning
from identity.graduates.states import (
    differed,
    known_differences,
    office_of,
    person_id,
    place_of,
    removed_from_roster,
    switch_obstacle,
    vouched,
)
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
    warnings = _warnings(*await _own_rows_compared(session, context, actor))
    then, changes = graduate.confirmed_version, []
    if then is not None and not graduate.confirmed:
        changes = await changed_since(session, context.resources.cipher, graduate, then)
    return GraduateProfile.of(graduate, changes=changes, warnings=list(warnings.values()))


async def enrolments(session: AsyncSession, context: Context, actor: Graduate) -> list[EnrolmentLine]:
    """Every row of the person, at whatever school, the newest cohort first."""
    rows, compared = await _own_rows_compared(session, context, actor)
    warnings = _warnings(rows, compared)
    return [
        EnrolmentLine.of(
            row,
            switch_obstacle(row, compared.get(row.id)),
            warnings.get(row.id),
            current=row.id == actor.graduate_id,
        )
        for row in rows
    ]


async def own_rows(session: AsyncSession, context: Context, actor: Graduate) -> list[KeptGraduate]:
    """The rows of the person who is signed in. By the ID number as it is now, in the row they signed in as."""
    cipher = context.resources.cipher
    graduate = await stored_graduate(session, cipher, actor.graduate_id)
    if person_id(graduate.person_index) != actor.id:
        return []  # the number was corrected: somebody else's rows are not theirs
    return await rows_of_person(session, cipher, graduate.particulars.id_number)


async def _own_rows_compared(
    session: AsyncSession, context: Context, actor: Graduate
) -> tuple[list[KeptGraduate], dict[UUID, int]]:
    rows = await own_rows(session, context, actor)
    rows.sort(key=lambda row: (-row.cohort, row.id))
    return rows, await store.admitted_versions(session, [row.id for row in rows])


def _warnings(rows: list[KeptGraduate], compared: dict[UUID, int]) -> dict[UUID, RowWarning]:
    """About the listed rows that differed at the last login, by their ids."""
    own = [row for row in rows if vouched(row, compared.get(row.id))]
    return {row.id: _warning(row, own) for row in rows if differed(row, compared.get(row.id))}


def _warning(row: KeptGraduate, own: list[KeptGraduate]) -> RowWarning:
    fields, office = known_differences(row, own), office_of(row)
    reason = (
        f"{place_of(row)}中有使用您身份证号的信息，登录时其{'、'.join(fields)}与学籍信息不一致，不能以该届身份进入。"
        f"请联系{office}核对；更正后重新登录即可。"
    )
    return RowWarning.of(row, fields, reason, office)
