"""Passwords of staff: reset by the centre, changed by their owner, forgotten."""

from typing import Any

import httpx
import pytest

from common.auth.actors import CentreUser
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import centre, open_school
from tests.identity.staff.support import fail, put_account, sign_in
from tests.identity.staff.test_staff import CENTRE, PASSWORD, create
from tests.identity.support import TextMessages

USERNAME = "lilaoshi.01"
NEW = "Xinmima2028"
MOBILE = "13812340005"


async def reset_by_centre(identity: ServiceHarness, user_id: str) -> httpx.Response:
    return await identity.client(centre()).post(f"/v1/staff-users/{user_id}/reset-password")


async def change(identity: ServiceHarness, old: str, new: str = NEW, **changes: str) -> httpx.Response:
    body = {"username": USERNAME, "password": old, "new_password": new, "password_confirmation": new, **changes}
    return await identity.client().post("/v1/staff-password-changes", json=body)


async def ask_for_code(identity: ServiceHarness, username: str) -> httpx.Response:
    return await identity.client().post("/v1/staff-password-resets/codes", json={"username": username})


async def reset(identity: ServiceHarness, username: str, code: str, new: str = NEW, **changes: Any) -> httpx.Response:
    body = {"username": username, "sms_code": code, "password": new, "password_confirmation": new, **changes}
    return await identity.client().post("/v1/staff-password-resets", json=body)


async def live_sessions(identity: ServiceHarness) -> int:
    return len(await identity.rows("SELECT 1 FROM sessions WHERE revoked_at IS NULL"))


class TestResetByTheCentre:
    async def test_gives_a_password_that_opens_nothing_until_it_is_changed(self, identity: ServiceHarness) -> None:
        user = await create(identity)
        await sign_in(identity, USERNAME, PASSWORD)
        given = await reset_by_centre(identity, user["id"])
        assert given.headers["cache-control"] == "no-store"
        one_time = given.json()["password"]
        assert await live_sessions(identity) == 0
        assert (await sign_in(identity, USERNAME, PASSWORD)).json()["code"] == "identity.wrong_credentials"
        refused = await sign_in(identity, USERNAME, one_time)
        assert (refused.status_code, refused.json()["code"]) == (403, "identity.password_must_change")
        assert (await change(identity, one_time)).status_code == 204
        assert (await sign_in(identity, USERNAME, NEW)).status_code == 200

    async def test_is_no_two_times_the_same(self, identity: ServiceHarness) -> None:
        user = await create(identity)
        passwords = {(await reset_by_centre(identity, user["id"])).json()["password"] for _ in range(3)}
        assert len(passwords) == 3

    async def test_is_not_for_ones_own_account(self, identity: ServiceHarness) -> None:
        user = await create(identity, CENTRE)
        own = identity.client(CentreUser(id=user["id"], name="李老师"))
        refused = await own.post(f"/v1/staff-users/{user['id']}/reset-password")
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.own_account")


