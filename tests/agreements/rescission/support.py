"""Steps of a rescission, as tests speak of them."""

from typing import Any

import httpx
from sqlalchemy import text

from common.auth.actors import Actor
from tests.agreements.files.support import uploaded
from tests.agreements.world import SCHOOL, Person, World

FURTHER_STUDY = {"reason": "further_study", "detail": "已被录取为研究生。"}
NOT_KEPT = {"reason_code": "other", "detail": "解约说明与事实不符。"}


async def on_paper(world: World, agreement_id: str, kind: str = "offline") -> None:
    """As if it had been signed on paper: of such agreements only the graduate asks."""
    await change(world, agreement_id, f"kind = '{kind}', deadline = NULL, valid_days = NULL")


async def change(world: World, agreement_id: str, columns: str) -> None:
    """Behind the service's back."""
    async with world.harness.context.database.transaction() as session:
        await session.execute(text(f"UPDATE agreements SET {columns} WHERE id = '{agreement_id}'"))


async def done(world: World, actor: Actor | Person, agreement_id: str, verb: str, **body: Any) -> dict[str, Any]:
    """A step that must succeed."""
    answer = await world.post(actor, agreement_id, verb, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ask(world: World, actor: Actor | Person, agreement_id: str, **other: Any) -> dict[str, Any]:
    """申请解约, which must succeed."""
    return await done(world, actor, agreement_id, "request-rescission", **(FURTHER_STUDY | other))


async def try_to_ask(world: World, actor: Actor | Person, agreement_id: str, **other: Any) -> httpx.Response:
    """申请解约, as it may go."""
    return await world.post(actor, agreement_id, "request-rescission", **(FURTHER_STUDY | other))


async def proof(world: World, person: Person) -> str:
    """解约函 that the graduate has just uploaded."""
    return await uploaded(world, person, "rescission_proof")


async def school_proof(world: World) -> str:
    """Material of the school's, likewise."""
    return await uploaded(world, f"school:{SCHOOL}", "rescission_proof")


def option(agreement: dict[str, Any], action: str) -> dict[str, Any]:
    """What the reader is told about one action."""
    return next(option for option in agreement["actions"] if option["action"] == action)
