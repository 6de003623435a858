"""The history of edits, of one subject or of several together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits import store
from agreements.edits.schemas import EditView, FieldChange
from agreements.edits.states import EditSource
from agreements.edits.tables import Edit
from common.answers import Coded
from common.auth.actors import ROLES
from common.crypto import Cipher
from common.paging import Page, PageRequest, page_of

Shown = Callable[[str, Any], Any]
"""How people read a field's value: of a code its label."""


async def edits_of(
    session: AsyncSession,
    cipher: Cipher,
    subjects: Sequence[str],
    titles: Mapping[str, str],
    page: PageRequest,
    shown: Shown | None = None,
) -> Page[EditView]:
    """The latest edits first.

    Args:
        titles: the fields' names on screens.
        shown: without it values are as they are kept.
    """
    rows = await store.of_subjects(session, subjects, limit=page.limit + 1, before=page.position(int))
    return page_of(rows, page, lambda row: _view(row, cipher, titles, shown), lambda row: row.id)


def _view(row: Edit, cipher: Cipher, titles: Mapping[str, str], shown: Shown | None) -> EditView:
    changes = orjson.loads(cipher.decrypt(row.changes, store.SEAL))
    return EditView(
        version=row.version,
        edited_at=row.edited_at,
        by=row.actor_name,
        by_role=ROLES[row.actor_role].label,
        source=Coded(code=row.source, label=EditSource(row.source).label) if row.source else None,
        changes=[_change(**change, titles=titles, shown=shown) for change in changes],
    )


def _change(field: str, before: Any, after: Any, titles: Mapping[str, str], shown: Shown | None) -> FieldChange:
    if shown is not None:
        before, after = shown(field, before), shown(field, after)
    return FieldChange(field=field, title=titles.get(field, field), before=before, after=after)
