"""The graduate's department was corrected on the roster: another one reads and reviews from now on."""

from dataclasses import replace
from uuid import uuid4

from common.contracts.agreements import (
    AgreementMovedDepartment,
    AgreementPassedByDepartment,
    ReminderDue,
)
from tests.agreements.conftest import Time
from tests.agreements.endings.support import NOT_MINE, done, remove, restate, states
from tests.agreements.races.support import inconsistencies
from tests.agreements.rescission.support import ask
from tests.agreements.world import DEPARTMENT, World

PRINTED = "SELECT status, department, terms_sha256, terms_version, due_at, next_reminder_at FROM agreements"
WAITING = "SELECT due_at, next_reminder_at, waiting_since FROM agreements"
MATHEMATICS = "数学学院"


class TestACorrectedDepartment:
    async def test_moves_a_review_to_the_department_that_the_graduate_is_in_now(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        other, before = replace(world.department, id=uuid4(), department=MATHEMATICS), await world.harness.rows(PRINTED)
        await world.correct(person, 2, department=MATHEMATICS)
        assert (await world.post(world.department, sent["id"], "pass")).status_code == 404
        assert (await world.as_(world.department).get("/v1/agreements")).json()["items"] == []
        [row] = (await world.as_(other).get("/v1/agreements?waiting_for_me=true&department=数学学院")).json()["items"]
        assert (row["id"], row["graduate"]["department"]) == (sent["id"], MATHEMATICS)
        assert await world.harness.rows(PRINTED) == before
        await world.pass_as(other, sent["id"])
        [said] = await world.harness.emitted(AgreementPassedByDepartment)
        assert said.department == MATHEMATICS

    async def test_what_has_ended_is_read_by_it_too(self, world: World) -> None:
        person = await world.graduate()
        declined = await world.invite(await world.employer(), person)
        await world.post(person, declined["id"], "decline")
        await world.correct(person, 2, department=MATHEMATICS)
        other = replace(world.department, id=uuid4(), department=MATHEMATICS)
        assert (await world.read(other, declined["id"]))["graduate"]["department"] == MATHEMATICS
        assert (await world.as_(world.department).get(f"/v1/agreements/{declined['id']}")).status_code == 404
        assert (await world.read(person, declined["id"]))["graduate"]["department"] == DEPARTMENT
        assert await inconsistencies(world) == []
        [said] = await world.harness.emitted(AgreementMovedDepartment)
        assert (said.department, said.review_step, said.matter) == (MATHEMATICS, None, None)

    async def test_is_a_change_with_an_event_of_its_own_and_the_wait_goes_on(self, world: World) -> None:
        person, employer = await world.graduate(), await world.employer()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        before = await world.harness.rows(WAITING)
        await world.correct(person, 2, department=MATHEMATICS)
        assert await states(world) == {sent["id"]: ("in_review", 3)}
        assert await world.harness.rows(WAITING) == before
        [said] = await world.harness.emitted(AgreementMovedDepartment)
        assert (said.previous_department, said.department) == (DEPARTMENT, MATHEMATICS)
        assert (said.review_step, said.matter) == ("department", "review")
        last = (await world.read(world.school, sent["id"]))["timeline"][-1]
        assert (last["action"]["label"], last["by"]) == ("毕业生院系变更", "系统")
        assert last["detail"] == f"由“{DEPARTMENT}”变更为“{MATHEMATICS}”"
        assert (await world.read(employer, sent["id"]))["timeline"][-1]["detail"] is None
        assert await inconsistencies(world) == []

    async def test_asks_nobody_to_review_what_rests(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await done(world, person, sent["id"], "dispute", **NOT_MINE)
        await world.correct(person, 2, department=MATHEMATICS)
        [said] = await world.harness.emitted(AgreementMovedDepartment)
        assert (said.department, said.review_step, said.matter) == (MATHEMATICS, None, None)
        assert (await world.read(world.school, sent["id"]))["frozen"]

    async def test_moves_the_review_of_a_rescission(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        await ask(world, person, signed["id"])
        await done(world, employer, signed["id"], "agree-rescission")
        await world.correct(person, 2, department=MATHEMATICS)
        [said] = await world.harness.emitted(AgreementMovedDepartment)
        assert (said.review_step, said.matter) == ("department", "rescission_review")

    async def test_a_review_that_ends_with_it_is_not_waited_for(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await remove(world, person, department=MATHEMATICS)
        assert await states(world) == {sent["id"]: ("invalidated", 4)}
        [said] = await world.harness.emitted(AgreementMovedDepartment)
        assert (said.department, said.review_step) == (MATHEMATICS, None)

    async def test_twice_is_once_and_what_is_older_moves_nothing_back(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.correct(person, 3, department=MATHEMATICS)
        await world.correct(person, 2, department="文学院")
        await restate(world, person, 3, department=MATHEMATICS)
        assert await states(world) == {sent["id"]: ("awaiting_graduate", 2)}
        assert len(await world.harness.emitted(AgreementMovedDepartment)) == 1

    async def test_whoever_reviews_is_reminded_and_not_whoever_did(self, world: World, time: Time) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await world.correct(person, 2, department=MATHEMATICS)
        time.is_("2026-11-20T10:00:00+08:00")
        await world.harness.run_job("remind")
        [said] = await world.harness.emitted(ReminderDue)
        assert (said.remind, said.department) == ("department", MATHEMATICS)

    async def test_nobody_elses_is_moved(self, world: World) -> None:
        person, other = await world.graduate(), await world.graduate("王䶮")
        kept = await world.invite(await world.employer(), other)
        await world.correct(person, 2, department=MATHEMATICS)
        assert (await world.read(world.department, kept["id"]))["graduate"]["department"] == DEPARTMENT

    async def test_a_correction_of_the_school_leaves_it_to_whom_it_was_sent(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await world.correct(person, 2, school_code="19902", school_name="上海示例大学", department=MATHEMATICS)
        assert (await world.read(world.department, signed["id"]))["graduate"]["department"] == DEPARTMENT
