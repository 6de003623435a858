"""再次发起签约: what an employer's list says of a signing that has failed (domain §6.15)."""

from typing import Any

from tests.agreements.records.test_list_costs import listing
from tests.agreements.world import World


def invite_of(row: dict[str, Any]) -> dict[str, Any]:
    [found] = [action for action in row["actions"] if action["action"] == "invite"]
    return found


class TestInvitingAgain:
    async def test_is_offered_with_the_favourite_after_a_refusal(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.post(person, sent["id"], "decline")
        [row] = (await world.as_(employer).get("/v1/agreements")).json()["items"]
        [favourite] = (await world.as_(employer).get("/v1/favourites")).json()["items"]
        assert row["favourite_id"] == favourite["id"]
        assert (invite_of(row)["allowed"], invite_of(row)["label"]) == (True, "发起签约邀请")
        seen = await world.read(employer, sent["id"])
        assert (seen["favourite_id"], invite_of(seen)["allowed"]) == (favourite["id"], True)

    async def test_is_refused_while_a_new_invitation_is_open(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.post(person, sent["id"], "decline")
        await world.invite(employer, person)
        refused = invite_of(await world.read(employer, sent["id"]))
        assert refused["rule"] == "employer_has_no_open_invitation_to_graduate"
        assert refused["who_can_change"]

    async def test_needs_the_favourite(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.post(person, sent["id"], "decline")
        [favourite] = (await world.as_(employer).get("/v1/favourites")).json()["items"]
        await world.as_(employer).delete(f"/v1/favourites/{favourite['id']}")
        seen = await world.read(employer, sent["id"])
        assert seen["favourite_id"] is None
        assert invite_of(seen)["rule"] == "graduate_is_a_favourite"
        assert invite_of(seen)["who_can_change"] == "本单位用户，可重新添加该毕业生"

    async def test_is_the_employers_and_only_after_a_failure(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        seen = await world.read(employer, sent["id"])
        assert (seen["favourite_id"], "invite" in {each["action"] for each in seen["actions"]}) == (None, False)
        await world.post(person, sent["id"], "decline")
        assert (await world.read(person, sent["id"]))["favourite_id"] is None

    async def test_takes_as_many_statements_for_twelve_as_for_two(self, world: World) -> None:
        employer = await world.employer()
        costs: list[int] = []
        for more in (2, 10):
            for _ in range(more):
                person = await world.graduate()
                sent = await world.invite(employer, person)
                await world.post(person, sent["id"], "decline")
            costs.append(len(await listing(world, employer, 12 if costs else 2)))
        assert costs[0] == costs[1]
