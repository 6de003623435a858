"""What is written with one statement is written whole, or not at all when it is no longer what was seen."""

from uuid import UUID

from agreements.records import queries as records
from agreements.records.commands import NOTHING, carry_out_at_once
from agreements.records.states import Action
from agreements.signing import states
from common import clock
from tests.agreements.world import Person, World

COUNTS = (
    "SELECT (SELECT count(*) FROM agreement_history) AS changes,"
    " (SELECT count(*) FROM outbox WHERE type LIKE 'agreements.invitation.%') AS said, status FROM agreements"
)


async def decline_as_seen(world: World, person: Person, agreement_id: str, *, meanwhile: bool) -> bool:
    """Look, let the graduate decline by another request or not, write what was decided on seeing."""
    async with world.harness.context.database.at_once() as connection:
        seen = await records.seen_by_graduate(connection, UUID(agreement_id), person.id)
        change = states.apply(records.plain_case(seen.agreement), Action.DECLINE, person.actor, clock.now())
        if meanwhile:
            assert (await world.post(person, agreement_id, "decline")).status_code == 200
        return await carry_out_at_once(connection, seen, change, NOTHING, uses_code=False)


class TestCarryOutAtOnce:
    async def test_writes_agreement_history_and_event(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        assert await decline_as_seen(world, person, sent["id"], meanwhile=False)
        assert await world.harness.rows(COUNTS) == [(2, 2, "declined")]

    async def test_writes_nothing_over_what_was_changed_meanwhile(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        assert not await decline_as_seen(world, person, sent["id"], meanwhile=True)
        assert await world.harness.rows(COUNTS) == [(2, 2, "declined")]
