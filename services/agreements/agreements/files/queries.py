"""Waiting for documents' news of uploads, and who owns what."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from agreements.files import store
from common.auth.actors import EmployerUser, Graduate, SchoolUser
from common.service import Context

POLL_SECONDS = 0.1


def owner_of(actor: EmployerUser | Graduate | SchoolUser) -> str:
    """As documents writes the owner of what this actor uploads: all users of an employer or a school own together."""
    match actor:
        case EmployerUser():
            return f"employer:{actor.employer_id}"
        case Graduate():
            return f"graduate:{actor.graduate_id}"
        case _:
            return f"school:{actor.school_code}"


async def await_files(context: Context, file_ids: Collection[UUID]) -> None:
    """Wait until documents has told of all these files, but no longer than the settings say.

    The news of an upload comes by event and may be a moment behind the person who made it. Each look is a transaction
    of its own, so that nobody who waits holds a connection: the caller must hold none either. Whoever does not wait
    only refuses a file that was uploaded a moment ago.
    """
    wanted = set(file_ids)
    deadline = asyncio.get_running_loop().time() + context.settings.file_wait_seconds
    while True:
        async with context.database.transaction() as session:
            known = await store.known(session, wanted)
        if len(known) == len(wanted) or asyncio.get_running_loop().time() >= deadline:
            return
        await asyncio.sleep(POLL_SECONDS)
