"""Who may come in where several roles may, and what their tokens are sure to hold."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from common.auth import actors
from common.auth.access import DataNotConfirmed, EmployerDataMissing, require

PARTIES = (actors.EmployerUser, actors.Graduate, actors.SchoolUser, actors.DepartmentUser)


def employer_of(actor: actors.EmployerUser) -> UUID:
    """The employer of a user who has one.

    Raises:
        EmployerDataMissing: the user has not given the employer's data yet.
    """
    if actor.employer_id is None:
        raise EmployerDataMissing
    return actor.employer_id


async def _party(actor: Annotated[actors.Actor, Depends(require(*PARTIES))]) -> Any:
    if isinstance(actor, actors.EmployerUser):
        employer_of(actor)
    if isinstance(actor, actors.Graduate) and not actor.confirmed:
        raise DataNotConfirmed
    return actor


async def _one_side(actor: Annotated[actors.Actor, Depends(require(actors.EmployerUser, actors.Graduate))]) -> Any:
    return await _party(actor)


OneSide = Annotated[actors.EmployerUser | actors.Graduate, Depends(_one_side)]
"""One of the two who sign."""
Party = Annotated[actors.Actor, Depends(_party)]
"""Somebody who stands in agreements or reviews them: an employer, a graduate, a school or a department."""
