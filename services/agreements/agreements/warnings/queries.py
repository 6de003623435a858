"""What readers of agreements are advised about employers."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties import queries as parties
from agreements.warnings import store
from agreements.warnings.schemas import WarningView
from agreements.warnings.tables import WarningEmployer
from common.answers import Coded
from common.auth.actors import Actor, DepartmentUser, Graduate, SchoolUser
from common.contracts.codes.warnings import ADVICE, WARNING_TYPES, employer_keys


async def warnings_for(session: AsyncSession, actor: Actor, employer_ids: Iterable[UUID]) -> dict[UUID, WarningView]:
    """What this reader is shown of these employers: their own school's marks, and national ones.

    Graduates, schools and departments are advised; employers are not.
    """
    if not isinstance(actor, Graduate | SchoolUser | DepartmentUser):
        return {}
    employers = await parties.employers(session, set(employer_ids))
    named = {employer_id: (row.uscc, row.name) for employer_id, row in employers.items()}
    return await warnings_by_name(session, actor, named)


async def warnings_by_name(
    session: AsyncSession, actor: Actor, named: Mapping[UUID, tuple[str | None, str]]
) -> dict[UUID, WarningView]:
    """The same of employers by USCC, where it is known, and name; the keys are the caller's."""
    if not isinstance(actor, Graduate | SchoolUser | DepartmentUser):
        return {}
    keys = {key: employer_keys(uscc, name) for key, (uscc, name) in named.items()}
    rows = await store.of_keys(session, {key for own in keys.values() for key in own})
    by_key = {row.employer_key: row for row in rows}
    return _shown(keys, by_key, actor.school_code)


def _shown(
    keys: Mapping[UUID, Sequence[str]], by_key: Mapping[str, WarningEmployer], school_code: str
) -> dict[UUID, WarningView]:
    found = {}
    for employer_id, own in keys.items():
        view = _view([by_key[key] for key in own if key in by_key], school_code)
        if view is not None:
            found[employer_id] = view
    return found


def _view(rows: Sequence[WarningEmployer], school_code: str) -> WarningView | None:
    own = [mark for row in rows for mark in row.marks if mark["school_code"] == school_code]
    shared = [mark for row in rows if row.national for mark in row.marks]
    codes = {code for mark in [*own, *shared] for code in mark["warning_types"]}
    if not codes:
        return None
    return WarningView(
        types=[Coded(code=code, label=label) for code, label in WARNING_TYPES.items() if code in codes],
        national=bool(shared),
        by_own_school=bool(own),
        text=ADVICE,
    )
