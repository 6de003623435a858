"""失效: what a change on the roster does to favourites, invitations and agreements."""

from typing import Any

import pytest
from sqlalchemy import event as sql_events

from common.contracts.agreements import (
    AgreementInvalidated,
    InvitationExpired,
)
from common.contracts.identity import GraduateCorrected, GraduateEnrolled, GraduateRemoved
from common.messaging.consumer import Done
from common.messaging.envelope import seal
from tests.agreements.conftest import Time
from tests.agreements.endings.support import FOUND, NOT_MINE, done, refused, remove, restate, states, tell
from tests.agreements.races.support import inconsistencies
from tests.agreements.rescission.support import ask
from tests.agreements.world import World

BARRED = [
    ({"on_roster": False, "may_sign": False}, "毕业生已不在学生名单中"),
    ({"training_mode_code": "21"}, "毕业生的培养方式已改为不可网签"),
    ({"training_mode_code": "41"}, "毕业生的培养方式已改为不可网签"),
    ({"may_sign": False}, "毕业生“是否可以签约”已改为“否”"),
]


class TestAGraduateWhoMayNoLongerSign:
    @pytest.mark.parametrize(("change", "reason"), BARRED)
    async def test_loses_everything_that_has_not_ended(self, world: World, change: dict[str, Any], reason: str) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer("甲公司"), person)
        employer = await world.employer("乙公司")
        invited = await world.invite(employer, person)
        await world.correct(person, 2, **change)
        for agreement in (signed, invited):
            seen = await world.read(world.school, agreement["id"])
            assert (seen["status"]["label"], seen["status"]["tab"]["label"]) == ("失效", "失效")
            assert seen["ending"]["reason"]["label"] == reason
            assert (seen["timeline"][-1]["by"], seen["timeline"][-1]["reason"]) == ("系统", reason)
        said = await world.harness.emitted(AgreementInvalidated)
        assert {(str(one.agreement_id), one.was_signed, one.reason) for one in said} == {
            (signed["id"], True, reason),
            (invited["id"], False, reason),
        }
        assert (await world.as_(employer).get("/v1/favourites")).json()["items"] == []
        assert await refused(world, person, invited["id"], "accept", version=1, terms_sha256="0" * 64) == (
            409,
            "status_allows_this_action",
        )
        assert await inconsistencies(world) == []

    async def test_a_review_ends_too(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await remove(world, person)
        assert (await world.read(person, sent["id"]))["review_step"] is None
        answer = await world.post(world.department, sent["id"], "pass")
        assert (answer.status_code, answer.json()["state"]) == (409, "invalidated")

    async def test_a_rescission_under_way_and_a_case_end_with_it(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await ask(world, person, signed["id"])
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        await remove(world, person)
        seen = await world.read(person, signed["id"])
        assert (seen["status"]["code"], seen["frozen"]) == ("invalidated", False)
        assert seen["disputes"][0]["outcome"]["label"] == "签约已失效，不再处理"
        assert await refused(world, world.school, signed["id"], "dismiss-dispute", **FOUND) == (
            409,
            "status_allows_this_action",
        )

    async def test_what_has_ended_before_stays_as_it_ended(self, world: World) -> None:
        person = await world.graduate()
        declined = await world.invite(await world.employer(), person)
        await world.post(person, declined["id"], "decline")
        before = await states(world)
        await remove(world, person)
        assert await states(world) == before

    async def test_an_invitation_whose_time_is_over_expires_however_late_the_clock_is(
        self, world: World, time: Time
    ) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        sent = await world.invite(await world.employer(), person, valid_days=1)
        time.is_("2026-11-14T00:00:00+08:00")
        await remove(world, person)
        await world.harness.run_job("expire_invitations")
        assert await states(world) == {sent["id"]: ("expired", 2)}
        assert len(await world.harness.emitted(InvitationExpired)) == 1

    async def test_stays_invalid_when_the_roster_turns_back_and_can_sign_anew(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        await remove(world, person)
        await tell(world, GraduateEnrolled, person, 3)
        assert (await world.read(person, signed["id"]))["status"]["code"] == "invalidated"
        again = await world.signed(employer, person)
        assert (again["status"]["code"], again["number"] != signed["number"]) == ("signed", True)

    async def test_nobody_else_is_touched(self, world: World) -> None:
        employer, person, other = await world.employer(), await world.graduate(), await world.graduate("王䶮")
        signed = await world.signed(employer, other)
        await remove(world, person)
        assert (await world.read(other, signed["id"]))["status"]["code"] == "signed"


class TestACorrectedIdentity:
    @pytest.mark.parametrize(
        ("change", "title"),
        [
            ({"name": "买买提"}, "姓名"),
            ({"person_index": "0" * 64}, "身份证号"),
            ({"level_code": "11"}, "学历层次"),
        ],
    )
    async def test_ends_invitations_and_marks_what_was_accepted(
        self, world: World, change: dict[str, Any], title: str
    ) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer("甲公司"), person)
        invited = await world.invite(await world.employer("乙公司"), person)
        await world.correct(person, 2, **change)
        kept, ended = [await world.read(world.school, one["id"]) for one in (signed, invited)]
        assert (kept["status"]["code"], kept["changed_on_roster"]) == ("signed", [title])
        assert kept["version"] == signed["version"]
        assert ended["status"]["code"] == "invalidated"
        assert ended["ending"]["reason"]["label"] == "毕业生的姓名、身份证号、毕业院校或学历层次已更正"
        assert await inconsistencies(world) == []

    async def test_the_mark_goes_when_the_roster_turns_back(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await world.correct(person, 2, name="买买提", level_code="11")
        assert (await world.read(world.school, signed["id"]))["changed_on_roster"] == ["姓名", "学历层次"]
        await world.correct(person, 3)
        assert (await world.read(world.school, signed["id"]))["changed_on_roster"] == []

    async def test_other_corrections_end_nothing(self, world: World) -> None:
        person = await world.graduate()
        employer = await world.employer()
        invited = await world.invite(employer, person)
        await world.correct(person, 2, department="数学学院", major_name="数学")
        assert await states(world) == {invited["id"]: ("awaiting_graduate", 2)}
        assert len((await world.as_(employer).get("/v1/favourites")).json()["items"]) == 1
        assert (await world.accept(person, invited["id"]))["status"]["code"] == "in_review"

    async def test_a_favourite_that_was_added_since_stays(self, world: World) -> None:
        before, after, person = await world.employer("甲公司"), await world.employer("乙公司"), await world.graduate()
        await world.favourite(before, person)
        await world.correct(person, 2, name="买买提")
        person.facts["name"] = "买买提"
        kept = await world.favourite(after, person)
        await restate(world, person, 2)
        assert (await world.as_(before).get("/v1/favourites")).json()["items"] == []
        [row] = (await world.as_(after).get("/v1/favourites")).json()["items"]
        assert row["id"] == kept


class TestDelivery:
    async def test_twice_is_once(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        event = GraduateRemoved.model_validate(
            person.facts | {"may_sign": False, "on_roster": False, "reason": "转专业"}
        )
        envelope = seal(event, sequence=2, correlation_id=None, causation_id=None)
        assert await world.harness.deliver_envelope(envelope) == Done()
        assert await world.harness.deliver_envelope(envelope) == Done(duplicate=True)
        await restate(world, person, 2, may_sign=False, on_roster=False)
        assert await states(world) == {sent["id"]: ("invalidated", 2)}
        assert len(await world.harness.emitted(AgreementInvalidated)) == 1

    @pytest.mark.parametrize(("change", "reason"), BARRED)
    async def test_a_bar_that_comes_after_the_roster_has_turned_back_does_the_same(
        self, world: World, change: dict[str, Any], reason: str
    ) -> None:
        """失效 stays so: in order the bar would have ended it, and turning back would have left it."""
        person, employer = await world.graduate(), await world.employer()
        sent = await world.invite(employer, person)
        await world.correct(person, 3)
        await world.correct(person, 2, **change)
        assert await states(world) == {sent["id"]: ("invalidated", 2)}
        assert (await world.read(employer, sent["id"]))["ending"]["reason"]["label"] == reason
        assert (await world.as_(employer).get("/v1/favourites")).json()["items"] == []
        assert await inconsistencies(world) == []

    async def test_a_bar_that_comes_late_leaves_what_was_begun_since(self, world: World) -> None:
        person, employer = await world.graduate(), await world.employer()
        barred = GraduateCorrected.model_validate(person.facts | {"may_sign": False})
        late = seal(barred, sequence=2, correlation_id=None, causation_id=None)
        await world.correct(person, 3)
        sent = await world.invite(employer, person)
        assert await world.harness.deliver_envelope(late) == Done()
        assert await states(world) == {sent["id"]: ("awaiting_graduate", 1)}
        assert len((await world.as_(employer).get("/v1/favourites")).json()["items"]) == 1

    async def test_an_older_correction_that_comes_late_ends_nothing(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.correct(person, 3)
        await world.correct(person, 2, name="买买提")
        assert await states(world) == {sent["id"]: ("awaiting_graduate", 1)}

    async def test_a_removal_that_was_missed_acts_when_it_is_restated(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.harness.rows("UPDATE graduates SET on_roster = false, may_sign = false, sequence = 2 RETURNING 1")
        await restate(world, person, 2, on_roster=False, may_sign=False)
        assert await states(world) == {sent["id"]: ("invalidated", 2)}

    async def test_many_invitations_end_with_as_many_statements_as_one(self, world: World) -> None:
        employers = [await world.employer(f"公司{number}") for number in range(12)]
        popular, modest = await world.graduate(), await world.graduate("王䶮")
        for employer in employers:
            await world.invite(employer, popular)
        await world.invite(employers[0], modest)
        asked: list[str] = []
        engine = world.harness.context.database.engine.sync_engine
        sql_events.listen(engine, "before_cursor_execute", lambda *facts: asked.append(facts[2]))
        await remove(world, modest)
        for_one = len(asked)
        asked.clear()
        await remove(world, popular)
        assert len(asked) == for_one <= 20
        assert len(await world.harness.emitted(AgreementInvalidated)) == 13
        assert await inconsistencies(world) == []
