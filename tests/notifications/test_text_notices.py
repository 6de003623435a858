"""Notices by text message: to employers as the guides ask, to graduates whom WeChat does not reach in time."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog
import time_machine

from common.messaging.consumer import Done
from common.messaging.envelope import seal
from common.testing.harness import ServiceHarness
from notifications.deliveries.commands.by_sms import sms
from notifications.deliveries.commands.send import send_batch
from tests.notifications.conftest import SETTINGS
from tests.notifications.people import People
from tests.notifications.support import (
    EMPLOYER_ID,
    EMPLOYER_USER,
    GRADUATE_ID,
    MOBILE,
    NIGHT,
    NOON,
    SERVICE,
    Outside,
    after,
    deliveries,
    execute,
    invitation,
    remittance,
    send,
    signed,
    statuses,
)

pytestmark = pytest.mark.usefixtures("noon")

OTHER_MOBILE, GRADUATES_MOBILE = "13912340002", "13712340003"
REMITTED = "【网签平台】已向贵单位对公账户汇款，请在11月29日00:00前登录平台填写收到的金额，完成单位身份认证。"
INVITED = "【网签平台】北京示范科技有限公司邀请您签约，请在11月24日00:00前登录平台回应，逾期则签约失败。"


@pytest.fixture
def people(harness: ServiceHarness) -> People:
    """Two users of the employer, and the graduate."""
    known = People(harness)
    known.users[EMPLOYER_ID] = {UUID(int=1): MOBILE, UUID(int=2): OTHER_MOBILE}
    known.graduates[GRADUATE_ID] = GRADUATES_MOBILE
    return known


async def send_texts(harness: ServiceHarness) -> int:
    """Who is meant, and then to them."""
    await harness.run_job("address_texts")
    return await harness.run_job("send_texts")


async def texts(outside: Outside, *mobiles: str) -> list[str]:
    return [message["content"] for mobile in mobiles for message in await outside.sms(mobile)]


async def texted(harness: ServiceHarness) -> list[tuple[str, int, str | None]]:
    return await statuses(harness, "sms")


class TestRemittance:
    async def test_is_told_to_every_user_of_the_employer(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance())
        assert await send_texts(harness) == 2
        assert await texts(outside, MOBILE, OTHER_MOBILE) == [REMITTED, REMITTED]
        await outside.receipts()
        assert await texted(harness) == [("delivered", 1, None)] * 2

    async def test_nobody_is_asked_for_numbers_while_reacting(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        people.away = True
        assert await harness.deliver(remittance()) == Done()
        assert people.asked == []

    async def test_the_same_news_again_writes_once(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        envelope = seal(remittance(), sequence=1, correlation_id=None, causation_id=None)
        for _ in range(2):
            await harness.deliver_envelope(envelope)
            await execute(harness, "DELETE FROM inbox")
            await send_texts(harness)
        assert len(await texts(outside, MOBILE, OTHER_MOBILE)) == 2

    async def test_simultaneous_workers_write_once(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance())
        await asyncio.gather(*(send_texts(harness) for _ in range(4)))
        await send_texts(harness)
        assert len(await texts(outside, MOBILE, OTHER_MOBILE)) == 2

    async def test_a_user_who_has_left_meanwhile_gets_none(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance())
        await harness.run_job("address_texts")
        del people.users[EMPLOYER_ID][UUID(int=2)]
        await harness.run_job("send_texts")
        assert await texts(outside, MOBILE, OTHER_MOBILE) == [REMITTED]
        await outside.receipts()
        assert sorted(await texted(harness)) == [("delivered", 1, None), ("failed", 1, "recipient_gone")]

    async def test_an_employer_without_users_ends_the_order(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance(employer_id=uuid4()))
        assert await send_texts(harness) == 0
        assert await harness.rows("SELECT * FROM text_orders") == []


class TestGraduates:
    async def test_without_wechat_get_the_invitation_as_a_text(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(invitation())
        assert await send_texts(harness) == 1
        assert await texts(outside, GRADUATES_MOBILE) == [INVITED]

    async def test_with_wechat_get_no_text_as_long_as_it_works(
        self, bound: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await bound.deliver(invitation())
        await send(bound)
        assert await send_texts(bound) == 0
        assert people.asked == []

    async def test_without_a_deadline_get_none(self, harness: ServiceHarness, outside: Outside, people: People) -> None:
        await harness.deliver(signed())
        assert await send_texts(harness) == 0

    async def test_who_stopped_following_get_the_text(
        self, bound: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await outside.unfollow("o-ouyang")
        await bound.deliver(invitation())
        await send(bound)
        assert await send_texts(bound) == 1
        assert await texts(outside, GRADUATES_MOBILE) == [INVITED]

    async def test_get_the_text_when_wechat_is_down_for_long(
        self, bound: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("wechat", "down")
        await bound.deliver(invitation())
        for _ in range(8):
            assert await send_texts(bound) == 0
            await send(bound)
            noon.shift(timedelta(minutes=25))
        assert await statuses(bound) == [("abandoned", 8, "unavailable")]
        assert await send_texts(bound) == 1

    async def test_get_the_text_before_the_deadline_makes_it_useless(
        self, bound: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("wechat", "down")
        await bound.deliver(invitation(deadline=after(hours=3)))
        await send(bound)
        assert await bound.run_job("hand_on_stuck_deliveries") == 0, "there is time left"
        noon.shift(timedelta(hours=1))
        assert await bound.run_job("hand_on_stuck_deliveries") == 1
        assert await send_texts(bound) == 1
        assert await bound.run_job("hand_on_stuck_deliveries") == 0

    async def test_get_nothing_after_the_deadline(
        self, bound: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        await bound.deliver(invitation(deadline=after(hours=1)))
        noon.shift(timedelta(hours=1))
        await bound.run_job("abandon_deliveries")
        assert await send_texts(bound) == 0
        assert await texted(bound) == []

    @pytest.mark.parametrize("mobile", [None, "gone"])
    async def test_without_a_number_end_the_delivery(
        self, harness: ServiceHarness, outside: Outside, people: People, mobile: str | None
    ) -> None:
        people.graduates = {} if mobile else {GRADUATE_ID: None}
        await harness.deliver(invitation())
        await send_texts(harness)
        assert await texted(harness) == [("failed", 1, "recipient_gone")]


class TestIdentityAway:
    async def test_loses_nothing_however_long(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        people.away = True
        await harness.deliver(remittance())
        await harness.deliver(invitation(deadline=after(days=5)))
        for _ in range(40):
            await send_texts(harness)
            noon.shift(timedelta(hours=1))
        assert await texts(outside, MOBILE, OTHER_MOBILE, GRADUATES_MOBILE) == []
        assert [row[0] for row in await texted(harness)] == ["queued"]
        noon.move_to(NOON + timedelta(days=2))
        people.away = False
        await send_texts(harness)
        assert len(await texts(outside, MOBILE, OTHER_MOBILE, GRADUATES_MOBILE)) == 3

    async def test_lets_the_channel_rest(self, harness: ServiceHarness, outside: Outside, people: People) -> None:
        people.away = True
        await harness.deliver(invitation())
        assert await send_texts(harness) == 1
        assert await texted(harness) == [("queued", 0, "identity_away")]
        people.away = False
        assert await send_texts(harness) == 0, "for half a minute"

    async def test_a_refusal_is_an_error_that_people_see(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        people.refuses = True
        await harness.deliver(invitation())
        with structlog.testing.capture_logs() as logs:
            await send_texts(harness)
        assert await texted(harness) == [("queued", 1, "misconfigured")]
        assert ("error", "delivery not sent") in [(log["log_level"], log["event"]) for log in logs]


class TestQuietHours:
    async def test_a_remittance_waits_until_eight_and_so_does_the_question_for_numbers(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        noon.move_to(NIGHT)
        await harness.deliver(remittance())
        assert await send_texts(harness) == 0
        assert people.asked == []
        noon.move_to(NIGHT + timedelta(hours=8, minutes=59))
        assert await send_texts(harness) == 0
        noon.move_to(NIGHT + timedelta(hours=9))
        assert await send_texts(harness) == 2

    async def test_a_deadline_before_the_morning_does_not_wait(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        noon.move_to(NIGHT)
        await harness.deliver(invitation(deadline=NIGHT + timedelta(hours=2)))
        await harness.deliver(remittance(answer_by=NIGHT + timedelta(hours=2)))
        assert await send_texts(harness) == 3


class TestCaps:
    async def test_a_number_gets_one_a_minute_and_the_rest_later(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        for number in range(3):
            await harness.deliver(invitation(job_title=f"岗位{number}"))
        await send_texts(harness)
        assert len(await texts(outside, GRADUATES_MOBILE)) == 1
        await outside.receipts()
        assert sorted(await texted(harness)) == [("delivered", 1, None)] + [("queued", 0, "number_busy")] * 2
        noon.shift(timedelta(seconds=61))
        await send_texts(harness)
        assert len(await texts(outside, GRADUATES_MOBILE)) == 2

    async def test_a_notice_does_not_hold_up_a_code(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance())
        await send_texts(harness)
        code = {"mobile": MOBILE, "template": "verification_code", "params": {"code": "493027", "minutes": "5"}}
        assert (await harness.client(SERVICE).post("/v1/text-messages", json=code)).status_code == 202

    async def test_notices_cannot_be_sent_like_codes(self, harness: ServiceHarness, outside: Outside) -> None:
        wanted = {"mobile": MOBILE, "template": "remittance_made", "params": {"deadline": "11月29日00:00"}}
        assert (await harness.client(SERVICE).post("/v1/text-messages", json=wanted)).status_code == 422

    class TestOfTheDay:
        @pytest.fixture
        def settings(self) -> dict[str, Any]:
            return {**SETTINGS, "sms_daily_cap": 1, "sms_daily_reserve": 0, "delivery_batch": 1}

        async def test_queues_until_midnight_and_drops_nothing(
            self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
        ) -> None:
            await harness.deliver(remittance())
            assert await send_texts(harness) == 1
            noon.move_to(NOON + timedelta(days=1))
            assert await send_texts(harness) == 1


class TestSuppliers:
    async def test_the_second_takes_over(self, harness: ServiceHarness, outside: Outside, people: People) -> None:
        await outside.fail("sms-a", "down")
        await harness.deliver(invitation())
        assert await send_texts(harness) == 1
        assert [message["supplier"] for message in await outside.sms(GRADUATES_MOBILE)] == ["b"]

    async def test_both_away_is_waited_for(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("sms-a", "down")
        await outside.fail("sms-b", "down")
        await harness.deliver(invitation())
        await send_texts(harness)
        assert await texted(harness) == [("queued", 1, "unavailable")]
        await outside.recover()
        noon.shift(timedelta(seconds=31))
        assert await send_texts(harness) == 1
        assert len(await texts(outside, GRADUATES_MOBILE)) == 1

    async def test_a_crash_after_sending_sends_once(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        await harness.deliver(invitation())
        async with harness.context.database.transaction() as session:
            assert await send_batch(session, harness.context, sms(harness.context)) == 1
            await session.rollback()
        noon.shift(timedelta(seconds=121))
        assert await send_texts(harness) == 1
        assert len(await texts(outside, GRADUATES_MOBILE)) == 1


class TestPrivacy:
    @pytest.fixture
    def logs(self) -> Iterator[list[Any]]:
        with structlog.testing.capture_logs() as captured:
            yield captured

    async def test_no_number_is_kept_or_logged(
        self, harness: ServiceHarness, outside: Outside, people: People, logs: list[Any]
    ) -> None:
        await harness.deliver(remittance())
        await harness.deliver(invitation())
        await send_texts(harness)
        await outside.receipts()
        (kept,) = await harness.rows(
            "SELECT (SELECT string_agg(d::text, '') FROM deliveries d)"
            " || (SELECT string_agg(n::text, '') FROM notices n)"
            " || coalesce((SELECT string_agg(o::text, '') FROM text_orders o), '') AS everything"
        )
        for mobile in (MOBILE, OTHER_MOBILE, GRADUATES_MOBILE):
            assert mobile not in kept.everything
            assert mobile not in str(logs)
        assert {row.address_masked for row in await deliveries(harness)} == {
            "138****0001",
            "139****0002",
            "137****0003",
        }

    async def test_the_employers_notice_is_in_the_inbox_as_well(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance())
        (item,) = (await harness.client(EMPLOYER_USER).get("/v1/notices")).json()["items"]
        assert (item["title"], item["deadline"]) == ("认证款已汇出", "2026-11-28T16:00:00Z")
