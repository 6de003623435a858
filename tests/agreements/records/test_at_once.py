"""What is written with one statement is written whole, or not at all when it is no longer what was seen."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from agreements.records import queries as records
from agreements.records.commands import NOTHING, carry_out_at_once
from agreements.records.states import Action
from agreements.signing import states
from common import clock
from common.contracts.agreements import InvitationAccepted
from common.testing.eventually import eventually
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
        return (await carry_out_at_once(connection, seen, change, NOTHING, tried=None)).done


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

    async def test_writes_nothing_over_a_move_to_another_department_whose_name_the_next_event_has(
        self, world: World
    ) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        database = world.harness.context.database
        async with database.at_once() as connection:
            seen = await records.seen_by_graduate(connection, UUID(sent["id"]), person.id)
            change = states.apply(records.plain_case(seen.agreement), Action.DECLINE, person.actor, clock.now())
            await world.correct(person, 2, department="数学学院")
            assert not (await carry_out_at_once(connection, seen, change, NOTHING, tried=None)).done
        await world.accept(person, sent["id"])
        [said] = await world.harness.emitted(InvitationAccepted)
        assert said.department == "数学学院"

    async def test_waits_for_what_moves_no_version_and_is_written_then(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        async with world.harness.context.database.transaction() as other:
            await other.execute(text("UPDATE agreements SET reminders_sent = 1"))
            declining = asyncio.create_task(decline_as_seen(world, person, sent["id"], meanwhile=False))
            await eventually(lambda: one_waits(world))
        assert await declining
        assert await world.harness.rows(COUNTS) == [(2, 2, "declined")]


async def one_waits(world: World) -> bool:
    """Whether a statement waits for another's lock."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return len(await world.harness.rows(waiting)) == 1
