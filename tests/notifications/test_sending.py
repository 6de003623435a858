"""Sending over WeChat: once, at a decent hour, below the limits."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from common.testing.harness import ServiceHarness
from notifications.adapters.faults import NotFollowing
from notifications.deliveries.commands.by_wechat import wechat
from notifications.deliveries.commands.send import Outcome, claim, record, send_batch
from notifications.deliveries.states import Channel
from notifications.deliveries.store import Claimed
from notifications.service import service
from tests.conftest import HarnessOf
from tests.notifications.conftest import SETTINGS
from tests.notifications.support import (
    AGREEMENT_ID,
    NIGHT,
    NOON,
    Outside,
    Scripted,
    after,
    bind,
    bind_scripted,
    deliveries,
    invitation,
    rejected,
    send,
    signed,
    somebody,
    statuses,
)

pytestmark = pytest.mark.usefixtures("noon")


async def send_and_die(harness: ServiceHarness) -> None:
    """Everything is sent, and the process dies before it can record that."""
    async with harness.context.database.transaction() as session:
        assert await send_batch(session, harness.context, wechat(harness.context)) == 1
        await session.rollback()


class TestSending:
    async def test_brings_an_invitation_to_the_graduate(self, bound: ServiceHarness, outside: Outside) -> None:
        await bound.deliver(invitation())
        assert await send(bound) == 1
        (message,) = await outside.wechat()
        (row,) = await deliveries(bound)
        assert message["text"] == "thing1:北京示范科技有限公司\nthing2:软件工程师\ntime3:2026年11月24日 00:00"
        assert message["url"] == f"https://portal.test/graduate/agreements/{AGREEMENT_ID}"
        assert message["client_msg_id"] == row.id.hex
        assert (row.status, row.supplier, row.supplier_message_id) == ("sent", "wechat", str(message["msgid"]))
        assert row.sent_at is not None

    async def test_brings_each_person_one_message_with_many_senders(
        self, bound: ServiceHarness, outside: Outside
    ) -> None:
        people = [somebody() for _ in range(50)]
        for number, person in enumerate(people):
            await bind(bound, outside, person, f"o-{number}")
            await bound.deliver(invitation(graduate_id=person.graduate_id))
        assert sum(await asyncio.gather(*(send(bound) for _ in range(4)))) == 50
        assert [len(await outside.wechat(f"o-{number}")) for number in range(50)] == [1] * 50

    async def test_uses_the_accounts_own_template_ids(self, harness_of: HarnessOf) -> None:
        harness = await harness_of(service, **SETTINGS, wechat_template_ids={"invitation_received": "TM00017"})
        asked = Scripted({"errcode": 0, "msgid": 1})
        await bind_scripted(harness, asked)
        await harness.deliver(invitation())
        await send(harness)
        assert asked.messages[0]["template_id"] == "TM00017"


class TestCrash:
    async def test_between_sending_and_recording_sends_once(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation())
        await send_and_die(bound)
        assert await statuses(bound) == [("queued", 1, None)]
        assert await send(bound) == 0, "the lease still holds"
        noon.shift(timedelta(seconds=121))
        assert await send(bound) == 1
        assert await statuses(bound) == [("sent", 2, None)]
        assert len(await outside.wechat()) == 1

    async def test_again_and_again_ends_the_delivery(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(signed())
        for _ in range(24):
            await send_and_die(bound)
            noon.shift(timedelta(seconds=121))
        assert await send(bound) == 0
        assert await bound.run_job("abandon_deliveries") == 1
        assert (await statuses(bound))[0][0] == "abandoned"
        assert await bound.run_job("abandon_deliveries") == 0

    async def test_a_late_sender_does_not_overwrite_a_quicker_one(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation())
        async with bound.context.database.transaction() as slow:
            slowly = [Outcome(await _claim_one(bound), fault=NotFollowing())]
            noon.shift(timedelta(seconds=121))
            assert await send(bound) == 1
            await record(slow, bound.context, Channel.WECHAT, slowly)
        assert await statuses(bound) == [("sent", 2, None)]


class TestQuietHours:
    async def test_a_result_waits_until_eight(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        noon.move_to(NIGHT)
        await bound.deliver(signed())
        assert await send(bound) == 0
        noon.move_to(NIGHT + timedelta(hours=8, minutes=59))
        assert await send(bound) == 0
        noon.move_to(NIGHT + timedelta(hours=9))
        assert await send(bound) == 1
        assert len(await outside.wechat()) == 1

    async def test_a_deadline_before_the_morning_does_not_wait(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        noon.move_to(NIGHT)
        await bound.deliver(signed())
        await bound.deliver(invitation(deadline=NIGHT + timedelta(days=30)))
        assert await send(bound) == 0
        await bound.deliver(invitation(deadline=NIGHT + timedelta(hours=9)))
        assert await send(bound) == 1
        assert [message["template_id"] for message in await outside.wechat()] == ["invitation_received"]

    async def test_what_was_queued_by_day_and_failed_is_not_retried_at_night(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        noon.move_to(NIGHT - timedelta(hours=1, seconds=5))
        await outside.fail("wechat", "down", times=1)
        await bound.deliver(signed())
        assert await send(bound) == 1
        noon.move_to(NIGHT)
        assert await send(bound) == 0
        assert (await statuses(bound))[0][0] == "queued"


class TestDeadline:
    async def test_nothing_is_sent_after_it(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation(deadline=after(hours=1)))
        noon.shift(timedelta(hours=1))
        assert await send(bound) == 0
        assert await bound.run_job("abandon_deliveries") == 1
        assert await statuses(bound) == [("abandoned", 0, "too_late")]

    async def test_what_is_being_sent_is_left_to_its_sender(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation(deadline=after(seconds=30)))
        async with bound.context.database.transaction() as session:
            await send_batch(session, bound.context, wechat(bound.context))
            noon.shift(timedelta(seconds=60))
            assert await bound.run_job("abandon_deliveries") == 0
        assert await statuses(bound) == [("sent", 1, None)]


class TestDailyCap:
    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {**SETTINGS, "wechat_daily_cap": 3, "wechat_daily_reserve": 1, "delivery_batch": 1}

    async def test_queues_until_midnight_and_drops_nothing(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        for number in range(5):
            await bound.deliver(invitation(job_title=f"岗位{number}", deadline=after(hours=18)))
        assert await send(bound) == 3
        noon.move_to(_shanghai_midnight())
        assert await send(bound) == 2
        assert len(await outside.wechat()) == 5

    async def test_keeps_the_reserve_for_the_urgent(self, bound: ServiceHarness, outside: Outside) -> None:
        for _ in range(3):
            await bound.deliver(rejected())
        assert await send(bound) == 2
        await bound.deliver(invitation(deadline=after(hours=1)))
        assert await send(bound) == 1
        assert (await outside.wechat())[0]["template_id"] == "invitation_received"
        assert await send(bound) == 0

    async def test_what_failed_does_not_use_it_up(
        self, bound: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation())
        await outside.fail("wechat", "down")
        for _ in range(4):
            await send(bound)
            noon.shift(timedelta(minutes=2))
        await outside.recover()
        assert await send(bound) == 1


async def _claim_one(harness: ServiceHarness) -> Claimed:
    async with harness.context.database.transaction() as session:
        (claimed,) = await claim(session, harness.context, wechat(harness.context))
    return claimed


def _shanghai_midnight() -> datetime:
    return NOON + timedelta(hours=12)
