"""学生可提交解约申请次数 (guides/003 §3 ③)."""

import asyncio
from collections import Counter

from tests.agreements.rescission.conftest import Signed
from tests.agreements.rescission.support import ask, done, option, try_to_ask
from tests.agreements.world import World


class TestLimit:
    async def test_counts_what_was_declined(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        assert (await world.read(signed.person, signed.id))["rescissions_left"] == 1
        await ask(world, signed.person, signed.id)
        await done(world, signed.employer, signed.id, "decline-rescission")
        read = await world.read(signed.person, signed.id)
        assert read["rescissions_left"] == 0
        assert option(read, "request_rescission")["rule"] == "graduate_may_ask_again"
        refused = await try_to_ask(world, signed.person, signed.id)
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.no_rescission_request_left",
            "graduate_may_ask_again",
        )
        assert told["who_can_change"] == "北京示例大学的学校用户，可在“签约设置”中调整次数"
        assert "可提交解约申请1次，您已提交1次" in told["detail"]

    async def test_does_not_count_what_was_withdrawn(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        for _ in range(3):
            await ask(world, signed.person, signed.id)
            withdrawn = await done(world, signed.person, signed.id, "withdraw-rescission")
            assert withdrawn["rescissions_left"] == 1

    async def test_zero_allows_none(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=0)
        assert (await try_to_ask(world, signed.person, signed.id)).json()["rule"] == "graduate_may_ask_again"

    async def test_is_the_graduates_alone(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=0)
        asked = await ask(world, signed.employer, signed.id)
        assert asked["rescissions_left"] is None
        await done(world, signed.person, signed.id, "decline-rescission")
        await ask(world, signed.employer, signed.id)

    async def test_a_higher_limit_counts_at_once(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=0)
        assert (await try_to_ask(world, signed.person, signed.id)).status_code == 409
        await world.open_signing(rescission_limit=1)
        await ask(world, signed.person, signed.id)

    async def test_counts_over_all_agreements_of_the_graduate(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=1, review_mode="school_only")
        await ask(world, signed.person, signed.id)
        await done(world, signed.employer, signed.id, "agree-rescission")
        await done(world, world.school, signed.id, "pass-rescission")
        other = await world.employer("乙公司")
        sent = (await world.invite(other, signed.person))["id"]
        await world.accept(signed.person, sent)
        await world.pass_as(world.school, sent)
        refused = await try_to_ask(world, signed.person, sent)
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_may_ask_again")

    async def test_another_graduates_requests_do_not_count(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        await ask(world, signed.person, signed.id)
        other = await world.graduate("李四")
        again = await world.signed(signed.employer, other)
        await ask(world, other, again["id"])

    async def test_many_requests_at_once_do_not_exceed_it(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        answers = await asyncio.gather(*(try_to_ask(world, signed.person, signed.id) for _ in range(8)))
        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
        [counted] = await world.harness.rows("SELECT count(*) FROM rescissions")
        assert counted[0] == 1

    async def test_the_list_tells_the_graduate_the_same(self, world: World, signed: Signed) -> None:
        await world.open_signing(rescission_limit=0)
        [row] = (await world.as_(signed.person).get("/v1/agreements")).json()["items"]
        assert option(row, "request_rescission")["rule"] == "graduate_may_ask_again"
