"""Codes by text message: at once or not at all, by whichever supplier works, and without a trace of number or code."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import structlog
import time_machine
from dirty_equals import IsStr

from common.auth.actors import Actor
from common.testing.harness import ServiceHarness
from notifications.deliveries.states import Cap, wait_before_next
from tests.notifications.support import (
    CENTRE_USER,
    EMPLOYER_USER,
    GRADUATE,
    MOBILE,
    NOON,
    SCHOOL_USER,
    SERVICE,
    Outside,
    after,
    connect,
    deliveries,
    execute,
)

CODE = "493027"
WANTED: dict[str, Any] = {
    "mobile": MOBILE,
    "template": "verification_code",
    "params": {"code": CODE, "minutes": "5"},
}


pytestmark = pytest.mark.usefixtures("noon")


async def ask(harness: ServiceHarness, actor: Actor = SERVICE, key: str | None = None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return await harness.client(actor).post("/v1/text-messages", json={**WANTED, **changes}, headers=headers)


async def suppliers(outside: Outside) -> list[str]:
    return [message["supplier"] for message in reversed(await outside.sms())]


class TestSend:
    async def test_is_taken_by_a_supplier_before_the_answer(self, harness: ServiceHarness, outside: Outside) -> None:
        answer = await ask(harness)
        assert (answer.status_code, answer.json()) == (202, {"id": IsStr})
        (message,) = await outside.sms()
        assert message["content"] == "【网签平台】验证码：493027，5分钟内有效。工作人员不会向您索取，请勿告知他人。"
        assert (message["supplier"], message["segments"]) == ("a", 1)

    async def test_sends_at_night_too(
        self, harness: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        noon.shift(timedelta(hours=11))
        assert (await ask(harness)).status_code == 202

    async def test_the_same_request_is_sent_once(self, harness: ServiceHarness, outside: Outside) -> None:
        answers = await asyncio.gather(*(ask(harness, key="sms-code-1") for _ in range(4)))
        assert {answer.status_code for answer in answers} == {202}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(await outside.sms()) == 1

    async def test_a_commit_that_failed_is_repeated_under_the_same_id(
        self, harness: ServiceHarness, outside: Outside
    ) -> None:
        await execute(harness, "ALTER TABLE deliveries ADD CONSTRAINT broken CHECK (channel <> 'sms')")
        assert (await ask(harness, key="sms-code-1")).status_code == 500
        await execute(harness, "ALTER TABLE deliveries DROP CONSTRAINT broken")
        assert (await ask(harness, key="sms-code-1")).status_code == 202
        assert len(await outside.sms()) == 1

    async def test_needs_a_key(self, harness: ServiceHarness) -> None:
        client = harness.client(SERVICE)
        client.event_hooks = {}
        answer = await client.post("/v1/text-messages", json=WANTED)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_missing")


class TestSwitch:
    @pytest.mark.parametrize("mode", ["down", "limit", "reject"])
    async def test_the_second_supplier_takes_over(self, harness: ServiceHarness, outside: Outside, mode: str) -> None:
        await outside.fail("sms-a", mode)
        assert (await ask(harness)).status_code == 202
        assert await suppliers(outside) == ["b"]

    async def test_one_that_failed_is_asked_last_for_a_while(
        self, harness: ServiceHarness, outside: Outside, noon: time_machine.Traveller
    ) -> None:
        await outside.fail("sms-a", "down", times=1)
        for number in range(2):
            await ask(harness, mobile=f"1381234010{number}")
        noon.shift(timedelta(seconds=31))
        await ask(harness, mobile="13812340102")
        taken = [(await outside.sms(f"1381234010{number}"))[0]["supplier"] for number in range(3)]
        assert taken == ["b", "b", "a"]

    async def test_a_limit_of_one_number_is_no_illness(self, harness: ServiceHarness, outside: Outside) -> None:
        await outside.fail("sms-a", "limit", times=1)
        for number in range(2):
            await ask(harness, mobile=f"1381234010{number}")
        taken = [(await outside.sms(f"1381234010{number}"))[0]["supplier"] for number in range(2)]
        assert taken == ["b", "a"]

    async def test_an_ill_one_is_still_better_than_nobody(self, harness: ServiceHarness, outside: Outside) -> None:
        await outside.fail("sms-a", "down", times=1)
        await ask(harness, mobile="13812340100")
        await outside.fail("sms-b", "down")
        assert (await ask(harness)).status_code == 202
        assert await suppliers(outside) == ["a"]

    async def test_silence_is_a_failure(self, harness: ServiceHarness) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if "/sms/a/" in request.url.path:
                raise httpx.ReadTimeout("")
            return httpx.Response(200, json={"message_id": "b-1", "accepted": True})

        connect(harness, httpx.AsyncClient(transport=httpx.MockTransport(answer)))
        assert (await ask(harness)).status_code == 202
        assert (await deliveries(harness))[0].supplier == "b"

    async def test_waits_for_a_supplier_no_longer_than_set(self, harness: ServiceHarness) -> None:
        waits: list[Any] = []

        def answer(request: httpx.Request) -> httpx.Response:
            waits.append(request.extensions["timeout"]["read"])
            return httpx.Response(503)

        connect(harness, httpx.AsyncClient(transport=httpx.MockTransport(answer)))
        assert (await ask(harness)).status_code == 503
        assert waits == [3, 3]

    @pytest.mark.parametrize("mode", ["down", "limit", "reject"])
    async def test_both_failing_is_said_and_leaves_nothing(
        self, harness: ServiceHarness, outside: Outside, mode: str
    ) -> None:
        for system in ("sms-a", "sms-b"):
            await outside.fail(system, mode)
        answer = await ask(harness, key="sms-code-1")
        assert answer.status_code == 503
        told = answer.json()
        assert (told["code"], told["remedy"]) == ("notifications.sms_unavailable", "短信未发出，请稍后重新获取。")
        assert answer.headers["retry-after"] == "30"
        assert await deliveries(harness) == []
        assert await harness.rows("SELECT 1 FROM idempotency_keys") == []
        await outside.recover()
        assert (await ask(harness, key="sms-code-1")).status_code == 202


class TestCaps:
    async def test_one_a_minute(self, harness: ServiceHarness, outside: Outside, noon: time_machine.Traveller) -> None:
        await ask(harness)
        noon.shift(timedelta(seconds=20))
        answer = await ask(harness)
        assert (answer.status_code, answer.json()["code"]) == (429, "notifications.too_many_codes")
        assert 35 <= int(answer.headers["retry-after"]) <= 40
        assert (await ask(harness, mobile="13812340002")).status_code == 202
        noon.shift(timedelta(seconds=41))
        assert (await ask(harness)).status_code == 202

    async def test_five_an_hour(self, harness: ServiceHarness, outside: Outside, noon: time_machine.Traveller) -> None:
        answers = []
        for _ in range(6):
            answers.append((await ask(harness)).status_code)
            noon.shift(timedelta(minutes=2))
        assert answers == [202] * 5 + [429]

    async def test_simultaneous_requests_get_one_through(self, harness: ServiceHarness, outside: Outside) -> None:
        answers = await asyncio.gather(*(ask(harness) for _ in range(5)))
        assert sorted(answer.status_code for answer in answers) == [202, 429, 429, 429, 429]
        assert len(await outside.sms()) == 1

    async def test_what_was_not_sent_does_not_count(self, harness: ServiceHarness, outside: Outside) -> None:
        for system in ("sms-a", "sms-b"):
            await outside.fail(system, "down", times=1)
        assert (await ask(harness)).status_code == 503
        assert (await ask(harness)).status_code == 202

    @pytest.mark.parametrize(
        ("sent", "wait"),
        [
            ([], 0),
            ([-61], 0),
            ([-60], 0),
            ([-59], 1),
            ([-3000, -2000, -1000, -900, -61], 600),
            ([*range(-80000, -30000, 5000)], 6400),
        ],
    )
    def test_the_longest_wait_counts(self, sent: list[int], wait: int) -> None:
        caps = [Cap(timedelta(minutes=1), 1), Cap(timedelta(hours=1), 5), Cap(timedelta(days=1), 10)]
        moments = [after(seconds=moment) for moment in sent]
        assert wait_before_next(moments, caps, NOON) == timedelta(seconds=wait)

    def test_a_cap_of_none_lets_nothing_through(self) -> None:
        assert wait_before_next([], [Cap(timedelta(minutes=1), 0)], NOON) == timedelta(minutes=1)


class TestBadInput:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"mobile": "12345"}, "mobile"),
            ({"mobile": 13812340001}, "mobile"),
            ({"mobile": "+8521234567890"}, "mobile"),
            ({"template": "advertisement"}, "template"),
            ({"params": {"minutes": "5"}}, "params.code"),
            ({"params": {"code": CODE, "minutes": "5", "text": "贷款"}}, "params.text"),
            ({"params": {"code": "点击 http://bad.example", "minutes": "5"}}, "params.code"),
            ({"params": {"code": CODE + "\n", "minutes": "5"}}, "params.code"),
            ({"params": {"code": CODE, "minutes": "0"}}, "params.minutes"),
            ({"params": {"code": 493027, "minutes": "5"}}, "params.code"),
            ({"sign": "别的单位"}, "sign"),
        ],
    )
    async def test_names_the_field_and_sends_nothing(
        self, harness: ServiceHarness, outside: Outside, changes: dict[str, Any], field: str
    ) -> None:
        answer = await ask(harness, **changes)
        assert answer.status_code == 422, answer.text
        assert [fault["field"] for fault in answer.json()["errors"]] == [field]
        assert CODE not in answer.text
        assert (await outside.http.get("/sandbox/sms")).json() == []
        assert await deliveries(harness) == []

    async def test_a_number_that_suppliers_do_not_know_is_said(self, harness: ServiceHarness) -> None:
        def answer(_request: httpx.Request) -> httpx.Response:
            return httpx.Response(400, json={"code": "INVALID_MOBILE", "message": "no such number"})

        connect(harness, httpx.AsyncClient(transport=httpx.MockTransport(answer)))
        refused = await ask(harness)
        assert (refused.status_code, refused.json()["code"]) == (422, "notifications.number_refused")

    @pytest.mark.parametrize("actor", [EMPLOYER_USER, GRADUATE, SCHOOL_USER, CENTRE_USER])
    async def test_people_cannot_send(self, harness: ServiceHarness, outside: Outside, actor: Actor) -> None:
        answer = await ask(harness, actor)
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")
        assert await outside.sms() == []

    async def test_strangers_cannot_send(self, harness: ServiceHarness) -> None:
        assert (await harness.client().post("/v1/text-messages", json=WANTED)).status_code == 401


class TestPrivacy:
    async def test_neither_number_nor_code_stays(self, harness: ServiceHarness, outside: Outside) -> None:
        await outside.fail("sms-a", "down", times=1)
        with structlog.testing.capture_logs() as logs:
            await ask(harness)
            await ask(harness)
            await ask(harness, mobile="12345")
        kept = await harness.rows(
            "SELECT deliveries::text AS row FROM deliveries UNION ALL"
            " SELECT concat(fingerprint, encode(body, 'escape')) FROM idempotency_keys"
        )
        told = str(logs) + "".join(row.row for row in kept)
        assert len(kept) == 2
        assert "supplier did not take a text message" in told
        assert "138****0001" in told
        assert MOBILE not in told
        assert CODE not in told
