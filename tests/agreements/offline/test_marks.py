"""What the roster says otherwise than an agreement is marked for the school, and only that."""

from tests.agreements.offline.support import done, form, submit
from tests.agreements.world import World


class TestAFormThatIsSentAgain:
    async def test_has_the_corrected_name_and_no_mark(self, world: World) -> None:
        graduate = await world.graduate()
        sheet = await submit(world, graduate)
        await world.correct(graduate, 2, name="买买提·吐尔逊江")
        marked = await world.read(world.school, sheet["id"])
        await done(world, world.department, sheet["id"], "return", detail="请核对姓名。")
        await done(world, graduate, sheet["id"], "resubmit-sheet", **form())
        again = await world.read(world.school, sheet["id"])
        assert (marked["changed_on_roster"], again["changed_on_roster"]) == (["姓名"], [])
        assert again["graduate"]["name"] == "买买提·吐尔逊江"
