"""Signing in: the same answer for every failure, and an end to guessing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
import time_machine

from common import clock
from common.auth.actors import EmployerUser
from common.testing.harness import ServiceHarness
from common.testing.tokens import TestKeys
from tests.identity.support import MOBILE, PASSWORD, TextMessages, register, sign_in

STRANGER = "13912340002"


def without_correlation(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return answer.status_code, {key: value for key, value in answer.json().items() if key != "correlation_id"}


class TestSigningIn:
    async def test_hands_out_tokens_and_says_who_it_is(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        account = await register(issuer, texts)
        answer = await sign_in(issuer)

        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        tokens = answer.json()
        assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 900)
        assert tokens["actor"] == {
            "role": "employer_user",
            "role_label": "单位用户",
            "id": str(account),
            "name": "138****0001",
            "employer_id": None,
        }
        assert await issuer.context.verifier.verify(tokens["access_token"]) == EmployerUser(
            id=account, name="138****0001", employer_id=None
        )

    async def test_the_token_names_its_session_and_lives_15_minutes(
        self, issuer: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(issuer, texts)
        token = (await sign_in(issuer)).json()["access_token"]

        claims = jwt.decode(token, options={"verify_signature": False})
        [(session_id,)] = await issuer.rows("SELECT id FROM sessions")
        assert claims["exp"] - claims["iat"] == 900
        assert UUID(claims["sid"]) == session_id
        assert claims["jti"]

    @pytest.mark.parametrize("written", ["138 1234 0001", "+86 138-1234-0001", "１３８１２３４０００１"])
    async def test_takes_the_mobile_as_people_write_it(
        self, identity: ServiceHarness, texts: TextMessages, written: str
    ) -> None:
        await register(identity, texts)

        assert (await sign_in(identity, written)).status_code == 200

    async def test_a_wrong_password_and_an_unknown_mobile_get_the_same_answer(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        wrong = without_correlation(await sign_in(identity, MOBILE, "Qianyue2027"))
        unknown = without_correlation(await sign_in(identity, STRANGER, "Qianyue2027"))

        assert wrong == unknown
        assert wrong[1]["code"] == "identity.wrong_credentials"

    async def test_an_unknown_mobile_costs_as_much_hashing(
        self, identity: ServiceHarness, texts: TextMessages, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await register(identity, texts)
        hashed: list[str] = []
        hasher = type(identity.context.resources.passwords._hasher)
        verify = hasher.verify

        def counting(self: Any, stored: str, password: str) -> bool:
            hashed.append(stored.rpartition("$")[0].rpartition("$")[0])
            return verify(self, stored, password)

        monkeypatch.setattr(hasher, "verify", counting)
        await sign_in(identity, MOBILE, "Qianyue2027")
        await sign_in(identity, STRANGER, "Qianyue2027")

        assert len(hashed) == 2
        assert hashed[0] == hashed[1]

    async def test_the_password_of_nobody_opens_nothing(self, identity: ServiceHarness) -> None:
        assert (await sign_in(identity, STRANGER, "nobody has this password")).status_code == 401

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"mobile": "12345", "password": PASSWORD}, "mobile"),
            ({"mobile": 13812340001, "password": PASSWORD}, "mobile"),
            ({"mobile": MOBILE}, "password"),
            ({"mobile": MOBILE, "password": "x" * 65}, "password"),
        ],
    )
    async def test_refuses_malformed_input(self, identity: ServiceHarness, given: dict[str, Any], field: str) -> None:
        refused = await identity.client().post("/v1/sessions/employer", json=given)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)

    async def test_an_employers_mobile_is_no_staff_user_name(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await register(identity, texts)
        refused = await identity.client().post("/v1/sessions/staff", json={"username": MOBILE, "password": PASSWORD})

        assert (refused.status_code, refused.json()["code"]) == (401, "identity.wrong_credentials")


class TestTokensThatAreNotOurs:
    async def test_a_forged_one_is_refused(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        user = EmployerUser(id=await register(issuer, texts), name="", employer_id=None)
        forged = TestKeys().token(user, issuer.context.settings.tokens)
        refused = await issuer.client(token=forged).get("/v1/me")

        assert (refused.status_code, refused.json()["code"]) == (401, "token_refused")

    async def test_an_expired_one_is_refused(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        token = (await sign_in(issuer)).json()["access_token"]
        with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
            refused = await issuer.client(token=token).get("/v1/me")

        assert (refused.status_code, refused.json()["code"]) == (401, "token_expired")

    async def test_none_at_all_is_refused(self, issuer: ServiceHarness) -> None:
        assert (await issuer.client().get("/v1/me")).status_code == 401
