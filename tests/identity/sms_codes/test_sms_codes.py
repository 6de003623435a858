"""Verification codes: six digits, five minutes, five tries, capped, and nothing lost when nobody sends them."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import time_machine

from common import clock
from common.testing.harness import ServiceHarness
from tests.identity.support import MOBILE, PASSWORD, TextMessages, register


async def ask(identity: ServiceHarness, mobile: str = MOBILE) -> httpx.Response:
    return await identity.client().post("/v1/sms-codes", json={"mobile": mobile, "purpose": "register"})


async def use(identity: ServiceHarness, code: str, mobile: str = MOBILE) -> httpx.Response:
    form = {"mobile": mobile, "sms_code": code, "password": PASSWORD, "password_confirmation": PASSWORD}
    return await identity.client().post("/v1/employer-users", json=form)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


class TestAskingForACode:
    async def test_sends_six_digits_through_notifications(self, identity: ServiceHarness, texts: TextMessages) -> None:
        answer = await ask(identity)

        assert answer.status_code == 202
        assert answer.json() == {"mobile": "138****0001", "expires_in": 300, "retry_after": 60}
        [message] = texts.sent
        assert message["mobile"] == MOBILE
        assert message["template"] == "verification_code"
        assert message["params"]["minutes"] == "5"
        assert len(message["params"]["code"]) == 6
        assert message["params"]["code"].isdigit()

    async def test_does_not_store_the_code_or_the_number(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)

        [(row,)] = await identity.rows("SELECT to_jsonb(sms_codes)::text FROM sms_codes")
        assert MOBILE not in row
        assert texts.code(MOBILE) not in row.replace("-", "")

    async def test_answers_the_same_for_a_registered_mobile(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            assert (await ask(identity)).json() == {"mobile": "138****0001", "expires_in": 300, "retry_after": 60}

    @pytest.mark.parametrize("mobile", ["", "1381234000", "12812340001", "abc", "010-67410355"])
    async def test_refuses_what_is_no_mobile(self, identity: ServiceHarness, texts: TextMessages, mobile: str) -> None:
        answer = await ask(identity, mobile)

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "mobile")
        assert texts.sent == []

    async def test_refuses_an_unknown_purpose(self, identity: ServiceHarness, texts: TextMessages) -> None:
        answer = await identity.client().post("/v1/sms-codes", json={"mobile": MOBILE, "purpose": "pay"})

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "purpose")


class TestCaps:
    async def test_one_a_minute_for_each_number(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        refused = await ask(identity)

        assert (refused.status_code, refused.json()["code"]) == (429, "identity.sms_code_too_soon")
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert (await ask(identity, "13912340002")).status_code == 202

    async def test_ten_a_day_for_each_number(self, identity: ServiceHarness, texts: TextMessages) -> None:
        with time_machine.travel(clock.now()) as traveller:
            for _ in range(10):
                assert (await ask(identity)).status_code == 202
                traveller.shift(timedelta(minutes=2))
            refused = await ask(identity)
            assert (refused.status_code, refused.json()["code"]) == (429, "identity.sms_codes_used_up")

            traveller.shift(timedelta(hours=24))
            assert (await ask(identity)).status_code == 202

    async def test_a_hundred_an_hour_for_each_address(self, identity: ServiceHarness, texts: TextMessages) -> None:
        for number in range(100):
            assert (await ask(identity, f"139{number:08d}")).status_code == 202
        refused = await ask(identity)

        assert (refused.status_code, refused.json()["code"]) == (429, "identity.sms_address_limited")

    async def test_addresses_of_one_ipv6_network_count_as_one(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        for number, host in enumerate(["2001:db8:1:2::5", "2001:db8:1:2:9::7", "2001:db8:1:3::5", "203.0.113.9"]):
            door = httpx.ASGITransport(identity.app, client=(host, 4242))
            async with httpx.AsyncClient(transport=door, base_url="http://service.test") as client:
                form = {"mobile": f"139{number:08d}", "purpose": "register"}
                assert (await client.post("/v1/sms-codes", json=form)).status_code == 202

        found = await identity.rows("SELECT count(*) FROM sms_codes GROUP BY address_index ORDER BY count(*)")
        assert [row.count for row in found] == [1, 1, 2]

    async def test_two_requests_at_once_get_one_code(self, identity: ServiceHarness, texts: TextMessages) -> None:
        answers = await asyncio.gather(ask(identity), ask(identity), ask(identity))

        assert sorted(answer.status_code for answer in answers) == [202, 429, 429]
        assert len(texts.sent) == 1

    async def test_codes_of_yesterday_are_forgotten(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        assert await identity.run_job("forget_sms_codes") == 0
        with time_machine.travel(clock.now() + timedelta(hours=25)):
            assert await identity.run_job("forget_sms_codes") == 1


class TestNotificationsAway:
    async def test_says_so_and_counts_nothing(self, identity: ServiceHarness, texts: TextMessages) -> None:
        texts.away = True
        refused = await ask(identity)
        assert (refused.status_code, refused.json()["code"]) == (503, "identity.sms_unavailable")

        texts.away = False
        assert (await ask(identity)).status_code == 202

    async def test_a_refusal_of_notifications_is_no_defect(self, identity: ServiceHarness, texts: TextMessages) -> None:
        texts.refusal = 429
        assert (await ask(identity)).status_code == 503
        assert await identity.rows("SELECT 1 FROM sms_codes") == []


class TestUsingACode:
    async def test_opens_the_account_once(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await register(identity, texts)

        again = await use(identity, texts.code(MOBILE))
        assert (again.status_code, again.json()["code"]) == (409, "identity.sms_code_expired")

    async def test_a_wrong_code_is_refused_and_counted(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        wrong = another(texts.code(MOBILE))
        for left in (4, 3, 2, 1, 0):
            refused = await use(identity, wrong)
            assert (refused.status_code, refused.json()["code"]) == (409, "identity.sms_code_wrong")
            assert f"还可尝试 {left} 次" in refused.json()["detail"]

        right = await use(identity, texts.code(MOBILE))
        assert (right.status_code, right.json()["code"]) == (409, "identity.sms_code_expired")

    async def test_twenty_guesses_at_once_are_five_tries(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        wrong = another(texts.code(MOBILE))
        answers = await asyncio.gather(*(use(identity, wrong) for _ in range(20)))

        codes = [answer.json()["code"] for answer in answers]
        assert codes.count("identity.sms_code_wrong") == 5
        assert codes.count("identity.sms_code_expired") == 15

    async def test_is_refused_after_five_minutes(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
            refused = await use(identity, texts.code(MOBILE))

        assert refused.json()["code"] == "identity.sms_code_expired"

    async def test_only_the_newest_counts(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        older = texts.code(MOBILE)
        with time_machine.travel(clock.now() + timedelta(seconds=61)):
            await ask(identity)
            if older != texts.code(MOBILE):
                assert (await use(identity, older)).json()["code"] == "identity.sms_code_wrong"
            assert (await use(identity, texts.code(MOBILE))).status_code == 201

    async def test_of_another_number_proves_nothing(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await ask(identity)
        refused = await use(identity, texts.code(MOBILE), "13912340002")

        assert refused.json()["code"] == "identity.sms_code_expired"
