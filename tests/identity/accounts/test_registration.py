"""Registering as an employer user, and one's own data."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine

from common import clock
from common.auth.actors import EmployerUser
from common.testing.harness import ServiceHarness
from tests.identity.support import MOBILE, PASSWORD, TextMessages, register, sign_in


async def with_code(identity: ServiceHarness, texts: TextMessages, **changes: Any) -> httpx.Response:
    """Ask for a code and register with it."""
    asked = await identity.client().post("/v1/sms-codes", json={"mobile": MOBILE, "purpose": "register"})
    assert asked.status_code == 202
    form = {"mobile": MOBILE, "sms_code": texts.code(MOBILE), "password": PASSWORD, "password_confirmation": PASSWORD}
    return await identity.client().post("/v1/employer-users", json={**form, **changes})


class TestRegistration:
    async def test_opens_an_account_that_can_sign_in(self, identity: ServiceHarness, texts: TextMessages) -> None:
        answer = await with_code(identity, texts)

        assert answer.status_code == 201
        assert answer.json()["mobile"] == "138****0001"
        assert answer.json()["employer_id"] is None
        assert (await sign_in(identity)).status_code == 200

    async def test_stores_neither_mobile_nor_password_in_the_clear(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)

        [(row,)] = await identity.rows("SELECT to_jsonb(employer_users)::text FROM employer_users")
        assert MOBILE not in row
        assert PASSWORD not in row
        assert "$argon2id$" in row

    async def test_refuses_a_second_account_only_to_who_has_the_code(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            wrong = await with_code(identity, texts, sms_code="000000")
        with time_machine.travel(clock.now() + timedelta(minutes=4)):
            right = await with_code(identity, texts)

        assert wrong.json()["code"] in {"identity.sms_code_wrong"}
        assert (right.status_code, right.json()["code"]) == (409, "identity.mobile_taken")

    async def test_two_at_once_with_one_code_open_one_account(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await identity.client().post("/v1/sms-codes", json={"mobile": MOBILE, "purpose": "register"})
        form = {
            "mobile": MOBILE,
            "sms_code": texts.code(MOBILE),
            "password": PASSWORD,
            "password_confirmation": PASSWORD,
        }
        answers = await asyncio.gather(*(identity.client().post("/v1/employer-users", json=form) for _ in range(4)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert len(await identity.rows("SELECT 1 FROM employer_users")) == 1

    async def test_a_refused_password_leaves_the_code_untouched(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        refused = await with_code(identity, texts, password="abc12345", password_confirmation="abc12346")

        assert refused.status_code == 422
        assert {fault["field"] for fault in refused.json()["errors"]} == {"password", "password_confirmation"}
        assert "abc12345" not in refused.text
        [(tries,)] = await identity.rows("SELECT tries FROM sms_codes")
        assert tries == 0

    @pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "１２３４５６"])
    async def test_refuses_a_malformed_code(self, identity: ServiceHarness, texts: TextMessages, code: str) -> None:
        refused = await with_code(identity, texts, sms_code=code)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "sms_code")


class TestPersonalData:
    async def test_is_given_and_shown(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = EmployerUser(id=await register(identity, texts), name="", employer_id=None)
        client = identity.client(user)
        changed = await client.patch("/v1/employer-users/me", json={"name": "买买提·吐尔逊", "email": "Li@EXAMPLE.com"})

        assert changed.status_code == 200
        shown = (await client.get("/v1/employer-users/me")).json()
        assert (shown["name"], shown["email"]) == ("买买提·吐尔逊", "Li@example.com")
        assert (await sign_in(identity)).json()["actor"]["name"] == "买买提·吐尔逊"

    async def test_what_is_left_out_stays(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = EmployerUser(id=await register(identity, texts), name="", employer_id=None)
        client = identity.client(user)
        await client.patch("/v1/employer-users/me", json={"name": "李招聘"})
        await client.patch("/v1/employer-users/me", json={"email": "li@example.com"})

        assert (await client.get("/v1/employer-users/me")).json()["name"] == "李招聘"

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"name": "李1"}, "name"),
            ({"email": "nobody"}, "email"),
            ({"employer_id": "0193b0a0-0000-7000-8000-000000000001"}, "employer_id"),
            ({"password_hash": "x"}, "password_hash"),
        ],
    )
    async def test_refuses_what_is_malformed_or_not_the_users_to_set(
        self, identity: ServiceHarness, texts: TextMessages, given: dict[str, str], field: str
    ) -> None:
        user = EmployerUser(id=await register(identity, texts), name="", employer_id=None)
        refused = await identity.client(user).patch("/v1/employer-users/me", json=given)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
