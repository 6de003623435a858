"""The list of graduates comes from the employment system; what is corrected there after a confirmation counts here."""

from typing import Any

from deploy.demo.data import CHSI_PASSWORD
from deploy.demo.people import until
from deploy.demo.stage import SEARCH_SECONDS, Facts, Stage, or_refused, refusal, was_done
from deploy.embedded.platform import Platform
from tests.journeys.conftest import SetStage
from tests.journeys.outside import Outside, outside
from tests.journeys.roster import pulled, rows_of

CORRECTED, LEAVING = 1, 2


class TestRosterCorrection:
    async def test_what_was_confirmed_is_confirmed_again(self, set_stage: SetStage, platform: Platform) -> None:
        stage = await set_stage()
        async with outside(platform.sandbox_url) as beyond:
            rows = rows_of(stage)
            await beyond.list_graduates(stage.data.school.code, rows)
            first = await pulled(stage.school, mode="full")
            assert (first["new"], first["faulty"], first["removed"]) == (0, 0, 0)
            graduate = await stage.enter(CORRECTED)
            favourite = await stage.keep(stage.employer, CORRECTED)

            right_name = rows[CORRECTED]["姓名"] + "华"
            await beyond.list_graduates(stage.data.school.code, [rows[CORRECTED] | {"姓名": right_name}])
            assert (await pulled(stage.school))["changed"] == 1

            await graduate.refresh()
            refused = await refusal(graduate.get("/agreements/v1/agreements"))
            assert refused.code == "data_not_confirmed"
            refused = await refusal(graduate.sign_in())
            assert (refused.code, refused.problem["errors"][0]["field"]) == ("identity.enrolment_mismatch", "姓名")
            await renamed_at_chsi(beyond, stage, right_name)
            await graduate.sign_in()
            assert right_name in str((await graduate.confirm_data())["fields"])
            assert (await graduate.get("/agreements/v1/agreements"))["items"] == []
            await the_employer_adds_the_graduate_again(stage, favourite, right_name)

    async def test_who_is_struck_off_is_out_until_listed_again(self, set_stage: SetStage, platform: Platform) -> None:
        stage = await set_stage()
        school = stage.data.school.code
        async with outside(platform.sandbox_url) as beyond:
            rows = rows_of(stage)
            await beyond.list_graduates(school, rows)
            await pulled(stage.school, mode="full")
            graduate = await stage.enter(LEAVING)
            await stage.keep(stage.employer, LEAVING)

            await beyond.strike_off(school, rows[LEAVING]["考生号"], "未取得毕业资格")
            assert (await pulled(stage.school))["removed"] == 1
            refused = await refusal(graduate.refresh())
            assert refused.status in {401, 403}
            refused = await refusal(graduate.sign_in())
            assert "学校就业部门" in str(refused.problem)
            await until(lambda: found_by(stage, LEAVING), lambda found: not was_done(found), every=SEARCH_SECONDS)

            await beyond.list_graduates(school, [rows[LEAVING]])
            assert (await pulled(stage.school))["changed"] == 1
            await graduate.sign_in()
            await stage.keep(stage.rival, LEAVING)


async def found_by(stage: Stage, number: int) -> Any:
    return await or_refused(stage.rival.post("/agreements/v1/favourites", stage.searched(number)))


async def renamed_at_chsi(beyond: Outside, stage: Stage, name: str) -> None:
    person = stage.data.chsi_people()[CORRECTED]
    await beyond.know_person(person | {"name": name, "password": CHSI_PASSWORD})


async def the_employer_adds_the_graduate_again(stage: Stage, favourite: Facts, name: str) -> None:
    """The frozen copy is out of date; the new one works (guides/000 §4 note 2)."""
    letter = stage.data.employer.letter()
    refused = await refusal(
        stage.employer.post("/agreements/v1/invitations", {"favourite_id": favourite["id"], "letter": letter})
    )
    assert refused.problem["rule"] == "favourite_is_up_to_date"
    searched = stage.searched(CORRECTED) | {"name": name}
    await stage.employer.delete(f"/agreements/v1/favourites/{favourite['id']}")
    again = await stage.employer.post("/agreements/v1/favourites", searched)
    invited = await stage.employer.post("/agreements/v1/invitations", {"favourite_id": again["id"], "letter": letter})
    assert invited["graduate"]["name"] == name
