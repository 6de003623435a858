"""The national job platform: login with OAuth 2.0 and PKCE, the account with its employer."""

from typing import Any

import httpx
import pytest

from deploy.sandbox.jobplatform.schemas import ACCOUNT_EXAMPLE
from tests.sandbox.support import STATE, VERIFIER, answer_of, challenge_of

CALLBACK = "http://127.0.0.1:8080/identity/v1/job-platform/callback"
CLIENT = {"client_id": "wangqian", "client_secret": "jobplatform-development-secret"}
ACCOUNTS = "/sandbox/jobplatform/accounts"


async def put_account(client: httpx.AsyncClient, account_id: str = "jp-1", **changes: Any) -> None:
    answer = await client.put(f"{ACCOUNTS}/{account_id}", json={**ACCOUNT_EXAMPLE, **changes})
    assert answer.status_code == 200, answer.text


async def log_in(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    form = {
        "response_type": "code",
        "client_id": CLIENT["client_id"],
        "redirect_uri": CALLBACK,
        "state": STATE,
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        "account": "13812340001",
        "password": "Demo#2026",
        **changes,
    }
    return await client.post("/jobplatform/oauth/authorize", data=form)


async def exchange(client: httpx.AsyncClient, code: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **CLIENT,
        **changes,
    }
    return await client.post("/jobplatform/oauth/token", data=form)


async def employer(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.get("/jobplatform/api/v1/employer", headers={"Authorization": f"Bearer {token}"})


async def token_for(client: httpx.AsyncClient) -> str:
    await put_account(client)
    answer = await exchange(client, answer_of(await log_in(client))["code"])
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


class TestLogin:
    async def test_goes_back_with_code_and_state(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        assert set(answer_of(await log_in(client))) == {"code", "state"}

    @pytest.mark.parametrize("wrong", [{"password": "no"}, {"account": "13800000000"}])
    async def test_shows_the_page_again_to_a_stranger(self, client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
        await put_account(client)
        answer = await log_in(client, **wrong)
        assert answer.status_code == 401
        assert "账号或密码不正确" in answer.text

    async def test_never_redirects_to_an_unknown_address(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        assert (await log_in(client, redirect_uri="https://evil.example/")).status_code == 400

    async def test_wants_a_challenge(self, client: httpx.AsyncClient) -> None:
        assert answer_of(await log_in(client, code_challenge=""))["error"] == "invalid_request"


class TestToken:
    async def test_is_worth_the_account_and_its_employer(self, client: httpx.AsyncClient) -> None:
        answer = (await employer(client, await token_for(client))).json()
        assert answer == {name: ACCOUNT_EXAMPLE[name] for name in ("mobile", "name", "employer")} | {
            "account_id": "jp-1"
        }

    async def test_needs_the_verifier(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        answer = await exchange(client, answer_of(await log_in(client))["code"], code_verifier="w" * 43)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")

    async def test_goes_when_its_code_comes_a_second_time(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        code = answer_of(await log_in(client))["code"]
        token = (await exchange(client, code)).json()["access_token"]
        assert (await exchange(client, code)).status_code == 400
        assert (await employer(client, token)).status_code == 401

    async def test_of_chsi_is_worth_nothing_here(self, client: httpx.AsyncClient) -> None:
        assert (await employer(client, "x" * 43)).status_code == 401

    async def test_is_not_given_to_another_client(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        code = answer_of(await log_in(client))["code"]
        answer = await exchange(client, code, client_secret="chsi-development-secret")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


class TestControls:
    async def test_list_show_and_forget(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        await put_account(client, "jp-2", mobile="13812340002", employer=None)
        assert [each["account_id"] for each in (await client.get(ACCOUNTS)).json()] == ["jp-1", "jp-2"]
        assert (await client.get(f"{ACCOUNTS}/jp-2")).json()["employer"] is None
        assert (await client.get(f"{ACCOUNTS}/jp-3")).status_code == 404
        assert (await client.delete(ACCOUNTS)).status_code == 204
        assert (await client.get(ACCOUNTS)).json() == []

    async def test_are_shown_on_the_page(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        page = (await client.get("/")).text
        assert "杭州云栖数据有限公司" in page
        assert "Demo#2026" in page


class TestFailures:
    @pytest.mark.parametrize(("mode", "status"), [("down", 503), ("limit", 429), ("reject", 403)])
    async def test_hit_the_record(self, client: httpx.AsyncClient, mode: str, status: int) -> None:
        token = await token_for(client)
        await client.put("/sandbox/failures/jobplatform", json={"mode": mode})
        assert (await employer(client, token)).status_code == status

    async def test_leave_chsi_alone(self, client: httpx.AsyncClient) -> None:
        await client.put("/sandbox/failures/jobplatform", json={"mode": "down"})
        assert (await client.get("/jobplatform/oauth/authorize")).status_code == 503
        assert (await client.get("/chsi/oauth/authorize")).status_code == 400
