"""A case of “这不是我签的” that the school lets lie: it is reminded, as of every wait."""

from common.contracts.agreements import ReminderDue
from tests.agreements.conftest import Time
from tests.agreements.endings.support import FOUND, NOT_MINE, done
from tests.agreements.world import World


class TestTheSchool:
    async def test_alone_is_reminded_once_when_a_case_is_due(self, world: World, time: Time) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        time.is_("2026-11-14T10:00:00+08:00")
        await done(world, person, sent["id"], "dispute", **NOT_MINE)
        time.is_("2026-11-20T23:59:59+08:00")  # the review itself would be overdue since midnight
        assert await world.harness.run_job("remind") == 0
        time.is_("2026-11-21T00:00:00+08:00")
        assert (await world.harness.run_job("remind"), await world.harness.run_job("remind")) == (1, 0)
        [said] = await world.harness.emitted(ReminderDue)
        assert (said.matter, said.remind, said.number, said.overdue) == ("dispute", "school", 1, True)
        assert said.waiting_since.isoformat() == "2026-11-14T02:00:00+00:00"

    async def test_is_not_reminded_of_a_case_that_was_decided(self, world: World, time: Time) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        signed = await world.signed(await world.employer(), person)
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        await done(world, world.school, signed["id"], "dismiss-dispute", **FOUND)
        time.is_("2026-12-12T10:00:00+08:00")
        assert await world.harness.run_job("remind") == 0

    async def test_is_reminded_of_the_review_again_when_the_case_is_dismissed(self, world: World, time: Time) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await world.pass_as(world.department, sent["id"])
        time.is_("2026-11-20T10:00:00+08:00")
        await world.harness.run_job("remind")
        await done(world, person, sent["id"], "dispute", **NOT_MINE)
        time.is_("2026-12-01T10:00:00+08:00")
        await world.harness.run_job("remind")
        said = await world.harness.emitted(ReminderDue)
        assert [one.matter for one in said] == ["review", "dispute"]
        assert len({one.reminder_id for one in said}) == 2
        await done(world, world.school, sent["id"], "dismiss-dispute", **FOUND)
        [row] = await world.harness.rows("SELECT reminders_sent FROM agreements")
        assert (row.reminders_sent, await world.harness.run_job("remind")) == (1, 0)
