"""What a hot transition sees: a graduate's agreement and what is around it, read with one statement."""

from dataclasses import dataclass
from uuid import UUID

from agreements.acceptance_codes.states import CodeState, Known
from agreements.parties.queries import Employer, Graduate
from agreements.policy.queries import SignSettings
from agreements.policy.states import AgreementType
from agreements.records import store
from agreements.records.queries.situations import Situation
from agreements.records.store import Look
from agreements.records.tables import Agreement
from common.database import Connection


@dataclass(frozen=True)
class Seen:
    """Not locked. What is written afterwards is refused when the agreement or its latest code is another one by then.
    If a switch, a suspension of the employer or a correction of a particular comes between, the acceptance came first:
    it stands as if it had been written when it was looked at, milliseconds before."""

    look: Look
    around: Situation

    @property
    def agreement(self) -> Agreement:
        """The agreement itself, known to no session."""
        return self.look.agreement

    @property
    def code(self) -> Known | None:
        """The latest acceptance code that was asked for."""
        if self.look.code is None:
            return None
        known = {name: value for name, value in self.look.code.items() if name != "id"}
        return Known(**known | {"state": CodeState(known["state"])})


async def seen_by_graduate(connection: Connection, agreement_id: UUID, graduate_id: UUID) -> Seen:
    """Look at an agreement of a graduate.

    Raises:
        NoSuchAgreement: there is none, or it is somebody else's.
    """
    look = await store.look(connection, agreement_id, graduate_id)
    return Seen(look, _situation(look))


def _situation(look: Look) -> Situation:
    return Situation(
        employer=Employer(**look.employer) if look.employer else None,
        graduate=Graduate(**look.graduate) if look.graduate else None,
        settings=SignSettings(**look.settings) if look.settings else None,
        live=Agreement(**look.live) if look.live else None,
        agreement_type=AgreementType(look.agreement_type) if look.agreement_type else AgreementType.THREE_PARTY,
    )
