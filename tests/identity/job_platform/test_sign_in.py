"""Signing in with an account of the national job platform (guides/000 §1)."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from common import clock
from tests.identity.job_platform.support import JobPlatformDoor, employer_there, user_of
from tests.identity.support import EMPLOYER, MOBILE, employer_user, sign_in

OTHER_MOBILE = "13912340002"
LOGINS = "SELECT 1 FROM job_platform_logins"


class TestBeginning:
    async def test_leads_there_with_state_and_challenge(self, door: JobPlatformDoor) -> None:
        wanted = parse_qs(urlsplit(await door.begin(door.identity.client())).query)
        assert (wanted["response_type"], wanted["code_challenge_method"]) == (["code"], ["S256"])
        assert len(wanted["code_challenge"][0]) == 43
        assert len(wanted["state"][0]) >= 43

    async def test_binds_the_browser_by_a_cookie_that_scripts_cannot_read(self, door: JobPlatformDoor) -> None:
        cookie = (await door.identity.client().post("/v1/job-platform-logins")).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/v1/job-platform", "Max-Age=600"} <= set(cookie.split("; "))

    async def test_keeps_neither_state_nor_verifier_in_clear(self, door: JobPlatformDoor) -> None:
        state = parse_qs(urlsplit(await door.begin(door.identity.client())).query)["state"][0]
        ((row),) = await door.identity.rows("SELECT * FROM job_platform_logins")
        assert state not in str(row)

    async def test_is_forgotten_when_nobody_comes_back(self, door: JobPlatformDoor) -> None:
        await door.begin(door.identity.client())
        with time_machine.travel(clock.now() + timedelta(minutes=11)):
            assert await door.identity.run_job("forget_job_platform_logins") == 1
        assert await door.identity.rows(LOGINS) == []


class TestTheFirstTime:
    async def test_opens_an_account_with_the_employer_of_the_job_platform(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        answer = await door.sign_in()
        said = answer.json()
        assert (said["outcome"]["code"], said["next_step"]["code"], said["obstacle"]) == ("registered", "upgrade", None)
        assert answer.headers["cache-control"] == "no-store"
        employer = (await door.identity.client(user_of(answer)).get("/v1/employer")).json()
        assert (employer["name"], employer["uscc"]) == (EMPLOYER["name"], EMPLOYER["uscc"])
        assert employer["status"]["code"] == "unverified"
        assert employer["contact"]["phone"] == EMPLOYER["contact_phone"]

    async def test_leaves_an_employer_that_nobody_has_checked_to_be_verified(self, door: JobPlatformDoor) -> None:
        await door.has_account(employer=employer_there(verified=False))
        assert (await door.sign_in()).json()["next_step"]["code"] == "verify"

    @pytest.mark.parametrize("employer", [None, employer_there(nature_code=""), employer_there(region_code="33")])
    async def test_asks_for_data_that_are_not_good_enough(self, door: JobPlatformDoor, employer: object) -> None:
        await door.has_account(employer=employer)
        answer = await door.sign_in()
        assert (answer.json()["next_step"]["code"], user_of(answer).employer_id) == ("fill_in", None)

    async def test_says_which_data_are_not_good_enough_then_and_later(self, door: JobPlatformDoor) -> None:
        await door.has_account(employer=employer_there(name="<b>云栖</b>", region_code="1"))
        answer = await door.sign_in()
        obstacle = answer.json()["obstacle"]
        assert obstacle["code"] == "identity.job_platform_employer_unusable"
        assert "单位名称：不能含有" in obstacle["detail"]
        assert "所在地：" in obstacle["detail"]
        view = (await door.identity.client(user_of(answer)).get("/v1/me/job-platform-link")).json()
        assert view["obstacle"] == obstacle

    async def test_offers_to_join_the_registered_employer_after_the_login_too(self, door: JobPlatformDoor) -> None:
        await employer_user(door.identity, door.texts, OTHER_MOBILE)
        await door.has_account()
        client = door.identity.client(user_of(await door.sign_in()))

        async def join() -> tuple[bool, str | None]:
            view = (await client.get("/v1/me/job-platform-link")).json()
            assert view["employer"]["uscc"] == EMPLOYER["uscc"]
            (action,) = [action for action in view["actions"] if action["action"] == "join"]
            return action["allowed"], action["rule"]

        assert await join() == (False, "identity.nothing_to_join")
        await door.identity.rows("UPDATE employers SET status = 'material_review' RETURNING id")
        assert await join() == (True, None)

    async def test_says_whose_employer_it_is_when_another_has_it(self, door: JobPlatformDoor) -> None:
        await employer_user(door.identity, door.texts, OTHER_MOBILE)
        await door.has_account()
        answer = await door.sign_in()
        assert user_of(answer).employer_id is None
        assert answer.json()["next_step"]["code"] == "join"
        assert answer.json()["obstacle"]["code"] == "identity.uscc_being_filled_in"
        assert answer.json()["obstacle"]["remedy"]

    async def test_never_hands_over_the_account_that_has_the_mobile(self, door: JobPlatformDoor) -> None:
        await door.registered()
        await door.has_account()
        answer = await door.sign_in()
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.job_platform_mobile_taken")
        assert "登录" in answer.json()["remedy"]
        assert await door.identity.rows("SELECT 1 FROM job_platform_links") == []
        assert await door.identity.rows("SELECT 1 FROM sessions") == []

    async def test_refuses_a_number_that_cannot_be_an_account_here(self, door: JobPlatformDoor) -> None:
        await door.has_account(mobile="+85212345678")
        answer = await door.sign_in("+85212345678")
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.job_platform_mobile_unusable")

    async def test_does_without_a_name_that_is_none(self, door: JobPlatformDoor) -> None:
        await door.has_account(name="<b>", employer=None)
        assert user_of(await door.sign_in()).name == "138****0001"

    async def test_gives_no_password(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        await door.sign_in()
        for password in ("x", "None", "Jiuye2027"):
            assert (await sign_in(door.identity, MOBILE, password or "x")).json()[
                "code"
            ] == "identity.wrong_credentials"

    async def test_twice_at_once_opens_one_account(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        answers = await asyncio.gather(*(door.sign_in() for _ in range(3)))
        assert len({user_of(answer).id for answer in answers}) == 1
        assert sorted(answer.json()["outcome"]["code"] for answer in answers) == [
            "registered",
            "signed_in",
            "signed_in",
        ]


class TestTheNextTime:
    async def test_is_the_same_account_although_the_mobile_there_has_changed(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        first = user_of(await door.sign_in())
        await door.has_account(mobile=OTHER_MOBILE)
        answer = await door.sign_in(OTHER_MOBILE)
        assert (user_of(answer), answer.json()["outcome"]["code"]) == (first, "signed_in")

    async def test_does_not_reach_the_account_for_whoever_has_the_old_number(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        await door.sign_in()
        await door.has_account(mobile=OTHER_MOBILE)
        await door.has_account("jp-2", name="新人", employer=None)
        answer = await door.sign_in()
        assert answer.json()["code"] == "identity.job_platform_mobile_taken"

    async def test_brings_the_employer_along_that_was_filled_in_there_meanwhile(self, door: JobPlatformDoor) -> None:
        await door.has_account(employer=None)
        await door.sign_in()
        await door.has_account()
        answer = await door.sign_in()
        assert answer.json()["next_step"]["code"] == "upgrade"
        assert user_of(answer).employer_id is not None

    async def test_takes_the_mark_back_when_the_job_platform_does(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        await door.sign_in()
        await door.has_account(employer=employer_there(verified=False))
        assert (await door.sign_in()).json()["next_step"]["code"] == "verify"
        assert await door.identity.rows("SELECT 1 FROM job_platform_employers") == []


class TestAForgedReturn:
    async def test_without_the_cookie_is_refused(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        back = await door.log_in_there(await door.begin(door.identity.client()))
        answer = await door.come_back(door.identity.client(), back)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.job_platform_state_refused")

    async def test_in_another_browser_is_refused_and_leaves_the_login_open(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        mine, other = door.identity.client(), door.identity.client()
        back = await door.log_in_there(await door.begin(mine))
        await door.begin(other)
        assert (await door.come_back(other, back)).json()["code"] == "identity.job_platform_state_refused"
        assert (await door.come_back(mine, back)).status_code == 200

    @pytest.mark.parametrize("state", ["forged", "", "é" * 43])
    async def test_with_an_invented_state_is_refused(self, door: JobPlatformDoor, state: str) -> None:
        await door.has_account()
        browser = door.identity.client()
        back = await door.log_in_there(await door.begin(browser))
        answer = await door.come_back(browser, back | {"state": state})
        assert answer.json()["code"] == "identity.job_platform_state_refused"

    async def test_that_comes_again_is_refused(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        browser = door.identity.client()
        begun = await door.begin(browser)
        cookie = browser.cookies.get("wangqian_job_platform")
        back = await door.log_in_there(begun)
        assert (await door.come_back(browser, back)).status_code == 200
        again = await door.identity.client().get(
            "/v1/job-platform/callback", params=back, headers={"Cookie": f"wangqian_job_platform={cookie}"}
        )
        assert again.json()["code"] == "identity.job_platform_state_refused"

    async def test_with_the_code_of_another_login_is_refused(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        victim, attacker = door.identity.client(), door.identity.client()
        stolen = (await door.log_in_there(await door.begin(victim)))["code"]
        own = await door.log_in_there(await door.begin(attacker))
        answer = await door.come_back(attacker, own | {"code": stolen})
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.job_platform_login_refused")

    async def test_that_comes_too_late_is_refused(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        browser = door.identity.client()
        begun = await door.begin(browser)
        with time_machine.travel(clock.now() + timedelta(minutes=11)):
            back = await door.log_in_there(begun)
            assert (await door.come_back(browser, back)).json()["code"] == "identity.job_platform_state_refused"


class TestABadDay:
    async def test_that_is_cancelled_says_so(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        browser = door.identity.client()
        back = await door.log_in_there(await door.begin(browser), decision="cancel")
        answer = await door.come_back(browser, back)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.job_platform_login_cancelled")

    @pytest.mark.parametrize("mode", ["down", "limit"])
    async def test_of_the_job_platform_is_told_and_can_be_repeated(self, door: JobPlatformDoor, mode: str) -> None:
        await door.has_account()
        browser = door.identity.client()
        back = await door.log_in_there(await door.begin(browser))
        await door.fails(mode, times=1)
        answer = await door.come_back(browser, back)
        assert (answer.status_code, answer.json()["code"]) == (503, "identity.job_platform_unavailable")
        assert (await door.sign_in()).status_code == 200

    async def test_in_which_it_refuses_opens_nothing(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        browser = door.identity.client()
        back = await door.log_in_there(await door.begin(browser))
        await door.fails("reject")
        assert (await door.come_back(browser, back)).json()["code"] == "identity.job_platform_login_refused"
        assert await door.identity.rows("SELECT 1 FROM employer_users") == []
