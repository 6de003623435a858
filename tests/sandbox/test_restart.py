"""What is still there after a restart."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from tests.sandbox.support import (
    Inbox,
    answer_of,
    client_of,
    enrolment,
    follow,
    put_person,
    send_sms,
    send_wechat,
    submit_login,
    token_for,
    wechat_token,
)


@pytest.fixture
def settings(settings: SandboxSettings, tmp_path: Path) -> SandboxSettings:
    return settings.model_copy(update={"state_dir": tmp_path / "state"})


def restarted(app: FastAPI, inbox: Inbox) -> FastAPI:
    app.state.store.close()
    return create_app(app.state.settings, callback_transport=httpx.MockTransport(inbox.take))


class TestRestart:
    async def test_keeps_people_logins_and_tokens(self, app: FastAPI, inbox: Inbox) -> None:
        async with client_of(app) as client:
            token = await token_for(client)
        app = restarted(app, inbox)
        async with client_of(app) as client:
            assert (await enrolment(client, token)).json()["name"] == "欧阳静怡"
            assert "code" in answer_of(await submit_login(client))

    async def test_keeps_messages_and_does_not_send_them_twice(self, app: FastAPI, inbox: Inbox) -> None:
        async with client_of(app) as client:
            await follow(client)
            token = await wechat_token(client)
            first_sms = (await send_sms(client)).json()
            first_wechat = await send_wechat(client, token)
            await app.state.receipts.settle()
        app = restarted(app, inbox)
        async with client_of(app) as client:
            assert (await send_sms(client)).json() == first_sms
            assert (await send_wechat(client, token))["msgid"] == first_wechat["msgid"]
            assert (await send_wechat(client, token, client_msg_id="2"))["msgid"] == first_wechat["msgid"] + 1
            assert len((await client.get("/sandbox/sms")).json()) == 1
            assert len((await client.get("/sandbox/wechat/messages")).json()) == 2

    async def test_keeps_what_was_deleted_deleted(self, app: FastAPI, inbox: Inbox) -> None:
        async with client_of(app) as client:
            await put_person(client)
            await send_sms(client)
            await app.state.receipts.settle()
            await client.delete("/sandbox/sms")
            await client.delete("/sandbox/chsi/people")
        async with client_of(restarted(app, inbox)) as client:
            assert (await client.get("/sandbox/sms")).json() == []
            assert (await client.get("/sandbox/chsi/people")).json() == []

    async def test_posts_the_receipts_that_were_missing(self, app: FastAPI, inbox: Inbox) -> None:
        app.state.receipts.expect = lambda message: None
        async with client_of(app) as client:
            await send_sms(client, callback_url="http://notifications.example/receipts")
        app = restarted(app, inbox)
        async with app.router.lifespan_context(app):
            await app.state.receipts.settle()
        assert [receipt["status"] for receipt in inbox.receipts] == ["DELIVERED"]

    async def test_stops_although_receipts_are_expected(self, settings: SandboxSettings, inbox: Inbox) -> None:
        app = create_app(settings.model_copy(update={"sms_receipt_seconds": 3600}))
        async with app.router.lifespan_context(app), client_of(app) as client:
            await send_sms(client)
        async with client_of(restarted(app, inbox)) as client:
            [message] = (await client.get("/sandbox/sms")).json()
        assert message["status"] == "ACCEPTED"

    async def test_forgets_everything_without_a_folder(self, settings: SandboxSettings, inbox: Inbox) -> None:
        app = create_app(settings.model_copy(update={"state_dir": None}))
        async with client_of(app) as client:
            await put_person(client)
        async with client_of(restarted(app, inbox)) as client:
            assert (await client.get("/sandbox/chsi/people")).json() == []
