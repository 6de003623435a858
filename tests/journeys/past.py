"""Nobody waits for days: what an agreement waits for is moved into the past instead, on whichever bus."""

import asyncpg

from deploy.embedded.platform import Platform

DEADLINE = "UPDATE agreements SET invited_at = invited_at - (deadline - now()), deadline = now() WHERE id = $1::uuid"
WAIT = "UPDATE agreements SET waiting_since = waiting_since - (due_at - now()), due_at = now() WHERE id = $1::uuid"


async def let_the_deadline_pass(platform: Platform, agreement_id: str) -> None:
    """The invitation was sent so long ago that it has just expired."""
    await _changed(platform, DEADLINE, agreement_id)


async def let_the_wait_pass(platform: Platform, agreement_id: str) -> None:
    """Whoever is waited for has been waited for as long as one may take."""
    await _changed(platform, WAIT, agreement_id)


async def _changed(platform: Platform, statement: str, agreement_id: str) -> None:
    connection = await asyncpg.connect(platform.database_url("agreements"))
    try:
        await connection.execute(statement, agreement_id)
    finally:
        await connection.close()
