"""The history of edits, of one subject or of several together."""

from collections.abc import Mapping, Sequence

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


async def edits_of(
    session: AsyncSession, cipher: Cipher, subjects: Sequence[str], titles: Mapping[str, str], page: PageRequest
) -> Page[EditView]:
    """The latest edits first. `titles` are the fields' names on screens."""
    rows = await store.of_subjects(session, subjects, limit=page.limit + 1, before=page.position(int))
    return page_of(rows, page, lambda row: _view(row, cipher, titles), lambda row: row.id)


def _view(row: Edit, cipher: Cipher, titles: Mapping[str, str]) -> EditView:
    changes = orjson.loads(cipher.decrypt(row.changes, store.SEAL))
    return EditView(
        version=row.version,
        edited_at=row.edited_at,
        by=row.actor_name,
        by_role=ROLES[row.actor_role].label,
        source=Coded(code=row.source, label=EditSource(row.source).label) if row.source else None,
        changes=[FieldChange(**change, title=titles.get(change["field"], change["field"])) for change in changes],
    )
