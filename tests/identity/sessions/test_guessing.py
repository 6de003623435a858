"""Guessing passwords: counted per name and address, ended by locks that lock out nobody else, and by captchas."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import time_machine

from common import clock
from common.testing.harness import ServiceHarness
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.support import MOBILE, PASSWORD, TextMessages, client_at, register, sign_in

STRANGER = "13912340002"
WRONG = "Qianyue2027"
NO_CAPTCHA = {"captcha": {"staff": "after_failures", "failures_before": 1000, "failures_at_login": 1000}}


@pytest.fixture
async def identity(harness_of: HarnessOf) -> ServiceHarness:
    """Without captchas, so that locks alone show."""
    return await harness_of(service, **{**SETTINGS, **NO_CAPTCHA})


async def try_from(
    identity: ServiceHarness, address: str, mobile: str = MOBILE, password: str = WRONG
) -> httpx.Response:
    login = {"mobile": mobile, "password": password}
    return await client_at(identity, address).post("/v1/sessions/employer", json=login)


class TestLock:
    @pytest.mark.parametrize("mobile", [MOBILE, STRANGER])
    async def test_closes_any_login_name_after_ten_failures(
        self, identity: ServiceHarness, texts: TextMessages, mobile: str
    ) -> None:
        await register(identity, texts)
        for _ in range(10):
            assert (await sign_in(identity, mobile, WRONG)).status_code == 401

        locked = await sign_in(identity, mobile)
        assert (locked.status_code, locked.json()["code"]) == (429, "identity.sign_in_locked")
        assert 0 < int(locked.headers["retry-after"]) <= 900
        assert "找回密码" in locked.text

    async def test_opens_again_after_15_minutes(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await register(identity, texts)
        for _ in range(10):
            await sign_in(identity, MOBILE, WRONG)

        with time_machine.travel(clock.now() + timedelta(minutes=14)):
            assert (await sign_in(identity)).status_code == 429
        with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
            assert (await sign_in(identity)).status_code == 200

    async def test_a_success_wipes_the_slate(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await register(identity, texts)
        for _ in range(3):
            for _ in range(9):
                await sign_in(identity, MOBILE, WRONG)
            assert (await sign_in(identity)).status_code == 200

    async def test_thirty_guesses_at_once_are_ten(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await register(identity, texts)
        answers = await asyncio.gather(*(sign_in(identity, MOBILE, f"Qianyue{n}") for n in range(30)))

        statuses = [answer.status_code for answer in answers]
        assert (statuses.count(401), statuses.count(429)) == (10, 20)

    async def test_a_stranger_elsewhere_cannot_lock_the_owner_out(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        for _ in range(11):
            last = await try_from(identity, "198.51.100.1")

        assert last.status_code == 429
        assert (await try_from(identity, "203.0.113.9", password=PASSWORD)).status_code == 200

    async def test_neighbours_of_one_ipv6_network_count_as_one(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        for host in range(11):
            last = await try_from(identity, f"2001:db8:0:1::{host + 1:x}")

        assert last.status_code == 429
        assert (await try_from(identity, "2001:db8:0:2::1", password=PASSWORD)).status_code == 200

    async def test_one_address_at_many_names_is_closed_too(self, harness_of: HarnessOf) -> None:
        few = await harness_of(service, **{**SETTINGS, **NO_CAPTCHA, "sessions": {"failures_from_address": 20}})
        answers = [await try_from(few, "198.51.100.1", f"139{n:08d}") for n in range(21)]

        assert {answer.status_code for answer in answers[:20]} <= {401, 409}
        assert answers[20].json()["code"] == "identity.address_locked"
        assert (await try_from(few, "203.0.113.9")).status_code == 401


class TestSignInsAreWrittenDown:
    async def test_with_their_outcome_and_a_shortened_address(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        account = await register(identity, texts)
        await try_from(identity, "203.0.113.9")
        await try_from(identity, "203.0.113.9", STRANGER)
        await try_from(identity, "203.0.113.9", password=PASSWORD)

        rows = await identity.rows("SELECT account_id, outcome, address_shown, user_agent FROM sign_ins ORDER BY id")
        assert [tuple(row) for row in rows] == [
            (account, "wrong_credentials", "203.0.113.*", "Firefox"),
            (None, "wrong_credentials", "203.0.113.*", "Firefox"),
            (account, "signed_in", "203.0.113.*", "Firefox"),
        ]
        stored = await identity.rows(
            "SELECT to_jsonb(sign_ins)::text || to_jsonb(sessions)::text FROM sign_ins, sessions"
        )
        assert all("203.0.113.9" not in text for (text,) in stored)
