"""How each kind of account signs in and who it is now. Features register their accounts here; sessions ask.

@roles.signs_in("employer")      # the realm of POST /v1/sessions/employer
async def employer_credentials(session, context, login) -> Credentials | None: ...

@roles.loads(EmployerUser)       # asked at every refresh, so that new facts get into the next token
async def load_employer_user(session, context, actor) -> EmployerUser | None: ...
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from common.service import Context


@dataclass(frozen=True)
class Credentials:
    """An account that was found by its login name: who it is, and the stored hash of its password."""

    actor: Actor
    password_hash: str


FindCredentials = Callable[[AsyncSession, Context, str], Awaitable[Credentials | None]]
LoadActor = Callable[[AsyncSession, Context, Any], Awaitable[Actor | None]]


class Roles:
    """The accounts of all features."""

    def __init__(self) -> None:
        self._find: dict[str, FindCredentials] = {}
        self._load: dict[str, LoadActor] = {}

    def signs_in(self, realm: str) -> Callable[[FindCredentials], FindCredentials]:
        """Register where accounts of a realm are found by login name. The finder answers None for closed accounts."""

        def register(find: FindCredentials) -> FindCredentials:
            self._find[realm] = find
            return find

        return register

    def loads(self, *kinds: type[Actor]) -> Callable[[LoadActor], LoadActor]:
        """Register how these actors are read afresh. The loader answers None when the account is closed."""

        def register(load: LoadActor) -> LoadActor:
            for kind in kinds:
                self._load[kind.role] = load
            return load

        return register

    async def credentials(self, session: AsyncSession, context: Context, realm: str, login: str) -> Credentials | None:
        """The account of this login name, if there is one that may sign in."""
        find = self._find.get(realm)
        return await find(session, context, login) if find else None

    async def present(self, session: AsyncSession, context: Context, actor: Actor) -> Actor | None:
        """The actor as the account is now; None when it may not be used any more."""
        load = self._load.get(actor.role)
        return await load(session, context, actor) if load else actor


roles = Roles()
