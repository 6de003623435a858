"""What finds a contradiction between history and events can find one."""

import pytest
from sqlalchemy import text

from tests.agreements.races.support import inconsistencies
from tests.agreements.world import World

SAY_OTHERWISE = "UPDATE outbox SET body = convert_to(replace(convert_from(body, 'UTF8'), :right, :wrong), 'UTF8')"
SAY_AGAIN = """
INSERT INTO outbox (event_id, type, body) SELECT gen_random_uuid(), type,
 convert_to(replace(convert_from(body, 'UTF8'), :right, :wrong), 'UTF8') FROM outbox
"""
OTHER = "wangqian.agreements.invitation_declined.v1"


async def plant(world: World, sql: str, **values: str) -> int:
    """Write into the database what the service never writes. Returns how many rows it was."""
    async with world.harness.context.database.transaction() as session:
        return len((await session.execute(text(f"{sql} RETURNING id"), values)).all())


class TestInconsistencies:
    async def test_finds_none_in_a_whole_life(self, world: World) -> None:
        await world.signed(await world.employer(), await world.graduate())
        assert await inconsistencies(world) == []

    @pytest.mark.parametrize("version", [1, 2, 3, 4])
    async def test_finds_a_change_that_was_said_as_another(self, world: World, version: int) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        said = [one for one in await world.harness.envelopes() if one.subject == signed["id"]]
        [right] = [one.type for one in said if one.sequence == version]
        assert await plant(world, SAY_OTHERWISE, right=right, wrong=OTHER)
        assert [str(row.id) for row in await inconsistencies(world)] == [signed["id"]]

    async def test_finds_a_change_that_was_never_said(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate())
        assert await plant(world, "DELETE FROM outbox")
        assert [str(row.id) for row in await inconsistencies(world)] == [sent["id"]]

    async def test_finds_an_event_without_a_change(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate())
        assert await plant(world, SAY_AGAIN, right='"sequence":1,', wrong='"sequence":2,')
        assert [str(row.id) for row in await inconsistencies(world)] == [sent["id"]]
