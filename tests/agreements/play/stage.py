"""The stage: empty before each play, and how its answers are read."""

import httpx
from sqlalchemy import text

from common.testing.harness import ServiceHarness
from tests.agreements.world import World

TABLES = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
TRIGGER = "ALTER TABLE agreement_history {} TRIGGER agreement_history_append_only"


async def cleared(harness: ServiceHarness) -> World:
    """An empty database with a school. Each play has its own, so that all that is listed belongs to it."""
    async with harness.context.database.transaction() as session:
        tables = await session.scalar(text(TABLES + " AND tablename <> 'alembic_version'"))
        await session.execute(text(TRIGGER.format("DISABLE")))
        await session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        await session.execute(text(TRIGGER.format("ENABLE")))
    world = World(harness)
    await world.open_school()
    return world


def refusal_in(answer: httpx.Response) -> str | None:
    """The rule that refused, or what else did; None if nothing did."""
    if answer.is_success:
        return None
    problem = answer.json()
    if answer.status_code == 422:
        return "invalid"
    return str(problem.get("rule") or problem["code"].removeprefix("agreements."))
