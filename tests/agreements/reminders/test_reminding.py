"""The reminder job against PostgreSQL: everybody is told once, whatever the workers do."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from agreements.records import commands
from common.contracts.agreements import ReminderDue
from tests.agreements.conftest import Time
from tests.agreements.offline.support import TYPED, VERIFIED, prepared
from tests.agreements.world import Person, World

SENT = "2026-11-12T10:00:00+08:00"
DAY_BEFORE = "2026-11-14T00:00:00+08:00"
Invited = tuple[Person, dict[str, Any]]


@pytest.fixture
async def invited(world: World, time: Time) -> Invited:
    """A graduate with an invitation that ends at midnight after the 14th."""
    employer, person = await world.employer(), await world.graduate()
    time.is_(SENT)
    return person, await world.invite(employer, person, valid_days=2)


async def remind(world: World) -> int:
    return await world.harness.run_job("remind")


class TestReminders:
    async def test_the_graduate_is_told_a_day_before_the_deadline(
        self, world: World, invited: Invited, time: Time
    ) -> None:
        person, sent = invited
        time.is_("2026-11-13T23:59:59+08:00")
        assert await remind(world) == 0
        time.is_(DAY_BEFORE)
        assert await remind(world) == 1
        assert await remind(world) == 0
        [said] = await world.harness.emitted(ReminderDue)
        assert (str(said.agreement_id), said.graduate_id) == (sent["id"], person.id)
        assert (said.matter, said.remind, said.number, said.overdue) == ("invitation", "graduate", 1, False)

    async def test_it_is_no_change_of_the_agreement(self, world: World, invited: Invited, time: Time) -> None:
        person, sent = invited
        time.is_(DAY_BEFORE)
        await remind(world)
        seen = await world.read(person, sent["id"])
        assert (seen["version"], seen["updated_at"], len(seen["timeline"])) == (1, sent["updated_at"], 1)
        assert (await world.accept(person, sent["id"]))["version"] == 2
        [row] = await world.harness.rows("SELECT reminders_sent FROM agreements")
        assert row.reminders_sent == 0

    async def test_an_amendment_begins_a_new_wait(self, world: World, invited: Invited, time: Time) -> None:
        _, sent = invited
        time.is_(DAY_BEFORE)
        await remind(world)
        body = {"letter": (await self._draft(world, sent)) | {"valid_days": 5}, "version": 1}
        answer = await world.post(world.employer_of(sent), sent["id"], "amend-invitation", **body)
        assert answer.status_code == 200, answer.text
        assert await remind(world) == 0
        time.is_("2026-11-19T00:00:00+08:00")
        assert await remind(world) == 1
        ids = {said.reminder_id for said in await world.harness.emitted(ReminderDue)}
        assert len(ids) == 2

    async def test_an_answered_invitation_is_not_reminded_of(self, world: World, invited: Invited, time: Time) -> None:
        person, sent = invited
        await world.post(person, sent["id"], "decline")
        time.is_(DAY_BEFORE)
        assert await remind(world) == 0

    async def test_a_clock_that_is_later_than_the_deadline_says_nothing(
        self, world: World, invited: Invited, time: Time
    ) -> None:
        time.is_("2026-11-15T00:00:00+08:00")
        assert await remind(world) == 1
        assert await remind(world) == 0
        assert await world.harness.emitted(ReminderDue) == []

    async def test_a_review_is_told_to_whose_step_it_is_and_is_overdue_then(
        self, world: World, invited: Invited, time: Time
    ) -> None:
        person, sent = invited
        await world.accept(person, sent["id"])
        time.is_("2026-11-20T00:00:00+08:00")
        assert await remind(world) == 1
        await world.pass_as(world.department, sent["id"])
        time.is_("2026-11-28T00:00:00+08:00")
        assert await remind(world) == 1
        told = [(said.matter, said.remind, said.overdue) for said in await world.harness.emitted(ReminderDue)]
        assert told == [("review", "department", True), ("review", "school", True)]

    @pytest.mark.parametrize(
        ("employer", "told"), [(VERIFIED, ["employer", "graduate"]), ({}, ["graduate"])], ids=["linked", "typed in"]
    )
    async def test_the_sealed_copy_is_asked_of_both_sides_that_are_here(
        self, world: World, time: Time, employer: dict[str, Any], told: list[str]
    ) -> None:
        await world.employer()
        time.is_(SENT)
        await prepared(world, await world.graduate(), employer=TYPED | employer)
        time.is_("2026-12-31T00:00:00+08:00")
        assert (await remind(world), await remind(world)) == (1, 0)
        said = await world.harness.emitted(ReminderDue)
        assert sorted(one.remind for one in said) == told
        assert {one.matter for one in said} == {"upload"}

    async def test_a_disputed_agreement_rests(self, world: World, invited: Invited, time: Time) -> None:
        await world.harness.rows("UPDATE agreements SET frozen_at = now() RETURNING id")
        time.is_(DAY_BEFORE)
        await remind(world)
        assert await world.harness.emitted(ReminderDue) == []

    async def _draft(self, world: World, sent: dict[str, Any]) -> dict[str, Any]:
        draft = (await world.as_(world.employer_of(sent)).get("/v1/invitations/draft")).json()
        return dict(draft["letter"])


class TestManyWorkers:
    async def test_four_at_once_tell_everybody_once(self, world: World, time: Time) -> None:
        employer = await world.employer()
        time.is_(SENT)
        for _ in range(24):
            await world.invite(employer, await world.graduate(), valid_days=2)
        small = world.harness.context.settings.model_copy(update={"reminder_batch": 3})
        world.harness.context.settings = small
        time.is_(DAY_BEFORE)
        done = await asyncio.gather(*(remind(world) for _ in range(4)))
        assert sum(done) == 24
        said = await world.harness.emitted(ReminderDue)
        assert len(said) == len({one.reminder_id for one in said}) == 24

    async def test_a_round_that_failed_is_done_again_and_said_once(
        self, world: World, invited: Invited, time: Time
    ) -> None:
        time.is_(DAY_BEFORE)
        with pytest.raises(RuntimeError):
            await self._die_while_reminding(world)
        assert await world.harness.emitted(ReminderDue) == []
        assert await remind(world) == 1
        assert len(await world.harness.emitted(ReminderDue)) == 1

    async def _die_while_reminding(self, world: World) -> None:
        async with world.harness.context.database.transaction() as session:
            assert await commands.remind(session, 10) == 1
            raise RuntimeError("the worker dies")

    async def test_reminding_and_answering_at_once_harm_nobody(self, world: World, time: Time) -> None:
        employer = await world.employer()
        time.is_(SENT)
        persons = [await world.graduate() for _ in range(12)]
        sent = [(await world.invite(employer, person, valid_days=2))["id"] for person in persons]
        time.is_(DAY_BEFORE)
        answers = await asyncio.gather(
            *(world.post(person, agreement, "decline") for person, agreement in zip(persons, sent, strict=True)),
            remind(world),
            remind(world),
        )
        assert Counter(answer.status_code for answer in answers if isinstance(answer, httpx.Response)) == {200: 12}
        said = await world.harness.emitted(ReminderDue)
        assert len({one.reminder_id for one in said}) == len(said) <= 12
        [left] = await world.harness.rows("SELECT count(*) FROM agreements WHERE next_reminder_at IS NOT NULL")
        assert left[0] == 0
