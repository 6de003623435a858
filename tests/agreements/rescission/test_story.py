"""From signing on paper with an employer that is not on the platform to a free graduate, whole."""

from common.contracts.agreements import AgreementRescinded
from tests.agreements.offline.support import TYPED, signed_offline
from tests.agreements.rescission.support import ask, done, option, proof
from tests.agreements.world import World


class TestOfflineAgreement:
    async def test_ends_with_the_schools_ruling_and_leaves_the_graduate_free(self, world: World) -> None:
        person = await world.graduate()
        signed = await signed_offline(world, person)
        assert option(await world.read(person, signed["id"]), "request_rescission")["allowed"]
        await ask(world, person, signed["id"], file_ids=[await proof(world, person)])
        await done(world, world.department, signed["id"], "pass-rescission")
        ended = await done(world, world.school, signed["id"], "pass-rescission", ruling="unilateral")
        assert (ended["status"]["label"], ended["employer_name"]) == ("解约通过", TYPED["name"])
        [event] = await world.harness.emitted(AgreementRescinded)
        assert (event.kind, event.employer_id, event.form, event.ruling) == ("offline", None, "offline", "unilateral")
        again = await world.signed(await world.employer(), person)
        assert again["status"]["code"] == "signed"
