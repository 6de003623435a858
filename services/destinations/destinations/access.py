"""Who may come in where several roles may."""

from typing import Annotated, Any

from fastapi import Depends

from common.auth import actors
from common.auth.access import DataNotConfirmed, require

PARTIES = (actors.Graduate, actors.SchoolUser, actors.DepartmentUser)


async def _party(actor: Annotated[actors.Actor, Depends(require(*PARTIES))]) -> Any:
    if isinstance(actor, actors.Graduate) and not actor.confirmed:
        raise DataNotConfirmed
    return actor


Party = Annotated[actors.Graduate | actors.SchoolUser | actors.DepartmentUser, Depends(_party)]
"""A graduate, or the school or department that reviews them."""
