"""How each kind of account signs in and who it is now. Features register their accounts here; sessions ask.

@roles.signs_in("employer")      # the realm of POST /v1/sessions/employer
async def prove_employer_user(session, context, login, password) -> Proof: ...

@roles.loads(EmployerUser)       # asked at every refresh, so that new facts get into the next token
async def load_employer_user(session, context, actor) -> EmployerUser | None: ...
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from common.errors import Problem
from common.service import Context


@dataclass(frozen=True)
class Proof:
    """What a login name and a password say. Without an `actor` the password is wrong, or nobody's."""

    actor: Actor | None
    account_id: UUID | None = None
    """The account of this login name, even with a wrong password, as far as it is known here."""
    obstacle: Problem | None = None
    """Why no session may begin although the password is right, such as one that must be changed first."""


Prove = Callable[[AsyncSession, Context, str, str], Awaitable[Proof]]
Warn = Callable[[AsyncSession, Context, Any], Awaitable[list[Any]]]
LoadActor = Callable[[AsyncSession, Context, Any], Awaitable[Actor | None]]


class Roles:
    """The accounts of all features."""

    def __init__(self) -> None:
        self._prove: dict[str, Prove] = {}
        self._load: dict[str, LoadActor] = {}
        self._warn: dict[str, Warn] = {}

    def signs_in(self, realm: str) -> Callable[[Prove], Prove]:
        """Register who looks at the passwords of a realm: here, or by asking the system that keeps them.

        An unknown login name must take as long as a wrong password.
        """

        def register(prove: Prove) -> Prove:
            self._prove[realm] = prove
            return prove

        return register

    def loads(self, *kinds: type[Actor]) -> Callable[[LoadActor], LoadActor]:
        """Register how these actors are read afresh. The loader answers None when the account is closed."""

        def register(load: LoadActor) -> LoadActor:
            for kind in kinds:
                self._load[kind.role] = load
            return load

        return register

    def warns(self, *kinds: type[Actor]) -> Callable[[Warn], Warn]:
        """Register what these actors should be told about their own account."""

        def register(warn: Warn) -> Warn:
            for kind in kinds:
                self._warn[kind.role] = warn
            return warn

        return register

    async def prove(self, session: AsyncSession, context: Context, realm: str, login: str, password: str) -> Proof:
        """Whose login name and password these are."""
        return await self._prove[realm](session, context, login, password)

    async def present(self, session: AsyncSession, context: Context, actor: Actor) -> Actor | None:
        """The actor as the account is now; None when it may not be used any more."""
        load = self._load.get(actor.role)
        return await load(session, context, actor) if load else actor

    async def warnings(self, session: AsyncSession, context: Context, actor: Actor) -> list[Any]:
        """What the actor should know about the account: field, reason, remedy, choices."""
        warn = self._warn.get(actor.role)
        return await warn(session, context, actor) if warn else []


REALMS = {"employer_user": "employer", "graduate": "graduate"}
STAFF_REALM = "staff"


def realm_of(actor: Actor) -> str:
    """The door through which this kind of actor comes in."""
    return REALMS.get(actor.role, STAFF_REALM)


roles = Roles()
