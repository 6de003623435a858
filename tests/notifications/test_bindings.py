"""Binding WeChat: whose account it is, and that it stays secret."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from dirty_equals import IsStr

from common.auth.actors import Actor, Graduate
from common.testing.harness import ServiceHarness
from tests.notifications.support import (
    CENTRE_USER,
    DEPARTMENT_USER,
    EMPLOYER_USER,
    GRADUATE,
    SCHOOL_USER,
    SERVICE,
    Outside,
    bind,
    invitation,
    send,
)

pytestmark = pytest.mark.usefixtures("noon")

OTHER = Graduate(
    id=uuid4(), name="买买提·吐尔逊", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=True
)


async def put(harness: ServiceHarness, code: Any, actor: Graduate = GRADUATE) -> Any:
    return await harness.client(actor).put("/v1/wechat-binding", json={"code": code})


async def is_bound(harness: ServiceHarness, actor: Graduate = GRADUATE) -> bool:
    return bool((await harness.client(actor).get("/v1/wechat-binding")).json()["bound"])


class TestBind:
    async def test_binds_the_account_behind_the_code(self, harness: ServiceHarness, outside: Outside) -> None:
        assert (await harness.client(GRADUATE).get("/v1/wechat-binding")).json() == {"bound": False, "bound_at": None}
        answer = await put(harness, await outside.follow("o-ouyang"))
        assert (answer.status_code, answer.json()) == (200, {"bound": True, "bound_at": IsStr})
        assert (await harness.client(GRADUATE).get("/v1/wechat-binding")).json() == answer.json()

    async def test_another_account_takes_the_place_of_the_first(
        self, harness: ServiceHarness, outside: Outside
    ) -> None:
        await bind(harness, outside, openid="o-old")
        await bind(harness, outside, openid="o-new")
        await harness.deliver(invitation())
        await send(harness)
        assert (len(await outside.wechat("o-old")), len(await outside.wechat("o-new"))) == (0, 1)

    async def test_a_person_of_two_cohorts_may_bind_both(self, harness: ServiceHarness, outside: Outside) -> None:
        again = Graduate(
            id=GRADUATE.id, name=GRADUATE.name, graduate_id=uuid4(), school_code="10002", cohort=2030, confirmed=True
        )
        await bind(harness, outside)
        assert not await is_bound(harness, again)
        await bind(harness, outside, again)
        assert (await is_bound(harness), await is_bound(harness, again)) == (True, True)
        for graduate_id in (GRADUATE.graduate_id, again.graduate_id):
            await harness.deliver(invitation(agreement_id=uuid4(), graduate_id=graduate_id))
        await send(harness)
        assert len(await outside.wechat("o-ouyang")) == 2

    async def test_refuses_an_account_of_another_person(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        answer = await put(harness, await outside.follow("o-ouyang"), OTHER)
        assert (answer.status_code, answer.json()["code"]) == (409, "notifications.wechat_bound_to_another")
        assert (await is_bound(harness), await is_bound(harness, OTHER)) == (True, False)

    async def test_of_two_at_once_one_gets_the_account(self, harness: ServiceHarness, outside: Outside) -> None:
        codes = [await outside.follow("o-ouyang") for _ in range(2)]
        answers = await asyncio.gather(put(harness, codes[0]), put(harness, codes[1], OTHER))
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_refuses_a_code_that_was_used_or_invented(self, harness: ServiceHarness, outside: Outside) -> None:
        code = await outside.follow("o-ouyang")
        await put(harness, code)
        for bad in (code, "invented"):
            answer = await put(harness, bad, OTHER)
            assert (answer.status_code, answer.json()["code"]) == (409, "notifications.wechat_code_refused")
            assert answer.json()["remedy"] == "请在微信中重新打开授权页面后再试。"

    async def test_says_so_when_wechat_is_away(self, harness: ServiceHarness, outside: Outside) -> None:
        code = await outside.follow("o-ouyang")
        await outside.fail("wechat", "down")
        answer = await put(harness, code)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert not await is_bound(harness)

    @pytest.mark.parametrize("code", ["", "x" * 201, 7, None])
    async def test_refuses_what_is_no_code(self, harness: ServiceHarness, code: Any) -> None:
        answer = await put(harness, code)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "code")

    async def test_keeps_the_openid_sealed(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        (row,) = await harness.rows("SELECT wechat_accounts::text AS everything FROM wechat_accounts")
        assert "o-ouyang" not in row.everything


class TestUnbind:
    async def test_forgets_the_account(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        for _ in range(2):
            answer = await harness.client(GRADUATE).delete("/v1/wechat-binding")
            assert (answer.status_code, answer.json()) == (200, {"bound": False, "bound_at": None})
        assert await harness.rows("SELECT 1 FROM wechat_accounts") == []
        assert await harness.rows("SELECT 1 FROM wechat_bindings") == []

    async def test_frees_the_account_for_its_owner(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        await harness.client(GRADUATE).delete("/v1/wechat-binding")
        await bind(harness, outside, OTHER)
        assert await is_bound(harness, OTHER)


class TestWho:
    @pytest.mark.parametrize("actor", [EMPLOYER_USER, SCHOOL_USER, DEPARTMENT_USER, CENTRE_USER, SERVICE])
    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    async def test_is_for_graduates(self, harness: ServiceHarness, actor: Actor, method: str) -> None:
        body: dict[str, Any] = {"json": {"code": "x"}} if method == "PUT" else {}
        answer = await harness.client(actor).request(method, "/v1/wechat-binding", **body)
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")

    async def test_is_for_those_who_confirmed_their_data(self, harness: ServiceHarness) -> None:
        unconfirmed = Graduate(
            id=uuid4(), name="欧阳静怡", graduate_id=uuid4(), school_code="10001", cohort=2027, confirmed=False
        )
        answer = await put(harness, "code", unconfirmed)
        assert (answer.status_code, answer.json()["code"]) == (403, "data_not_confirmed")
