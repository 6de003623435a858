"""Graduates who fill in agreements on paper."""

from typing import Any

import httpx

from common.auth.actors import Actor, EmployerUser
from tests.agreements.files.support import uploaded
from tests.agreements.world import LETTER, Person, World

TYPED = {
    "name": "杭州示例机械有限公司",
    "nature_code": "39",
    "industry_code": "34",
    "region_code": "330106",
    "address": "文三路1号",
}
"""An employer that is not on the platform."""
CONTENT = {field: value for field, value in LETTER.items() if field != "valid_days"}
WHY = {"reason_code": "employer_not_operating", "detail": "单位已注销。"}
VERIFIED = {"name": "北京示例科技有限公司", "uscc": "91110108MA00TTT09Y"}
"""How the world's employer is named by its graduate."""


def form(employer: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
    """A whole form."""
    return {"employer": TYPED | (employer or {}), "letter": CONTENT | content}


async def try_to_submit(world: World, person: Person, **body: Any) -> httpx.Response:
    return await world.as_(person).post("/v1/offline-agreements", json=form() | body)


async def submit(world: World, person: Person, **body: Any) -> dict[str, Any]:
    """In review."""
    answer = await try_to_submit(world, person, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def prepared(world: World, person: Person, **body: Any) -> dict[str, Any]:
    """To be sealed."""
    return await passed(world, (await submit(world, person, **body))["id"])


async def passed(world: World, agreement_id: str) -> dict[str, Any]:
    """By department and school."""
    await world.pass_as(world.department, agreement_id)
    return await world.pass_as(world.school, agreement_id)


async def upload(world: World, side: Person | EmployerUser, agreement_id: str) -> dict[str, Any]:
    """The sealed copy of one page."""
    file_id = await uploaded(world, side, "agreement_copy")
    return await done(world, side, agreement_id, "upload-copy", file_ids=[file_id])


async def signed_offline(world: World, person: Person, **body: Any) -> dict[str, Any]:
    """The whole way."""
    sheet = await prepared(world, person, **body)
    await upload(world, person, sheet["id"])
    return await passed(world, sheet["id"])


async def done(world: World, actor: Actor | Person, agreement_id: str, verb: str, **body: Any) -> dict[str, Any]:
    """Something that must be allowed."""
    answer = await world.post(actor, agreement_id, verb, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def labels(entry: dict[str, Any]) -> str:
    return entry["status"]["label"]
