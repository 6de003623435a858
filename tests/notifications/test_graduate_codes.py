"""Codes to graduates: over WeChat where it is bound and works, else as a text message, at once or not at all."""

from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import Actor
from common.testing.harness import ServiceHarness
from tests.notifications.people import People
from tests.notifications.support import (
    CENTRE_USER,
    EMPLOYER_USER,
    GRADUATE,
    MOBILE,
    SCHOOL_USER,
    SERVICE,
    Outside,
)

CODE = "493027"
WANTED: dict[str, Any] = {
    "graduate_id": str(GRADUATE.graduate_id),
    "template": "verification_for_acceptance",
    "params": {"employer": "北京示范科技有限公司", "code": CODE, "minutes": "5"},
}

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def people(harness: ServiceHarness) -> People:
    """Identity knows the graduate's number."""
    known = People(harness)
    known.graduates[GRADUATE.graduate_id] = MOBILE
    return known


async def ask(harness: ServiceHarness, actor: Actor = SERVICE, key: str | None = None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return await harness.client(actor).post("/v1/text-messages/to-graduates", json=WANTED | changes, headers=headers)


class TestWay:
    async def test_is_a_text_message_to_the_number_that_identity_knows(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        answer = await ask(harness)
        told = answer.json()
        assert (answer.status_code, told["channel"], told["target"]) == (202, "sms", "138****0001")
        [message] = await outside.sms()
        assert message["content"] == (
            f"【网签平台】同意与北京示范科技有限公司签订就业协议的验证码：{CODE}，5分钟内有效。"
            "填写即视为本人同意，切勿告诉他人。"
        )
        assert (message["template"], message["segments"]) == ("verification_for_acceptance", 1)

    async def test_is_wechat_where_it_is_bound(self, bound: ServiceHarness, outside: Outside, people: People) -> None:
        answer = await ask(bound)
        told = answer.json()
        assert (answer.status_code, told["channel"], told["target"]) == (202, "wechat", None)
        [message] = await outside.wechat()
        assert message["template_id"] == "verification_for_signing"
        assert [field["value"] for field in message["data"].values()] == [
            CODE,
            "北京示范科技有限公司",
            "填写即视为本人同意签订就业协议",
            "5分钟内有效，切勿告诉他人",
        ]
        assert await outside.sms() == []
        assert people.asked == []

    async def test_shortens_a_long_name_and_says_what_a_corrections_code_does(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        params = WANTED["params"] | {"employer": "中国示范银行股份有限公司内蒙古自治区分行营业部"}
        answer = await ask(harness, template="verification_for_correction", params=params)
        assert answer.status_code == 202, answer.text
        [message] = await outside.sms()
        assert "】同意中国示范银行股份有限公…区分行营业部修改签约内容的验证码：" in message["content"]
        assert message["params"]["employer"] == "中国示范银行股份有限公…区分行营业部"
        assert message["segments"] == 1

    @pytest.mark.parametrize("way", ["sms", "wechat"])
    async def test_takes_a_plain_code_too(
        self, bound: ServiceHarness, outside: Outside, people: People, way: str
    ) -> None:
        if way == "sms":
            await outside.unfollow("o-ouyang")
        answer = await ask(bound, template="verification_code", params={"code": CODE, "minutes": "5"})
        assert (answer.status_code, answer.json()["channel"]) == (202, way)

    async def test_is_a_text_message_when_wechat_does_not_take_it(
        self, bound: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await outside.fail("wechat", "down")
        assert (await ask(bound)).json()["channel"] == "sms"
        assert len(await outside.sms()) == 1

    async def test_is_a_text_message_for_who_follows_no_more(
        self, bound: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await outside.unfollow("o-ouyang")
        assert (await ask(bound)).json()["channel"] == "sms"

    async def test_goes_on_with_a_new_token_when_wechat_has_ended_the_old_one(
        self, bound: ServiceHarness, outside: Outside, people: People
    ) -> None:
        assert (await ask(bound)).json()["channel"] == "wechat"
        outside.end_tokens()
        assert (await ask(bound)).json()["channel"] == "wechat"
        assert len(await outside.wechat()) == 2

    async def test_the_same_request_is_sent_once(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        first, second = await ask(harness, key="acceptance-code-1"), await ask(harness, key="acceptance-code-1")
        assert first.json() == second.json()
        assert len(await outside.sms()) == 1


class TestRefusals:
    @pytest.mark.parametrize("number", [None, "unknown"])
    async def test_nobody_can_be_reached_without_a_number(
        self, harness: ServiceHarness, outside: Outside, people: People, number: str | None
    ) -> None:
        if number is None:
            people.graduates[GRADUATE.graduate_id] = None
        else:
            people.graduates.clear()
        refused = await ask(harness)
        told = refused.json()
        assert (refused.status_code, told["code"]) == (409, "notifications.no_way_to_graduate")
        assert (told["rule"], told["who_can_change"]) == ("graduate_can_be_reached", "毕业生本人")

    async def test_identity_or_all_suppliers_away_is_no_answer(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        people.away = True
        assert (await ask(harness)).status_code == 503
        people.away = False
        for supplier in ("sms-a", "sms-b"):
            await outside.fail(supplier, "down")
        refused = await ask(harness)
        assert (refused.status_code, refused.json()["code"]) == (503, "notifications.sms_unavailable")

    async def test_a_number_gets_so_many_codes_whoever_asks(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        assert (await ask(harness)).status_code == 202
        refused = await ask(harness)
        assert (refused.status_code, refused.json()["code"]) == (429, "notifications.too_many_codes")

    async def test_names_the_parameter_at_fault(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        for change, field in (
            ({"employer": ""}, "params.employer"),
            ({"code": "x"}, "params.code"),
            ({"minutes": "0"}, "params.minutes"),
        ):
            refused = await ask(harness, params=WANTED["params"] | change)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        assert (await ask(harness, graduate_id="1")).status_code == 422
        assert await outside.sms() == []

    @pytest.mark.parametrize("actor", [EMPLOYER_USER, GRADUATE, SCHOOL_USER, CENTRE_USER])
    async def test_people_cannot_send(
        self, harness: ServiceHarness, outside: Outside, people: People, actor: Actor
    ) -> None:
        refused = await ask(harness, actor, graduate_id=str(uuid4()))
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")
