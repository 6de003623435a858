"""Template messages of the WeChat API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine

from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from tests.sandbox.support import client_of, follow, send_wechat, wechat_token

# 15:00 UTC is 23:00 in China: the day of the quota has one hour left.
LATE = datetime(2026, 5, 20, 15, 0, tzinfo=UTC)


async def sent(client: httpx.AsyncClient, openid: str = "") -> list[dict[str, Any]]:
    return list((await client.get("/sandbox/wechat/messages", params={"openid": openid})).json())


class TestSend:
    async def test_reaches_a_follower(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        answer = await send_wechat(client, await wechat_token(client))
        [message] = await sent(client)
        assert answer == {"errcode": 0, "errmsg": "ok", "msgid": message["msgid"]}
        assert message["text"] == "unit:北京示范科技有限公司"
        assert message["nickname"] == "静怡"

    async def test_does_not_reach_a_stranger(self, client: httpx.AsyncClient) -> None:
        answer = await send_wechat(client, await wechat_token(client))
        assert answer == {"errcode": 43004, "errmsg": "require subscribe"}
        assert await sent(client) == []

    async def test_does_not_reach_somebody_who_left(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await client.delete("/sandbox/wechat/followers/o-ouyang")
        assert (await send_wechat(client, await wechat_token(client)))["errcode"] == 43004

    @pytest.mark.parametrize(
        ("wrong", "errcode"),
        [({"touser": ""}, 40003), ({"template_id": ""}, 40037), ({"data": "x"}, 47001), ({"data": {"k": "v"}}, 47001)],
    )
    async def test_refuses_what_is_malformed(
        self, client: httpx.AsyncClient, wrong: dict[str, Any], errcode: int
    ) -> None:
        await follow(client)
        assert (await send_wechat(client, await wechat_token(client), **wrong))["errcode"] == errcode
        assert await sent(client) == []

    async def test_shows_the_newest_first_and_one_receiver_alone(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await follow(client, "o-li", "李")
        token = await wechat_token(client)
        for number, openid in enumerate(["o-ouyang", "o-li", "o-ouyang"]):
            await send_wechat(client, token, touser=openid, client_msg_id=str(number))
        assert [m["client_msg_id"] for m in await sent(client)] == ["2", "1", "0"]
        assert [m["client_msg_id"] for m in await sent(client, "o-ouyang")] == ["2", "0"]


class TestRepetition:
    async def test_is_answered_with_the_first_msgid_for_ten_minutes(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        with time_machine.travel(LATE, tick=False) as clock:
            token = await wechat_token(client)
            msgid = (await send_wechat(client, token))["msgid"]
            clock.shift(timedelta(seconds=599))
            answer = await send_wechat(client, token)
            assert (answer["errcode"], answer["msgid"]) == (45065, msgid)
            clock.shift(timedelta(seconds=1))
            assert (await send_wechat(client, token))["errcode"] == 0
            assert (await send_wechat(client, token))["errcode"] == 45065
        assert len(await sent(client)) == 2

    async def test_means_the_same_receiver(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await follow(client, "o-li", "李")
        token = await wechat_token(client)
        assert (await send_wechat(client, token))["errcode"] == 0
        assert (await send_wechat(client, token, touser="o-li"))["errcode"] == 0

    async def test_is_nobodys_business_without_an_id(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        token = await wechat_token(client)
        answers = [await send_wechat(client, token, client_msg_id="") for _ in range(2)]
        assert [answer["errcode"] for answer in answers] == [0, 0]


class TestTemplates:
    async def test_fill_their_places(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        details = {"title": "签约邀请", "content": "单位:{{unit.DATA}}\n截止:{{ deadline.DATA }}"}
        await client.put("/sandbox/wechat/templates/invitation_received", json=details)
        await send_wechat(client, await wechat_token(client), data={"unit": {"value": "{{deadline.DATA}}"}})
        [message] = await sent(client)
        assert message["title"] == "签约邀请"
        assert message["text"] == "单位:{{deadline.DATA}}\n截止:"

    async def test_are_the_only_ones_once_there_are_any(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await client.put("/sandbox/wechat/templates/other", json={"title": "其他"})
        token = await wechat_token(client)
        assert (await send_wechat(client, token))["errcode"] == 40037
        await client.delete("/sandbox/wechat/templates")
        assert (await send_wechat(client, token))["errcode"] == 0


class TestQuota:
    async def test_ends_with_the_day_in_china(self, settings: SandboxSettings) -> None:
        app = create_app(settings.model_copy(update={"wechat_daily_quota": 1}))
        async with client_of(app) as client:
            await follow(client)
            with time_machine.travel(LATE, tick=False) as clock:
                token = await wechat_token(client)
                assert (await send_wechat(client, token, client_msg_id="1"))["errcode"] == 0
                assert (await send_wechat(client, token, client_msg_id="2"))["errcode"] == 45009
                clock.shift(timedelta(hours=1))
                assert (await send_wechat(client, token, client_msg_id="2"))["errcode"] == 0
