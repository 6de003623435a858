"""More requests at once for one row than there are connections: one succeeds, all are answered, nobody else waits."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

import httpx
import time_machine
from sqlalchemy import text

from common import clock
from common.testing.harness import ServiceHarness
from tests.identity.credentials.test_credentials import LATER, NEW_PASSWORD, OTHER, code_for, reset
from tests.identity.support import MOBILE, PASSWORD, TextMessages, register, sign_in

STRANGER = "13912340009"
CROWD = 24
SECONDS = 10.0
"""A circle of waiting would end with the pool's timeout, after 30 seconds."""


async def with_a_stranger(
    identity: ServiceHarness, crowd: list[Coroutine[Any, Any, httpx.Response]]
) -> list[httpx.Response]:
    """Let the crowd in, and somebody else who signs in meanwhile. Returns the crowd's answers."""
    begun = time.monotonic()
    *answers, stranger = await asyncio.gather(*crowd, sign_in(identity, STRANGER))
    assert time.monotonic() - begun < SECONDS
    assert stranger.status_code == 200, stranger.text
    return answers


def told(answers: list[httpx.Response]) -> dict[tuple[int, str], int]:
    found = [(answer.status_code, answer.json().get("code", "") if answer.content else "") for answer in answers]
    return {one: found.count(one) for one in found}


class TestManyWithOneCode:
    async def test_of_a_forgotten_password_set_one_password(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        await register(issuer, texts, STRANGER)
        with time_machine.travel(clock.now() + LATER):
            code = await code_for(issuer, texts, MOBILE, "reset_password")
            answers = await with_a_stranger(issuer, [reset(issuer, MOBILE, code) for _ in range(CROWD)])

            assert told(answers) == {(204, ""): 1, (409, "identity.sms_code_expired"): CROWD - 1}
            assert (await sign_in(issuer, MOBILE, NEW_PASSWORD)).status_code == 200

    async def test_of_another_mobile_change_it_once(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        await register(issuer, texts, STRANGER)
        with time_machine.travel(clock.now() + LATER):
            client = issuer.client(token=(await sign_in(issuer)).json()["access_token"])
            form = {
                "mobile": OTHER,
                "sms_code": await code_for(issuer, texts, OTHER, "change_mobile"),
                "old_sms_code": await code_for(issuer, texts, MOBILE, "confirm"),
            }
            change = [client.post("/v1/employer-users/me/mobile", json=form) for _ in range(CROWD)]
            answers = await with_a_stranger(issuer, change)

        assert [answer.status_code for answer in answers].count(200) == 1
        assert {answer.status_code for answer in answers} <= {200, 409}


class TestManyTabs:
    async def test_that_refresh_at_once_all_go_on(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        await register(issuer, texts, STRANGER)
        first = (await sign_in(issuer)).json()["refresh_token"]
        issuer.context.resources.signing_keys._read_at = float("-inf")  # keys have to be read again
        tabs = [issuer.client().post("/v1/sessions/refresh", json={"refresh_token": first}) for _ in range(CROWD)]

        assert told(await with_a_stranger(issuer, tabs)) == {(200, ""): CROWD}


class TestWhoHoldsARow:
    async def test_keeps_nobody_waiting_aside(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await register(identity, texts)
        await register(identity, texts, STRANGER)
        with time_machine.travel(clock.now() + LATER):
            code = await code_for(identity, texts, MOBILE, "reset_password")
            async with identity.context.database.transaction() as holder:
                await holder.execute(text("SELECT 1 FROM sms_codes FOR UPDATE"))
                refused = await with_a_stranger(identity, [reset(identity, MOBILE, code) for _ in range(8)])

            assert told(refused) == {(503, "identity.busy"): 8}
            assert all(answer.headers["retry-after"] == "2" for answer in refused)
            assert (await reset(identity, MOBILE, code)).status_code == 204

    async def test_does_not_touch_the_reading_of_keys(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        client = issuer.client(token=(await sign_in(issuer, MOBILE, PASSWORD)).json()["access_token"])
        aside = issuer.context.resources.aside
        async with asyncio.timeout(SECONDS):
            taken = [await aside.engine.connect() for _ in range(6)]
            issuer.context.resources.signing_keys._read_at = float("-inf")
            answer = await client.get("/v1/me")
            keys = await issuer.client().get("/.well-known/jwks.json")
            for connection in taken:
                await connection.close()

        assert (answer.status_code, keys.status_code) == (200, 200)
