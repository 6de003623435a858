"""失效: a favourite that the roster has ended is shown with the reason and can only be removed."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from agreements.favourites import commands
from agreements.records.states import InvalidReason
from common.auth.actors import EmployerUser
from tests.agreements.conftest import Time
from tests.agreements.world import COHORT, Person, World

PATH = "/v1/favourites"


async def invalidate(world: World, person: Person, reason: InvalidReason) -> int:
    async with world.harness.context.database.transaction() as session:
        return await commands.invalidate(session, person.id, reason)


async def listed(world: World, employer: EmployerUser, **params: Any) -> list[dict[str, Any]]:
    answer = await world.as_(employer).get(PATH, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestInvalid:
    @pytest.mark.parametrize(
        ("reason", "remedy"),
        [
            (InvalidReason.LEFT_ROSTER, "联系毕业生及其学校"),
            (InvalidReason.TRAINING_MODE, "联系毕业生及其学校"),
            (InvalidReason.MAY_NOT_SIGN, "联系毕业生及其学校"),
            (InvalidReason.IDENTITY_CORRECTED, "删除后按更正后的姓名"),
        ],
    )
    async def test_moves_to_the_other_list_with_reason_and_remedy(
        self, world: World, time: Time, reason: InvalidReason, remedy: str
    ) -> None:
        employer, person, other = await world.employer(), await world.graduate(), await world.graduate(name="王䶮")
        favourite = await world.favourite(employer, person)
        kept = await world.favourite(employer, other)
        time.is_("2026-11-12T10:00:00+08:00")
        assert await invalidate(world, person, reason) == 1
        assert [row["id"] for row in await listed(world, employer)] == [kept]
        [gone] = await listed(world, employer, state="invalid")
        assert (gone["id"], gone["name"]) == (favourite, "买买提·吐尔逊")
        assert gone["invalid"]["at"] == "2026-11-12T02:00:00Z"
        assert gone["invalid"]["reason"] == {"code": reason.value, "label": reason.label}
        assert remedy in gone["invalid"]["remedy"]

    async def test_ends_the_favourites_of_all_employers_once_and_keeps_the_first_reason(self, world: World) -> None:
        person = await world.graduate()
        employers = [await world.employer(name) for name in ("甲公司", "乙公司")]
        for employer in employers:
            await world.favourite(employer, person)
        assert await invalidate(world, person, InvalidReason.LEFT_ROSTER) == 2
        assert await invalidate(world, person, InvalidReason.TRAINING_MODE) == 0
        reasons = [(await listed(world, each, state="invalid"))[0]["invalid"]["reason"]["code"] for each in employers]
        assert reasons == ["left_roster", "left_roster"]

    async def test_cannot_be_invited_although_the_roster_has_turned_back(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await invalidate(world, person, InvalidReason.MAY_NOT_SIGN)
        refused = await world.try_to_invite(employer, favourite)
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.favourite_invalid",
            "favourite_is_valid",
        )
        assert told["who_can_change"] == "本单位用户"

    async def test_does_not_keep_the_graduate_from_being_added_as_they_are_now(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        before = await world.favourite(employer, person)
        await world.correct(person, 2, name="买买提")
        await invalidate(world, person, InvalidReason.IDENTITY_CORRECTED)
        client, known = world.as_(employer), person.as_known(name="买买提")
        found = await client.post("/v1/graduate-searches", json=known)
        assert found.json()["favourite_id"] is None
        added = await client.post(PATH, json=known)
        assert added.status_code == 201
        assert (await client.post(PATH, json=known)).json()["favourite_id"] == added.json()["id"]
        assert (await world.try_to_invite(employer, added.json()["id"])).status_code == 201
        assert (await client.delete(f"{PATH}/{before}")).status_code == 204
        assert await listed(world, employer, state="invalid") == []

    async def test_the_database_wants_both_time_and_reason(self, world: World) -> None:
        await world.favourite(await world.employer(), await world.graduate())
        for change in (
            "invalid_at = now()",
            "invalid_reason = 'left_roster'",
            "invalid_at = now(), invalid_reason = 'x'",
        ):
            with pytest.raises(IntegrityError, match="ck_favourites_invalid"):
                async with world.harness.context.database.transaction() as session:
                    await session.execute(text(f"UPDATE favourites SET {change}"))


class TestLists:
    async def test_are_filtered_by_a_part_of_the_name(self, world: World) -> None:
        employer = await world.employer()
        for name in ("买买提·吐尔逊", "吐尔逊·买买提", "王䶮", "JOHN SMITH"):
            await world.favourite(employer, await world.graduate(name=name))
        found = {
            part: [row["name"] for row in await listed(world, employer, name=part)] for part in ("买买提 ", "john")
        }
        assert found == {"买买提 ": ["吐尔逊·买买提", "买买提·吐尔逊"], "john": ["JOHN SMITH"]}
        refused = await world.as_(employer).get(PATH, params={"name": "100%"})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")

    async def test_counts_per_cohort_tell_what_each_list_holds(self, world: World) -> None:
        employer = await world.employer()
        people = [await world.graduate(cohort=cohort) for cohort in (COHORT, COHORT + 1, COHORT, COHORT - 3)]
        for person in people:
            await world.favourite(employer, person)
        await invalidate(world, people[0], InvalidReason.LEFT_ROSTER)
        await invalidate(world, people[3], InvalidReason.LEFT_ROSTER)
        counts = (await world.as_(employer).get(f"{PATH}/counts")).json()
        assert [(row["cohort_label"], row["valid"], row["invalid"]) for row in counts] == [
            ("2028届", 1, 0),
            ("2027届", 1, 1),
            ("2024届", 0, 1),
        ]
        for row in counts:
            for state in ("valid", "invalid"):
                assert len(await listed(world, employer, state=state, cohort=row["cohort"])) == row[state]
        assert (await world.as_(await world.employer("乙公司")).get(f"{PATH}/counts")).json() == []


class TestRemovingSeveral:
    async def test_removes_ones_own_and_tells_which_were_there(self, world: World) -> None:
        employer, other = await world.employer("甲公司"), await world.employer("乙公司")
        people = [await world.graduate() for _ in range(3)]
        own = [await world.favourite(employer, person) for person in people]
        foreign = await world.favourite(other, people[0])
        await invalidate(world, people[1], InvalidReason.LEFT_ROSTER)
        body = {"favourite_ids": [*own[:2], foreign, str(uuid4())]}
        removed = await world.as_(employer).post(f"{PATH}/remove", json=body)
        assert (removed.status_code, removed.json()) == (200, {"removed": sorted(own[:2])})
        assert [row["id"] for row in await listed(world, employer)] == [own[2]]
        assert await listed(world, employer, state="invalid") == []
        assert len(await listed(world, other)) == 1

    async def test_needs_one_and_takes_a_thousand(self, world: World) -> None:
        client = world.as_(await world.employer())
        for count, status in ((0, 422), (1, 200), (1000, 200), (1001, 422)):
            answer = await client.post(f"{PATH}/remove", json={"favourite_ids": [str(uuid4()) for _ in range(count)]})
            assert answer.status_code == status

    async def test_is_for_employers(self, world: World) -> None:
        for actor in (await world.graduate(), world.school, world.department):
            answer = await world.as_(actor).post(f"{PATH}/remove", json={"favourite_ids": [str(uuid4())]})
            assert answer.status_code == 403
