"""Where somebody is signed in, and signing out there."""

from uuid import uuid4

import httpx

from common.testing.harness import ServiceHarness
from tests.identity.support import MOBILE, PASSWORD, TextMessages, client_at, register

LOGIN = {"mobile": MOBILE, "password": PASSWORD}


async def device(issuer: ServiceHarness, address: str, agent: str) -> httpx.AsyncClient:
    """A browser that is signed in."""
    answer = await client_at(issuer, address, agent).post("/v1/sessions/employer", json=LOGIN)
    return client_at(issuer, address, agent, token=answer.json()["access_token"])


class TestDevices:
    async def test_are_listed_with_shortened_addresses(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        await device(issuer, "203.0.113.9", "Firefox")
        phone = await device(issuer, "2001:db8:7:1::5", "Phone")

        items = (await phone.get("/v1/me/sessions")).json()["items"]
        assert [(item["address"], item["user_agent"], item["current"]) for item in items] == [
            ("2001:db8:7::*", "Phone", True),
            ("203.0.113.*", "Firefox", False),
        ]

    async def test_one_is_signed_out_by_another(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        desk = await device(issuer, "203.0.113.9", "Firefox")
        phone = await device(issuer, "198.51.100.1", "Phone")
        [other] = [item for item in (await phone.get("/v1/me/sessions")).json()["items"] if not item["current"]]

        assert (await phone.delete(f"/v1/me/sessions/{other['id']}")).status_code == 204
        assert (await desk.get("/v1/me")).json()["code"] == "identity.session_ended"
        assert (await phone.get("/v1/me")).status_code == 200
        assert (await phone.delete(f"/v1/me/sessions/{other['id']}")).status_code == 404

    async def test_all_others_or_all_are_signed_out(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        desk = await device(issuer, "203.0.113.9", "Firefox")
        phone = await device(issuer, "198.51.100.1", "Phone")

        assert (await phone.delete("/v1/me/sessions")).json() == {"ended": 1}
        assert [(await browser.get("/v1/me")).status_code for browser in (desk, phone)] == [401, 200]
        assert (await phone.delete("/v1/me/sessions?all=true")).json() == {"ended": 1}
        assert (await phone.get("/v1/me")).status_code == 401

    async def test_of_others_are_not_found(self, issuer: ServiceHarness, texts: TextMessages) -> None:
        await register(issuer, texts)
        await register(issuer, texts, "13912340002")
        await device(issuer, "203.0.113.9", "Firefox")
        [(theirs,)] = await issuer.rows("SELECT id FROM sessions")
        login = {"mobile": "13912340002", "password": PASSWORD}
        token = (await issuer.client().post("/v1/sessions/employer", json=login)).json()["access_token"]

        for session_id in (theirs, uuid4()):
            refused = await issuer.client(token=token).delete(f"/v1/me/sessions/{session_id}")
            assert (refused.status_code, refused.json()["code"]) == (404, "identity.session_not_found")
