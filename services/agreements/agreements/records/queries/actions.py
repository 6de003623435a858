"""Which actions are open to a reader, over all processes, and why not."""

from datetime import datetime

from agreements.endings import states as endings
from agreements.forms import states as forms
from agreements.offline import states as offline
from agreements.records.states import Action, Case, Doer, Kind, Option
from agreements.rescission.states import LIVES as RESCISSION
from agreements.signing import states as signing
from agreements.supplement import states as supplement
from common.lifecycle import Lifecycle

PROCESSES: dict[Kind, tuple[Lifecycle, ...]] = {
    Kind.ONLINE: (signing.LIFE, RESCISSION[Kind.ONLINE], endings.LIFE),
    Kind.OFFLINE: (offline.LIFE, forms.LIFE, RESCISSION[Kind.OFFLINE], endings.LIFE),
    Kind.SUPPLEMENT: (supplement.LIFE, forms.LIFE, RESCISSION[Kind.SUPPLEMENT], endings.LIFE),
}
"""The processes that an agreement of a kind can be in."""


def options_of(actor: Doer, case: Case, now: datetime) -> list[Option]:
    """Every action that the actor's role ever has on an agreement of this kind, allowed now or why not."""
    found: dict[Action, Option] = {}
    for process in PROCESSES[case.kind]:
        for option in process.options(case, actor, now):
            known = found.get(option.action)
            if known is None or (known.refusal and not option.refusal):
                found[option.action] = option
    return list(found.values())
