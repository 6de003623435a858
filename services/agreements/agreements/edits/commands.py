"""Recording an edit."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits import store
from agreements.edits.states import EditSource
from common import clock
from common.auth.actors import Actor
from common.crypto import Cipher


async def record_edit(
    session: AsyncSession,
    cipher: Cipher,
    subject: str,
    actor: Actor,
    *,
    version: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    source: EditSource | None = None,
) -> None:
    """Keep which fields have another value than before; `before` is empty for the first version.

    Args:
        source: what the values were taken from, if the actor did not edit the subject itself.
    """
    changes = [
        {"field": field, "before": before.get(field), "after": after.get(field)}
        for field in after
        if before.get(field) != after.get(field)
    ]
    await store.add(
        session,
        subject=subject,
        version=version,
        edited_at=clock.now(),
        actor_role=actor.role,
        actor_id=actor.id,
        actor_name=actor.name,
        source=source,
        changes=cipher.encrypt(orjson.dumps(changes).decode(), store.SEAL),
    )
