"""What a new letter says of 户档: the profile as it is now (guides/000 §9)."""

from tests.agreements.world import RELOCATION, World


class TestDraft:
    async def test_takes_where_file_and_household_go_from_the_profile_as_it_is_now(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(), relocation=RELOCATION)
        moved = RELOCATION | {"file_receiver": "另一家人才中心"}
        await world.as_(employer).put("/v1/relocation-profile", json=moved, headers={"If-Match": '"1"'})
        draft = (await world.as_(employer).get("/v1/invitations/draft")).json()
        assert draft["letter"]["relocation"]["file_receiver"] == "另一家人才中心"
        sent = await world.invite(employer, await world.graduate(name="王䶮"), **draft["letter"])
        assert sent["relocation"]["file_receiver"] == "另一家人才中心"

    async def test_takes_of_the_profile_what_the_letter_takes_and_the_profile_still_offers(self, world: World) -> None:
        employer = await world.employer()
        await world.as_(employer).put("/v1/relocation-profile", json=RELOCATION)
        household = {name: value for name, value in RELOCATION.items() if not name.startswith("file_")}
        await world.invite(employer, await world.graduate(), relocation=household | {"accepts_file": False})
        kept = (await world.as_(employer).get("/v1/invitations/draft")).json()["letter"]["relocation"]
        assert (kept["accepts_file"], kept["file_receiver"], kept["accepts_household"]) == (False, None, True)
        none = {"accepts_file": False, "accepts_household": False}
        await world.as_(employer).put("/v1/relocation-profile", json=none, headers={"If-Match": '"1"'})
        kept = (await world.as_(employer).get("/v1/invitations/draft")).json()["letter"]["relocation"]
        assert (kept["accepts_household"], kept["household_address"]) == (False, None)

    async def test_says_nothing_of_file_and_household_where_the_letter_said_nothing(self, world: World) -> None:
        employer = await world.employer()
        await world.as_(employer).put("/v1/relocation-profile", json=RELOCATION)
        await world.invite(employer, await world.graduate(), relocation=None)
        assert (await world.as_(employer).get("/v1/invitations/draft")).json()["letter"]["relocation"] is None
