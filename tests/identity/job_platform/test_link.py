"""Linking an account here with one at the job platform, taking the link apart, and what is locked meanwhile."""

import asyncio
from typing import Any

import httpx

from common.auth.actors import EmployerUser
from common.auth.tokens import TokenVerifier
from common.testing.eventually import eventually
from identity.accounts.commands import hold_account
from identity.job_platform import states
from identity.job_platform.states import VerifiedThere
from tests.identity.job_platform.support import JobPlatformDoor, employer_there, user_of
from tests.identity.support import EMPLOYER, MOBILE, PASSWORD, employer_user, sign_in

OTHER_MOBILE = "13912340002"
LINK = "/v1/me/job-platform-link"


async def shown(door: JobPlatformDoor, user: EmployerUser) -> dict[str, Any]:
    answer = await door.identity.client(user).get(LINK)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def fill_in(door: JobPlatformDoor, user: EmployerUser, **changes: Any) -> httpx.Response:
    return await door.identity.client(user).put("/v1/employer", json={**EMPLOYER, **changes})


class TestLinking:
    async def test_lets_either_way_lead_to_the_same_account(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account()
        linked = await door.link(user)
        assert linked.json()["outcome"]["code"] == "linked"
        assert user_of(linked).id == user.id
        assert user_of(await door.sign_in()).id == user.id
        assert (await sign_in(door.identity, MOBILE, PASSWORD)).json()["actor"]["id"] == str(user.id)

    async def test_takes_the_employer_over(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        answer = await door.link(await door.registered())
        assert answer.json()["next_step"]["code"] == "upgrade"
        employer = (await door.identity.client(user_of(answer)).get("/v1/employer")).json()
        assert employer["uscc"] == EMPLOYER["uscc"]

    async def test_marks_the_same_employer_that_was_filled_in_here(self, door: JobPlatformDoor) -> None:
        user = await employer_user(door.identity, door.texts, address="另一处地址 2 号")
        await door.has_account()
        assert (await door.link(user)).json()["next_step"]["code"] == "upgrade"
        employer = (await door.identity.client(user).get("/v1/employer")).json()
        assert employer["address"] == "另一处地址 2 号"

    async def test_never_overwrites_another_employer(self, door: JobPlatformDoor) -> None:
        user = await employer_user(door.identity, door.texts, name="杭州另一家公司")
        await door.has_account()
        assert (await door.link(user)).json()["next_step"]["code"] == "verify"
        assert (await door.identity.client(user).get("/v1/employer")).json()["name"] == "杭州另一家公司"

    async def test_leaves_a_number_that_is_not_the_one_here(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account(mobile=OTHER_MOBILE)
        assert user_of(await door.link(user, OTHER_MOBILE)).id == user.id
        view = await shown(door, user)
        assert (view["linked"], view["mobile"]) == (True, "139****0002")

    async def test_refuses_an_account_that_belongs_to_somebody_else(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        await door.sign_in()
        answer = await door.link(await door.registered(OTHER_MOBILE))
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.job_platform_account_taken")

    async def test_refuses_a_second_account(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account()
        await door.link(user)
        answer = await door.identity.client(user).post(LINK)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.job_platform_already_linked")

    async def test_of_two_accounts_at_once_makes_one_link(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account()
        await door.has_account("jp-2", mobile=OTHER_MOBILE)
        answers = await asyncio.gather(door.link(user), door.link(user, OTHER_MOBILE))
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_needs_the_browser_in_which_it_was_begun(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account()
        back = await door.log_in_there(await door.begin(door.identity.client(user), LINK))
        answer = await door.come_back(door.identity.client(user), back)
        assert answer.json()["code"] == "identity.job_platform_state_refused"
        assert (await shown(door, user))["linked"] is False


class TestTheView:
    async def test_offers_the_employers_data_for_the_form(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account(employer=employer_there(nature_code=""))
        await door.link(user)
        view = await shown(door, user)
        assert view["employer"]["region"] == "浙江省杭州市西湖区"
        assert (view["employer"]["verified"], view["locked_fields"]) == (True, [])

    async def test_hides_the_middle_of_the_number_and_stores_none_in_clear(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        user = user_of(await door.sign_in())
        assert (await shown(door, user))["mobile"] == "138****0001"
        assert MOBILE not in str(await door.identity.rows("SELECT * FROM job_platform_links"))

    async def test_says_what_can_be_done(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        allowed = {each["action"]: each["allowed"] for each in (await shown(door, user))["actions"]}
        assert allowed == {"link": True, "unlink": False, "upgrade": False, "join": False}
        await door.has_account()
        await door.link(user)
        allowed = {each["action"]: each["allowed"] for each in (await shown(door, user))["actions"]}
        assert allowed == {"link": False, "unlink": True, "upgrade": False, "join": False}


class TestUnlinking:
    async def test_needs_a_password(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        user = user_of(await door.sign_in())
        answer = await door.identity.client(user).delete(LINK)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.job_platform_password_needed")
        assert user_of(await door.sign_in()).id == user.id

    async def test_closes_that_way_in_and_frees_the_employers_data(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account()
        user = user_of(await door.link(user))
        assert (await door.identity.client(user).delete(LINK)).status_code == 204
        assert (await door.sign_in()).json()["code"] == "identity.job_platform_mobile_taken"
        assert (await fill_in(door, user, name="杭州云栖数据科技有限公司")).status_code == 200

    async def test_while_somebody_signs_in_with_it_leaves_no_employer_marked(self, door: JobPlatformDoor) -> None:
        user = await door.registered()
        await door.has_account()
        user = user_of(await door.link(user))
        context, waiting = door.identity.context, "SELECT 1 FROM pg_locks WHERE NOT granted"
        async with context.database.transaction() as session:
            await hold_account(session, user.id)
            unlinking = asyncio.create_task(door.identity.client(user).delete(LINK))
            await eventually(lambda: door.identity.rows(waiting))
            signing_in = asyncio.create_task(door.sign_in())
            await eventually(lambda: door.identity.rows(f"{waiting} OFFSET 1"))
        assert (await unlinking).status_code == 204
        assert (await signing_in).json()["code"] == "identity.job_platform_mobile_taken"
        assert await door.identity.rows("SELECT 1 FROM job_platform_employers") == []

    async def test_of_nothing_is_refused(self, door: JobPlatformDoor) -> None:
        answer = await door.identity.client(await door.registered()).delete(LINK)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.job_platform_not_linked")


class TestWhatTheJobPlatformHasVerified:
    async def test_cannot_be_changed_here(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        user = user_of(await door.sign_in())
        for changes in ({"name": "杭州另一家公司"}, {"uscc": "91330100MA27XYZT0X"}):
            answer = await fill_in(door, user, **changes)
            assert answer.status_code in {409, 422}
        refused = await fill_in(door, user, name="杭州另一家公司")
        assert refused.json()["code"] == "identity.job_platform_fields_locked"
        assert (await shown(door, user))["locked_fields"] == ["name", "uscc"]

    async def test_leaves_the_rest_open(self, door: JobPlatformDoor) -> None:
        await door.has_account()
        user = user_of(await door.sign_in())
        assert (await fill_in(door, user, address="文三路 99 号")).status_code == 200

    def test_is_worth_the_licence_for_that_name_and_code_only(self) -> None:
        verified = VerifiedThere("杭州云栖数据有限公司", "91110108MA00TTT09Y")
        assert states.why_not_upgrade(verified, "杭州云栖数据有限公司", "91110108MA00TTT09Y") is None
        for name, uscc in (("杭州云栖", "91110108MA00TTT09Y"), ("杭州云栖数据有限公司", "91110108MA00TTT09X")):
            assert states.why_not_upgrade(verified, name, uscc) is not None
        assert states.why_not_upgrade(None, "杭州云栖数据有限公司", "91110108MA00TTT09Y") is not None


class TestWhileTheJobPlatformIsAsked:
    async def test_the_link_holds_no_connection_to_the_database(
        self, door: JobPlatformDoor, job_platform: httpx.AsyncClient
    ) -> None:
        context, held = door.identity.context, []

        async def asked(request: httpx.Request) -> httpx.Response:
            held.append(context.database.engine.pool.checkedout())  # type: ignore[attr-defined]
            return await job_platform._transport.handle_async_request(request)

        await door.registered()
        await door.has_account()
        context.verifier = TokenVerifier(context.settings.tokens, context.resources.signing_keys.jwks)
        browser = door.identity.client(token=(await sign_in(door.identity)).json()["access_token"])
        back = await door.log_in_there(await door.begin(browser, LINK))
        context.http = httpx.AsyncClient(transport=httpx.MockTransport(asked))

        assert (await door.come_back(browser, back)).json()["outcome"]["code"] == "linked"
        assert held == [0, 0]


class TestALinkThatWasBegunBeforeSigningOut:
    async def test_is_not_finished(self, door: JobPlatformDoor) -> None:
        context = door.identity.context
        await door.registered()
        await door.has_account()
        context.verifier = TokenVerifier(context.settings.tokens, context.resources.signing_keys.jwks)
        token = (await sign_in(door.identity)).json()["access_token"]
        browser = door.identity.client(token=token)
        back = await door.log_in_there(await door.begin(browser, LINK))
        assert (await browser.delete("/v1/sessions/current")).status_code == 204
        answer = await door.identity.client().get(
            "/v1/job-platform/callback",
            params=back,
            headers={"Cookie": f"wangqian_job_platform={browser.cookies.get('wangqian_job_platform')}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.job_platform_state_refused")
        assert await door.identity.rows("SELECT 1 FROM job_platform_links") == []
