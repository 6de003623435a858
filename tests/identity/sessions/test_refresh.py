"""Staying signed in: refresh tokens work once, in two tabs at once twice, and an old one ends the session."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine

from common import clock
from common.testing.harness import ServiceHarness
from tests.identity.support import EMPLOYER, TextMessages, client_at, register, sign_in

REFRESH = "/v1/sessions/refresh"


async def refresh(issuer: ServiceHarness, token: str) -> httpx.Response:
    return await issuer.client().post("/v1/sessions/refresh", json={"refresh_token": token})


async def signed_in(issuer: ServiceHarness, texts: TextMessages) -> dict[str, Any]:
    await register(issuer, texts)
    return (await sign_in(issuer)).json()


class TestRefresh:
    async def test_gives_a_new_pair(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        second = await refresh(issuer, first["refresh_token"])

        assert second.status_code == 200
        assert second.json()["refresh_token"] != first["refresh_token"]
        assert (await issuer.client(token=second.json()["access_token"]).get("/v1/me")).status_code == 200
        assert (await refresh(issuer, second.json()["refresh_token"])).status_code == 200

    async def test_puts_what_has_changed_into_the_token(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        client = issuer.client(token=first["access_token"])
        employer = (await client.put("/v1/employer", json=EMPLOYER)).json()
        assert employer["refresh_needed"]
        assert (await client.get("/v1/me")).json()["refresh_needed"]

        second = (await refresh(issuer, first["refresh_token"])).json()
        assert second["actor"]["employer_id"] == employer["id"]
        me = (await issuer.client(token=second["access_token"]).get("/v1/me")).json()
        assert (me["employer_id"], me["refresh_needed"]) == (employer["id"], False)

    async def test_stores_no_token(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)

        [(row,)] = await issuer.rows("SELECT to_jsonb(refresh_tokens)::text FROM refresh_tokens")
        assert first["refresh_token"] not in row

    async def test_refuses_an_unknown_token(self, issuer: ServiceHarness) -> None:
        refused = await refresh(issuer, "x" * 43)

        assert (refused.status_code, refused.json()["code"]) == (401, "identity.refresh_token_unknown")

    async def test_a_crowd_of_unknown_tokens_does_not_exhaust_the_connections(self, issuer: ServiceHarness) -> None:
        pool = issuer.context.settings.database.pool_size
        answers = await asyncio.gather(*(refresh(issuer, f"{n:043d}") for n in range(6 * pool)))

        assert {answer.status_code for answer in answers} == {401}

    async def test_refuses_after_14_days_without_use(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        with time_machine.travel(clock.now() + timedelta(days=14, seconds=1)):
            refused = await refresh(issuer, first["refresh_token"])

        assert (refused.status_code, refused.json()["code"]) == (401, "identity.refresh_token_unknown")

    async def test_refuses_when_the_account_is_gone(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        await issuer.rows("DELETE FROM employer_users RETURNING id")

        refused = await refresh(issuer, first["refresh_token"])
        assert (refused.status_code, refused.json()["code"]) == (401, "identity.account_closed")
        me = await issuer.client(token=first["access_token"]).get("/v1/me")
        assert me.json()["code"] == "identity.account_closed"


class TestReuse:
    async def test_after_the_grace_ends_the_whole_session(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        second = (await refresh(issuer, first["refresh_token"])).json()

        with time_machine.travel(clock.now() + timedelta(seconds=11)):
            reused = await refresh(issuer, first["refresh_token"])
        assert (reused.status_code, reused.json()["code"]) == (401, "identity.refresh_token_reused")
        newest = await refresh(issuer, second["refresh_token"])
        assert (newest.status_code, newest.json()["code"]) == (401, "identity.refresh_token_unknown")

    @pytest.mark.parametrize(("address", "agent"), [("203.0.113.9", "Firefox"), ("198.51.100.1", "Chrome")])
    async def test_from_another_device_ends_it_at_once(
        self, issuer: ServiceHarness, texts: TextMessages, address: str, agent: str
    ) -> None:
        first = await signed_in(issuer, texts)
        used = {"refresh_token": first["refresh_token"]}
        assert (await client_at(issuer, "203.0.113.9", "Chrome").post(REFRESH, json=used)).status_code == 200

        reused = await client_at(issuer, address, agent).post(REFRESH, json=used)
        assert (reused.status_code, reused.json()["code"]) == (401, "identity.refresh_token_reused")

    async def test_leaves_other_sessions_of_the_account(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        other = (await sign_in(issuer)).json()
        await refresh(issuer, first["refresh_token"])
        with time_machine.travel(clock.now() + timedelta(seconds=11)):
            await refresh(issuer, first["refresh_token"])

        assert (await refresh(issuer, other["refresh_token"])).status_code == 200

    async def test_of_two_tabs_at_once_both_go_on(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        answers = await asyncio.gather(*(refresh(issuer, first["refresh_token"]) for _ in range(2)))

        assert [answer.status_code for answer in answers] == [200, 200]
        for answer in answers:
            assert (await refresh(issuer, answer.json()["refresh_token"])).status_code == 200
        assert len(await issuer.rows("SELECT 1 FROM sessions")) == 1

    async def test_within_the_grace_does_not_revive_an_ended_session(
        self, issuer: ServiceHarness, texts: TextMessages
    ) -> None:
        first = await signed_in(issuer, texts)
        second = (await refresh(issuer, first["refresh_token"])).json()
        await issuer.client(token=second["access_token"]).delete("/v1/sessions/current")

        assert (await refresh(issuer, first["refresh_token"])).status_code == 401


class TestSigningOut:
    async def test_ends_this_session_only(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        first = await signed_in(issuer, texts)
        other = (await sign_in(issuer)).json()
        gone = await issuer.client(token=first["access_token"]).delete("/v1/sessions/current")

        assert (gone.status_code, gone.content) == (204, b"")
        assert (await refresh(issuer, first["refresh_token"])).status_code == 401
        assert (await refresh(issuer, other["refresh_token"])).status_code == 200

    async def test_the_access_token_is_refused_at_once(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        client = issuer.client(token=(await signed_in(issuer, texts))["access_token"])
        assert (await client.get("/v1/me")).status_code == 200
        await client.delete("/v1/sessions/current")

        refused = await client.get("/v1/me")
        assert (refused.status_code, refused.json()["code"]) == (401, "identity.session_ended")

    async def test_of_a_service_does_nothing(self, issuer: ServiceHarness) -> None:
        granted = await issuer.client().post(
            "/v1/service-tokens", json={"service": "agreements", "client_secret": "agreements-secret"}
        )
        client = issuer.client(token=granted.json()["access_token"])

        assert (await client.delete("/v1/sessions/current")).status_code == 204


class TestForgetting:
    async def test_ended_sessions_go_with_their_tokens(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await signed_in(issuer, texts)
        assert await issuer.run_job("forget_sessions") == 0
        with time_machine.travel(clock.now() + timedelta(days=15)):
            assert await issuer.run_job("forget_sessions") > 0

        assert await issuer.rows("SELECT 1 FROM refresh_tokens") == []