class TestChange:
    async def test_ends_every_session(self, identity: ServiceHarness) -> None:
        await create(identity)
        await sign_in(identity, USERNAME, PASSWORD)
        assert (await change(identity, PASSWORD)).status_code == 204
        assert await live_sessions(identity) == 0
        assert (await sign_in(identity, USERNAME, PASSWORD)).status_code == 401
        assert (await sign_in(identity, USERNAME, NEW)).status_code == 200

    async def test_needs_the_old_password_and_counts_guesses_as_sign_ins(self, identity: ServiceHarness) -> None:
        await create(identity)
        answers = [await change(identity, f"Cuowu{n}") for n in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 409]
        assert answers[-1].json()["code"] == "identity.captcha_needed"
        assert (await sign_in(identity, USERNAME, PASSWORD)).json()["code"] == "identity.captcha_needed"

    async def test_refuses_the_same_password(self, identity: ServiceHarness) -> None:
        await create(identity)
        refused = await change(identity, PASSWORD, PASSWORD)
        assert (refused.status_code, refused.json()["code"]) == (422, "identity.same_password")

    @pytest.mark.parametrize("changes", [{"new_password": "short1"}, {"password_confirmation": "Bieda2028"}])
    async def test_refuses_what_cannot_be_a_password(self, identity: ServiceHarness, changes: dict[str, str]) -> None:
        await create(identity)
        assert (await change(identity, PASSWORD, **changes)).status_code == 422
        assert (await sign_in(identity, USERNAME, PASSWORD)).status_code == 200

    async def test_of_a_school_user_happens_in_the_employment_system(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        assert (await change(identity, "Xuexiao2027", username="xx-jiuye")).status_code == 204
        assert (await sandbox.get("/sandbox/employment/accounts/xx-jiuye")).json()["password"] == NEW


class TestForgotten:
    async def test_is_set_anew_with_the_code_on_the_phone(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await create(identity, mobile=MOBILE)
        await sign_in(identity, USERNAME, PASSWORD)
        assert (await ask_for_code(identity, "LiLaoshi.01")).status_code == 202
        for _ in range(3):
            await sign_in(identity, USERNAME, "Wangle2027")
        assert (await reset(identity, USERNAME, texts.code(MOBILE))).status_code == 204
        assert await live_sessions(identity) == 0
        assert (await sign_in(identity, USERNAME, PASSWORD)).status_code == 401
        assert (await sign_in(identity, USERNAME, NEW)).status_code == 200

    async def test_of_a_school_user_is_changed_in_the_employment_system(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, texts: TextMessages
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, locked=False)
        await sign_in(identity)
        await put_account(sandbox, locked=True)
        await ask_for_code(identity, "xx-jiuye")
        assert (await reset(identity, "xx-jiuye", texts.code(MOBILE))).status_code == 204
        assert await live_sessions(identity) == 0
        assert (await sign_in(identity, password=NEW)).status_code == 200

    async def test_keeps_the_code_when_the_employment_system_is_away(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, texts: TextMessages
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        await sign_in(identity)
        await ask_for_code(identity, "xx-jiuye")
        await fail(sandbox, "down", times=1)
        away = await reset(identity, "xx-jiuye", texts.code(MOBILE))
        assert (away.status_code, away.json()["code"]) == (503, "identity.employment_system_unavailable")
        assert (await reset(identity, "xx-jiuye", texts.code(MOBILE))).status_code == 204

    async def test_answers_alike_whether_the_account_exists_or_not(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await create(identity, mobile=MOBILE)
        known, unknown = await ask_for_code(identity, USERNAME), await ask_for_code(identity, "nobody")
        again, strange = await ask_for_code(identity, USERNAME), await ask_for_code(identity, "王\x00")
        assert {answer.status_code for answer in (known, unknown, again, strange)} == {202}
        assert known.json() == unknown.json() == again.json() == strange.json()
        assert len(texts.sent) == 1
        wrong = "000000" if texts.code(MOBILE) != "000000" else "000001"
        refusals = [await reset(identity, name, wrong) for name in (USERNAME, "nobody")]
        assert {answer.status_code for answer in refusals} == {409}
        assert {answer.json()["code"] for answer in refusals} == {"identity.staff_reset_refused"}
        assert refusals[0].json()["detail"] == refusals[1].json()["detail"]

    async def test_counts_codes_by_network_and_not_by_address(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await create(identity, mobile=MOBILE)
        for host in ("2001:db8:1:2::5", "2001:db8:1:2:9::7"):
            await identity.rows("UPDATE sms_codes SET created_at = created_at - interval '5 minutes' RETURNING 1")
            door = httpx.ASGITransport(identity.app, client=(host, 4242))
            async with httpx.AsyncClient(transport=door, base_url="http://service.test") as client:
                answer = await client.post("/v1/staff-password-resets/codes", json={"username": USERNAME})
                assert answer.status_code == 202
        counted = await identity.rows("SELECT count(*) FROM sms_codes GROUP BY address_index")
        assert [row.count for row in counted] == [2]

    async def test_takes_five_guesses_and_no_more(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await create(identity, mobile=MOBILE)
        await ask_for_code(identity, USERNAME)
        code = texts.code(MOBILE)
        for guess in range(5):
            assert (await reset(identity, USERNAME, f"{(int(code) + 1 + guess) % 10**6:06}")).status_code == 409
        assert (await reset(identity, USERNAME, code)).status_code == 409
        assert (await sign_in(identity, USERNAME, PASSWORD)).status_code == 200

    async def test_sends_nothing_for_closed_accounts_or_without_a_mobile(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await create(identity, mobile=MOBILE)
        await create(identity, username="no-mobile")
        await identity.client(centre()).post(f"/v1/staff-users/{user['id']}/close", json={"reason": "调离"})
        for username in (USERNAME, "no-mobile"):
            assert (await ask_for_code(identity, username)).status_code == 202
        assert texts.sent == []

    async def test_tells_nobody_that_messages_cannot_be_sent(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await create(identity, mobile=MOBILE)
        texts.away = True
        assert (await ask_for_code(identity, USERNAME)).status_code == 202
