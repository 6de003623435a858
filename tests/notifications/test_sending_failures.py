"""Sending over WeChat through every failure, and with a token that ends."""

from datetime import timedelta

import httpx
import pytest
import time_machine

from common.testing.harness import ServiceHarness
from notifications.service import service
from tests.conftest import HarnessOf
from tests.notifications.conftest import SETTINGS
from tests.notifications.support import (
    GRADUATE,
    Outside,
    Scripted,
    bind,
    bind_scripted,
    connect,
    deliveries,
    execute,
    invitation,
    send,
    signed,
    somebody,
    statuses,
)

pytestmark = pytest.mark.usefixtures("noon")


class TestFailures:
    async def test_an_outage_is_waited_for(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("wechat", "down")
        await bound.deliver(invitation())
        await bound.deliver(signed())
        await send(bound)
        assert await statuses(bound) == [("queued", 1, "unavailable")] * 2
        assert await send(bound) == 0, "the whole channel rests"
        await outside.recover()
        noon.shift(timedelta(seconds=31))
        assert await send(bound) == 2
        assert [row.status for row in await deliveries(bound)] == ["sent", "sent"]

    async def test_a_reached_quota_is_waited_for_and_drops_nothing(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("wechat", "limit")
        await bound.deliver(invitation())
        await send(bound)
        assert await statuses(bound) == [("queued", 1, "quota_reached")]
        await bound.deliver(invitation(job_title="测试工程师"))
        assert await send(bound) == 0, "nothing else is tried within the hour"
        await outside.recover()
        noon.shift(timedelta(hours=1, seconds=1))
        assert await send(bound) == 2
        assert len(await outside.wechat()) == 2

    async def test_who_does_not_follow_is_final(self, bound: ServiceHarness, outside: Outside) -> None:
        await outside.unfollow("o-ouyang")
        await bound.deliver(invitation())
        assert await send(bound) == 1
        assert await statuses(bound) == [("failed", 1, "not_following")]
        assert (await deliveries(bound))[0].finished_at is not None
        assert await send(bound) == 0

    async def test_who_refuses_is_final(self, bound: ServiceHarness, outside: Outside) -> None:
        await outside.fail("wechat", "reject")
        await bound.deliver(invitation())
        await send(bound)
        assert await statuses(bound) == [("failed", 1, "refused_by_person")]

    async def test_who_has_unbound_meanwhile_is_final(self, bound: ServiceHarness, outside: Outside) -> None:
        await bound.deliver(invitation())
        await bound.client(GRADUATE).delete("/v1/wechat-binding")
        await send(bound)
        assert await statuses(bound) == [("failed", 1, "not_bound")]
        assert await outside.wechat() == []

    async def test_one_fault_does_not_hold_up_the_others(self, bound: ServiceHarness, outside: Outside) -> None:
        other = somebody()
        await bind(bound, outside, other, "o-other")
        await outside.unfollow("o-ouyang")
        await bound.deliver(invitation())
        await bound.deliver(invitation(graduate_id=other.graduate_id))
        await send(bound)
        assert sorted(await statuses(bound)) == [("failed", 1, "not_following"), ("sent", 1, None)]
        assert len(await outside.wechat("o-other")) == 1

    async def test_a_wrong_secret_is_tried_again_after_people_acted(
        self, harness_of: HarnessOf, noon: time_machine.Traveller
    ) -> None:
        harness = await harness_of(service, **SETTINGS)
        asked = Scripted({"errcode": 40037, "errmsg": "invalid template_id"})
        await bind_scripted(harness, asked)
        await harness.deliver(invitation())
        await send(harness)
        assert await statuses(harness) == [("queued", 1, "misconfigured")]
        asked.answer = {"errcode": 0, "msgid": 5}
        noon.shift(timedelta(seconds=11))
        assert await send(harness) == 1
        assert await statuses(harness) == [("sent", 2, "misconfigured")]

    @pytest.mark.parametrize(
        "broken", [httpx.Response(200, text="<html>proxy</html>"), httpx.Response(200, json=[1]), httpx.ReadTimeout("")]
    )
    async def test_nonsense_and_silence_are_tried_again(
        self, harness_of: HarnessOf, broken: httpx.Response | Exception
    ) -> None:
        harness = await harness_of(service, **SETTINGS)
        await bind_scripted(harness, Scripted(broken))
        await harness.deliver(invitation())
        await send(harness)
        assert await statuses(harness) == [("queued", 1, "unavailable")]

    async def test_a_defect_of_ours_stays_with_its_message(self, bound: ServiceHarness, outside: Outside) -> None:
        await bound.deliver(invitation())
        await bound.deliver(invitation(job_title="测试工程师"))
        first = (await deliveries(bound))[0].id
        await execute(bound, "UPDATE deliveries SET content = '{}' WHERE id = :id", id=first)
        await send(bound)
        assert sorted(await statuses(bound)) == [("queued", 1, "defect"), ("sent", 1, None)]

    async def test_is_abandoned_when_every_try_is_used_up(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("wechat", "down")
        await bound.deliver(signed())
        await execute(bound, "UPDATE deliveries SET send_count = 23")
        await send(bound)
        assert await statuses(bound) == [("abandoned", 24, "unavailable")]


class TestAccessToken:
    async def test_is_fetched_once_for_many_messages_and_workers(self, bound: ServiceHarness, outside: Outside) -> None:
        for number in range(30):
            await bound.deliver(invitation(job_title=f"岗位{number}"))
        await send(bound)
        connect(bound, outside.http)
        await bound.deliver(invitation())
        assert await send(bound) == 1
        assert len(outside.app.state.tokens._tokens) == 1

    async def test_is_renewed_once_when_wechat_forgets_it(self, bound: ServiceHarness, outside: Outside) -> None:
        await bound.deliver(signed())
        await send(bound)
        outside.end_tokens()
        for number in range(10):
            await bound.deliver(invitation(job_title=f"岗位{number}"))
        await send(bound)
        assert {row.status for row in await deliveries(bound)} == {"sent"}
        assert {row.send_count for row in await deliveries(bound)} == {1}
        assert len(outside.app.state.tokens._tokens) == 1

    async def test_is_renewed_when_it_expires(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation())
        await send(bound)
        noon.shift(timedelta(hours=2, seconds=1))
        await bound.deliver(invitation(job_title="测试工程师"))
        await send(bound)
        assert await statuses(bound) == [("sent", 1, None)] * 2

    async def test_is_kept_sealed(self, bound: ServiceHarness, outside: Outside) -> None:
        await bound.deliver(invitation())
        await send(bound)
        (row,) = await bound.rows("SELECT token FROM wechat_tokens")
        (token,) = (key for key, _ in outside.app.state.tokens._tokens.items())
        assert row.token.startswith("v1:")
        assert token not in row.token
