"""A forgotten password, a changed one, and another mobile."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine

from common import clock
from common.auth.actors import EmployerUser
from common.contracts.identity import EmployerUserCredentialsChanged
from common.testing.harness import ServiceHarness
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.sessions.test_guessing import NO_CAPTCHA
from tests.identity.support import MOBILE, PASSWORD, TextMessages, register, sign_in

NEW_PASSWORD = "Qianyue2027"
OTHER = "13912340002"
LATER = timedelta(minutes=2)


async def code_for(identity: ServiceHarness, texts: TextMessages, mobile: str, purpose: str) -> str:
    asked = await identity.client().post("/v1/sms-codes", json={"mobile": mobile, "purpose": purpose})
    assert asked.status_code == 202, asked.text
    return texts.code(mobile)


async def reset(identity: ServiceHarness, mobile: str, code: str, **changes: Any) -> httpx.Response:
    form = {"mobile": mobile, "sms_code": code, "password": NEW_PASSWORD, "password_confirmation": NEW_PASSWORD}
    return await identity.client().post("/v1/password-resets", json={**form, **changes})


async def signed_in(issuer: ServiceHarness, texts: TextMessages) -> httpx.AsyncClient:
    await register(issuer, texts)
    return issuer.client(token=(await sign_in(issuer)).json()["access_token"])


class TestForgottenPassword:
    async def test_is_replaced_and_every_device_signed_out(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        client = await signed_in(issuer, texts)
        with time_machine.travel(clock.now() + LATER):
            answer = await reset(issuer, MOBILE, await code_for(issuer, texts, MOBILE, "reset_password"))

            assert (answer.status_code, answer.content) == (204, b"")
            assert (await client.get("/v1/me")).json()["code"] == "identity.session_ended"
            assert (await sign_in(issuer)).status_code == 401
            assert (await sign_in(issuer, MOBILE, NEW_PASSWORD)).status_code == 200
        assert [said.what for said in await issuer.emitted(EmployerUserCredentialsChanged)] == ["password"]

    async def test_opens_a_locked_door_for_its_owner(self, harness_of: HarnessOf) -> None:
        identity = await harness_of(service, **{**SETTINGS, **NO_CAPTCHA})
        texts = TextMessages()
        texts.serve(identity)
        await register(identity, texts)
        for _ in range(10):
            await sign_in(identity, MOBILE, "Qianyue2000")
        with time_machine.travel(clock.now() + LATER):
            assert (await sign_in(identity)).json()["code"] == "identity.sign_in_locked"
            changed = await reset(identity, MOBILE, await code_for(identity, texts, MOBILE, "reset_password"))

            assert changed.status_code == 204
            assert (await sign_in(identity, MOBILE, NEW_PASSWORD)).status_code == 200

    async def test_of_an_unknown_number_gets_the_same_answers(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        with time_machine.travel(clock.now() + LATER):
            codes = {mobile: await code_for(identity, texts, mobile, "reset_password") for mobile in (MOBILE, OTHER)}
        with time_machine.travel(clock.now() + LATER):
            wrong = [await reset(identity, mobile, another(code)) for mobile, code in codes.items()]
            right = [await reset(identity, mobile, code) for mobile, code in codes.items()]

        assert shown(wrong[0]) == shown(wrong[1])
        assert [(answer.status_code, answer.content) for answer in right] == [(204, b""), (204, b"")]
        assert len(await identity.rows("SELECT 1 FROM employer_users")) == 1

    async def test_a_code_for_registering_does_not_reset(self, identity: ServiceHarness, texts: TextMessages) -> None:
        code = await code_for(identity, texts, MOBILE, "register")

        assert (await reset(identity, MOBILE, code)).json()["code"] == "identity.sms_code_expired"

    async def test_a_weak_password_leaves_the_code_untouched(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        code = await code_for(identity, texts, MOBILE, "reset_password")
        refused = await reset(identity, MOBILE, code, password="abc12345", password_confirmation="abc12345")

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "password")
        assert (await reset(identity, MOBILE, code)).status_code == 204

    async def test_twenty_guesses_of_the_code_at_once_are_five(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        code = await code_for(identity, texts, MOBILE, "reset_password")
        answers = await asyncio.gather(*(reset(identity, MOBILE, another(code)) for _ in range(20)))

        codes = [answer.json()["code"] for answer in answers]
        assert (codes.count("identity.sms_code_wrong"), codes.count("identity.sms_code_expired")) == (5, 15)


class TestChangedPassword:
    async def change(self, client: httpx.AsyncClient, old: str = PASSWORD, new: str = NEW_PASSWORD) -> httpx.Response:
        form = {"old_password": old, "password": new, "password_confirmation": new}
        return await client.post("/v1/employer-users/me/password", json=form)

    async def test_keeps_this_device_and_signs_the_others_out(
        self, issuer: ServiceHarness, texts: TextMessages
    ) -> None:
        here = await signed_in(issuer, texts)
        there = issuer.client(token=(await sign_in(issuer)).json()["access_token"])

        assert (await self.change(here)).status_code == 204
        assert [(await client.get("/v1/me")).status_code for client in (here, there)] == [200, 401]
        assert (await sign_in(issuer, MOBILE, NEW_PASSWORD)).status_code == 200

    async def test_needs_the_old_one_and_counts_guesses(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        client = await signed_in(issuer, texts)
        codes = [(await self.change(client, old="Qianyue2000")).json()["code"] for _ in range(4)]

        assert codes == ["identity.old_password_wrong"] * 3 + ["identity.captcha_needed"]
        assert (await client.get("/v1/me")).status_code == 200

    async def test_must_be_another(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        refused = await self.change(await signed_in(issuer, texts), new=PASSWORD)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.same_password")


class TestChangedMobile:
    async def change(self, client: httpx.AsyncClient, code: str, **proof: str) -> httpx.Response:
        form = {"mobile": OTHER, "sms_code": code, **proof}
        return await client.post("/v1/employer-users/me/mobile", json=form)

    async def test_with_the_password(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        client = await signed_in(issuer, texts)
        changed = await self.change(client, await code_for(issuer, texts, OTHER, "change_mobile"), password=PASSWORD)

        assert (changed.status_code, changed.json()["mobile"]) == (200, "139****0002")
        assert (await sign_in(issuer)).status_code == 401
        assert (await sign_in(issuer, OTHER)).status_code == 200
        (said,) = await issuer.emitted(EmployerUserCredentialsChanged)
        assert said.what == "mobile"
        assert OTHER not in said.model_dump_json()

    async def test_with_a_code_to_the_old_number(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        client = await signed_in(issuer, texts)
        with time_machine.travel(clock.now() + LATER):
            old = await code_for(issuer, texts, MOBILE, "confirm")
            new = await code_for(issuer, texts, OTHER, "change_mobile")
            assert (await self.change(client, new, old_sms_code=old)).status_code == 200

    async def test_by_who_knows_neither_is_refused(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        client = await signed_in(issuer, texts)
        code = await code_for(issuer, texts, OTHER, "change_mobile")

        without = await self.change(client, code)
        assert without.status_code == 422
        assert [fault["field"] for fault in without.json()["errors"]] == ["password", "old_sms_code"]
        refused = await self.change(client, code, password="Qianyue2000")
        assert refused.json()["code"] == "identity.old_password_wrong"
        assert refused.json()["title"] == "当前登录密码错误"
        assert (await sign_in(issuer)).status_code == 200

    async def test_to_anothers_number_is_told_only_to_who_reads_its_messages(
        self, issuer: ServiceHarness, texts: TextMessages
    ) -> None:
        client = await signed_in(issuer, texts)
        await register(issuer, texts, OTHER)
        with time_machine.travel(clock.now() + LATER):
            code = await code_for(issuer, texts, OTHER, "change_mobile")
            wrong = await self.change(client, another(code), password=PASSWORD)
            right = await self.change(client, code, password=PASSWORD)

        assert wrong.json()["code"] == "identity.sms_code_wrong"
        assert (right.status_code, right.json()["code"]) == (409, "identity.mobile_taken")


class TestMassAssignment:
    @pytest.mark.parametrize(
        ("method", "path", "given"),
        [
            ("POST", "/v1/employer-users", {"employer_id": "0193b0a0-0000-7000-8000-000000000001"}),
            ("POST", "/v1/password-resets", {"user_id": "0193b0a0-0000-7000-8000-000000000001"}),
            ("POST", "/v1/employer-users/me/password", {"password_hash": "x"}),
            ("POST", "/v1/employer-users/me/mobile", {"mobile_index": "x"}),
            ("PATCH", "/v1/employer-users/me", {"mobile": OTHER}),
            ("POST", "/v1/sessions/employer", {"role": "centre_user"}),
            ("POST", "/v1/sessions/staff", {"role": "centre_user"}),
            ("POST", "/v1/sessions/refresh", {"role": "centre_user"}),
            ("POST", "/v1/sms-codes", {"code": "000000"}),
            ("POST", "/v1/service-tokens", {"role": "centre_user"}),
        ],
    )
    async def test_is_refused_everywhere(
        self, identity: ServiceHarness, texts: TextMessages, method: str, path: str, given: dict[str, str]
    ) -> None:
        user = EmployerUser(id=await register(identity, texts), name="", employer_id=None)
        refused = await identity.client(user).request(method, path, json=given)

        assert refused.status_code == 422
        assert next(iter(given)) in {fault["field"] for fault in refused.json()["errors"]}


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def shown(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return answer.status_code, {key: value for key, value in answer.json().items() if key != "correlation_id"}
