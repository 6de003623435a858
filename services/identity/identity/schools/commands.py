"""Opening and correcting schools."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import CentreUser
from common.contracts.identity import SchoolCorrected, SchoolOpened
from common.contracts.values.checked import ValueFault
from common.errors import FieldFault, Invalid
from common.messaging.outbox import emit
from identity.schools import store
from identity.schools.errors import SchoolAlreadyOpened, SchoolChangedMeanwhile, SchoolNameTaken, SchoolNotFound
from identity.schools.schemas import CorrectedSchool, NewSchool, check_agreement
from identity.schools.tables import School
from identity.staff.commands.employment import look_at_all_again


async def open_school(session: AsyncSession, actor: CentreUser, wanted: NewSchool) -> School:
    """Let a school take part. Its accounts in the employment system can sign in from now on.

    Raises:
        SchoolAlreadyOpened: code, identifier or name is taken.
    """
    school = await store.add(session, **wanted.model_dump(), version=1, opened_at=clock.now())
    if school is None:
        raise SchoolAlreadyOpened
    await _keep_version(session, school, actor, None)
    await look_at_all_again(session)
    opened = SchoolOpened(school_code=school.code, name=school.name, province_code=school.province_code)
    await emit(session, opened, sequence=school.version)
    return school


async def correct_school(session: AsyncSession, actor: CentreUser, code: str, wanted: CorrectedSchool) -> School:
    """Correct name, province or identifier. What was issued before keeps the old words.

    Raises:
        SchoolNotFound: no such school takes part.
        SchoolChangedMeanwhile: the editor has seen another version.
        SchoolNameTaken: another school has the name or the identifier.
        Invalid: the identifier does not agree with code and province.
    """
    school = await store.hold(session, code)
    if school is None:
        raise SchoolNotFound
    if school.version != wanted.version:
        raise SchoolChangedMeanwhile(current=school.version)
    given = wanted.model_dump(exclude={"version", "reason"}, exclude_unset=True)
    changes = {name: value for name, value in given.items() if getattr(school, name) != value}
    if not changes:
        return school
    _refuse_disagreement(school, changes)
    corrected = await store.change(session, code, version=school.version + 1, **changes)
    if corrected is None:
        raise SchoolNameTaken
    await _keep_version(session, corrected, actor, wanted.reason)
    said = SchoolCorrected(school_code=corrected.code, name=corrected.name, province_code=corrected.province_code)
    await emit(session, said, sequence=corrected.version)
    return corrected


def _refuse_disagreement(school: School, changes: dict[str, Any]) -> None:
    identifier = changes.get("identifier", school.identifier)
    if identifier is None:
        return
    try:
        check_agreement(identifier, school.code, changes.get("province_code", school.province_code))
    except ValueFault as fault:
        raise Invalid(errors=[FieldFault(field="identifier", reason=fault.reason, remedy=fault.remedy)]) from fault


async def _keep_version(session: AsyncSession, school: School, actor: CentreUser, reason: str | None) -> None:
    await store.add_version(
        session,
        school_code=school.code,
        version=school.version,
        name=school.name,
        identifier=school.identifier,
        province_code=school.province_code,
        reason=reason,
        by=actor.key,
        by_name=actor.name,
        at=clock.now(),
    )
