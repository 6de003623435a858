"""Endings, as tests speak of them."""

from typing import Any

from common.auth.actors import Actor
from common.contracts.identity import GraduateFacts, GraduateRemoved, GraduateRestated
from common.messaging.consumer import Done
from tests.agreements.world import Person, World

WHY = {"detail": "单位已注销，协议无法履行。", "talk": "11月12日电话联系陈静，单位确认并同意作废。"}
NOT_MINE = {"detail": "我没有登录过，也没有收到验证码。"}
FOUND = {"detail": "经核实登录记录，确系他人操作。"}


async def done(world: World, actor: Actor | Person, agreement_id: str, verb: str, **body: Any) -> dict[str, Any]:
    """A step that must succeed."""
    answer = await world.post(actor, agreement_id, verb, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refused(world: World, actor: Actor | Person, agreement_id: str, verb: str, **body: Any) -> tuple[int, str]:
    """The status and the rule, or the code, of a step that must be refused."""
    answer = await world.post(actor, agreement_id, verb, **body)
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.json().get("rule") or answer.json()["code"]


async def tell(world: World, kind: type[GraduateFacts], person: Person, sequence: int, **changes: Any) -> None:
    """What identity says of a graduate."""
    event = kind.model_validate(person.facts | changes)
    assert await world.harness.deliver(event, sequence=sequence) == Done()


async def remove(world: World, person: Person, sequence: int = 2, **changes: Any) -> None:
    """The school takes the graduate off the list."""
    gone = {"may_sign": False, "on_roster": False, "reason": "转专业"}
    await tell(world, GraduateRemoved, person, sequence, **gone, **changes)


async def restate(world: World, person: Person, sequence: int, **changes: Any) -> None:
    """Said again for whoever builds a copy anew."""
    await tell(world, GraduateRestated, person, sequence, **changes)


async def status_of(world: World, agreement: dict[str, Any]) -> str:
    """Where it stands now."""
    return str((await world.read(world.school, agreement["id"]))["status"]["code"])


async def states(world: World) -> dict[str, tuple[str, int]]:
    """Status and version of all agreements, by id."""
    rows = await world.harness.rows("SELECT id, status, version FROM agreements")
    return {str(row.id): (row.status, row.version) for row in rows}
