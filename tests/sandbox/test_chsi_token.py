"""The token endpoint of 学信网."""

import base64
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine

from tests.sandbox.support import CALLBACK, CLIENT, VERIFIER, code_for, enrolment, exchange, token_for

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


async def refusal(response: httpx.Response) -> str:
    assert response.status_code == 400
    assert "access_token" not in response.json()
    return str(response.json()["error"])


class TestExchange:
    async def test_gives_a_bearer_token_that_nobody_may_cache(self, client: httpx.AsyncClient) -> None:
        response = await exchange(client, await code_for(client))
        assert response.status_code == 200
        assert response.json()["token_type"] == "Bearer"
        assert response.json()["expires_in"] == 3600
        assert response.headers["cache-control"] == "no-store"

    async def test_takes_the_secret_by_http_basic(self, client: httpx.AsyncClient) -> None:
        code = await code_for(client)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        headers = basic(CLIENT["client_id"], CLIENT["client_secret"])
        assert (await client.post("/chsi/oauth/token", data=form, headers=headers)).status_code == 200

    @pytest.mark.parametrize("verifier", ["w" * 43, "v" * 44, "short", "ü" * 43])
    async def test_refuses_a_wrong_verifier_and_uses_up_the_code(
        self, client: httpx.AsyncClient, verifier: str
    ) -> None:
        code = await code_for(client)
        assert await refusal(await exchange(client, code, code_verifier=verifier)) == "invalid_grant"
        assert await refusal(await exchange(client, code)) == "invalid_grant"

    async def test_refuses_a_used_code_and_takes_its_token_back(self, client: httpx.AsyncClient) -> None:
        code = await code_for(client)
        token = (await exchange(client, code)).json()["access_token"]
        assert (await enrolment(client, token)).status_code == 200
        assert await refusal(await exchange(client, code)) == "invalid_grant"
        assert (await enrolment(client, token)).status_code == 401

    async def test_refuses_another_redirect_address(self, client: httpx.AsyncClient) -> None:
        code = await code_for(client)
        assert await refusal(await exchange(client, code, redirect_uri=CALLBACK + "2")) == "invalid_grant"

    async def test_refuses_an_unknown_code(self, client: httpx.AsyncClient) -> None:
        assert await refusal(await exchange(client, "made-up")) == "invalid_grant"

    @pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 400)])
    async def test_takes_a_code_for_sixty_seconds(self, client: httpx.AsyncClient, seconds: int, status: int) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            code = await code_for(client)
            clock.shift(timedelta(seconds=seconds))
            assert (await exchange(client, code)).status_code == status

    @pytest.mark.parametrize("missing", ["code", "redirect_uri", "code_verifier"])
    async def test_names_what_is_missing(self, client: httpx.AsyncClient, missing: str) -> None:
        given = {"code": await code_for(client), missing: ""}
        response = await exchange(client, given.pop("code"), **given)
        assert await refusal(response) == "invalid_request"
        assert missing in response.json()["error_description"]

    async def test_knows_one_grant_type(self, client: httpx.AsyncClient) -> None:
        response = await exchange(client, await code_for(client), grant_type="password")
        assert await refusal(response) == "unsupported_grant_type"


class TestClientAuthentication:
    @pytest.mark.parametrize("wrong", [{"client_secret": "x"}, {"client_secret": ""}, {"client_id": "somebody"}])
    async def test_refuses_a_wrong_client_and_keeps_the_code(
        self, client: httpx.AsyncClient, wrong: dict[str, str]
    ) -> None:
        code = await code_for(client)
        response = await exchange(client, code, **wrong)
        assert response.status_code == 401
        assert response.json()["error"] == "invalid_client"
        assert response.headers["www-authenticate"].startswith("Basic")
        assert (await exchange(client, code)).status_code == 200

    @pytest.mark.parametrize("header", [basic("wangqian", "x")["Authorization"], "Basic %%%", "Basic", "Basic /w=="])
    async def test_refuses_a_wrong_basic_header(self, client: httpx.AsyncClient, header: str) -> None:
        response = await client.post("/chsi/oauth/token", data={"code": "x"}, headers={"Authorization": header})
        assert response.status_code == 401

    async def test_refuses_two_proofs_at_once(self, client: httpx.AsyncClient) -> None:
        headers = basic(CLIENT["client_id"], CLIENT["client_secret"])
        response = await client.post("/chsi/oauth/token", data={**CLIENT, "code": "x"}, headers=headers)
        assert response.status_code == 401


class TestAccessToken:
    async def test_ends_after_an_hour(self, client: httpx.AsyncClient) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            token = await token_for(client)
            clock.shift(timedelta(seconds=3599))
            assert (await enrolment(client, token)).status_code == 200
            clock.shift(timedelta(seconds=1))
            assert (await enrolment(client, token)).status_code == 401
