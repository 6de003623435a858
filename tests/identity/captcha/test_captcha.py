"""Captchas: read by people, good for one try, and asked for where guessing begins."""

import base64
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from PIL import Image

from common import clock
from common.testing.harness import ServiceHarness
from identity.captcha import commands
from identity.captcha.states import SIGNS
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.support import MOBILE, PASSWORD, TextMessages, client_at, register, sign_in

WRONG = "Qianyue2027"
NEEDED, BAD = "identity.captcha_needed", "identity.captcha_wrong"


@pytest.fixture(autouse=True)
def text(monkeypatch: pytest.MonkeyPatch) -> str:
    """What every picture says."""
    monkeypatch.setattr(commands, "random_text", lambda signs: "7KWM")
    return "7KWM"


async def picture(identity: ServiceHarness) -> str:
    answer = await identity.client().post("/v1/captchas")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["captcha_id"])


async def attempt(identity: ServiceHarness, password: str = PASSWORD, **more: Any) -> httpx.Response:
    login = {"mobile": MOBILE, "password": password, **more}
    return await identity.client().post("/v1/sessions/employer", json=login)


async def after_three_failures(identity: ServiceHarness, texts: TextMessages) -> None:
    await register(identity, texts)
    told = [(await sign_in(identity, MOBILE, WRONG)).json()["captcha_needed"] for _ in range(3)]
    assert told == [False, False, True]


class TestPicture:
    async def test_is_a_png_and_stores_no_answer(self, identity: ServiceHarness, text: str) -> None:
        answer = await identity.client().post("/v1/captchas")

        kind, _, body = answer.json()["image"].partition(",")
        assert kind == "data:image/png;base64"
        assert Image.open(io.BytesIO(base64.b64decode(body))).format == "PNG"
        assert answer.headers["cache-control"] == "no-store"
        [(row,)] = await identity.rows("SELECT to_jsonb(captchas)::text FROM captchas")
        assert text not in row

    def test_says_nothing_that_looks_like_something_else(self) -> None:
        assert not set(SIGNS) & set("0O1IL2Z5S8BG")

    async def test_is_capped_for_each_address(self, harness_of: HarnessOf) -> None:
        few = await harness_of(service, **{**SETTINGS, "captcha": {"per_address_and_hour": 2}})
        answers = [await few.client().post("/v1/captchas") for _ in range(3)]

        assert [answer.status_code for answer in answers] == [201, 201, 429]
        assert (await client_at(few, "203.0.113.9").post("/v1/captchas")).status_code == 201

    async def test_is_drawn_while_nothing_is_held(
        self, identity: ServiceHarness, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pools = [identity.context.database.engine.pool, identity.context.resources.aside.engine.pool]
        held: list[int] = []
        draw = commands._draw

        def watched(text: str) -> bytes:
            held.extend(pool.checkedout() for pool in pools)  # type: ignore[attr-defined]
            return draw(text)

        monkeypatch.setattr(commands, "_draw", watched)
        await picture(identity)

        assert held == [0, 0]

    async def test_is_forgotten_after_an_hour(self, identity: ServiceHarness) -> None:
        await picture(identity)
        assert await identity.run_job("forget_pictures") == 0
        with time_machine.travel(clock.now() + timedelta(minutes=61)):
            assert await identity.run_job("forget_pictures") == 1


class TestAfterFailures:
    async def test_one_is_needed_and_the_refusal_says_where_to_get_it(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await after_three_failures(identity, texts)
        refused = await attempt(identity)

        assert (refused.status_code, refused.json()["code"]) == (409, NEEDED)
        assert "/v1/captchas" in refused.text

    @pytest.mark.parametrize("typed", ["7KWM", "7kwm", " 7k WM "])
    async def test_the_right_answer_lets_in(self, identity: ServiceHarness, texts: TextMessages, typed: str) -> None:
        await after_three_failures(identity, texts)
        signed_in = await attempt(identity, captcha_id=await picture(identity), captcha_answer=typed)

        assert signed_in.status_code == 200

    async def test_each_picture_is_good_for_one_try(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await after_three_failures(identity, texts)
        seen = await picture(identity)
        wrong = await attempt(identity, captcha_id=seen, captcha_answer="AAAA")
        right = await attempt(identity, captcha_id=seen, captcha_answer="7KWM")

        assert [answer.json()["code"] for answer in (wrong, right)] == [BAD, BAD]

    async def test_a_picture_works_for_five_minutes(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await after_three_failures(identity, texts)
        seen = await picture(identity)
        with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
            late = await attempt(identity, captcha_id=seen, captcha_answer="7KWM")

        assert late.json()["code"] == BAD

    async def test_refusals_without_a_captcha_lead_to_no_lock(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await after_three_failures(identity, texts)
        for _ in range(20):
            assert (await attempt(identity, WRONG)).json()["code"] == NEEDED

        signed_in = await attempt(identity, captcha_id=await picture(identity), captcha_answer="7KWM")
        assert signed_in.status_code == 200

    async def test_a_crowd_of_addresses_at_one_name_meets_it_as_well(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        login = {"mobile": MOBILE, "password": WRONG}
        codes = [
            (await client_at(identity, f"198.51.{n}.1").post("/v1/sessions/employer", json=login)).json()["code"]
            for n in range(32)
        ]

        assert codes[29:] == ["identity.wrong_credentials", NEEDED, NEEDED]

    async def test_half_an_answer_is_malformed(self, identity: ServiceHarness) -> None:
        assert (await attempt(identity, captcha_answer="7KWM")).status_code == 422


class TestStaff:
    async def test_give_one_at_every_sign_in(self, harness_of: HarnessOf) -> None:
        strict = await harness_of(service, **{**SETTINGS, "captcha": {"staff": "always"}})
        login = {"username": "nobody01", "password": "Shenhe2026"}
        without = await strict.client().post("/v1/sessions/staff", json=login)
        answered = {**login, "captcha_id": await picture(strict), "captcha_answer": "0000"}

        assert without.json()["code"] == NEEDED
        assert (await strict.client().post("/v1/sessions/staff", json=answered)).json()["code"] == BAD
