"""What the tests of the sandbox share: a person, a login, a message."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI

CALLBACK = "https://platform.example/identity/v1/chsi/callback"
ID_NUMBER = "110108200203159010"
MOBILE = "13812340001"
PASSWORD = "Demo#2026"
STATE = "a/b+c=d&e 学"
VERIFIER = "v" * 43

CLIENT = {"client_id": "wangqian", "client_secret": "chsi-development-secret"}
KEY_A = {"Authorization": "Bearer sms-a-development-key"}
KEY_B = {"Authorization": "Bearer sms-b-development-key"}
WECHAT = {"appid": "wx5a17d0b0c0ffee01", "secret": "wechat-development-secret"}

PERSON: dict[str, Any] = {
    "name": "欧阳静怡",
    "password": PASSWORD,
    "mobile": MOBILE,
    "email": "ouyang@example.com",
    "enrolments": [
        {
            "school_code": "19901",
            "school_name": "示范大学",
            "level_code": "31",
            "level_name": "本科生毕业",
            "major_name": "软件工程",
            "entrance": "202209",
            "graduation": "202606",
            "student_number": "2022010001",
        }
    ],
}


class Inbox:
    """Takes receipts; refuses the first `failing` of them."""

    def __init__(self) -> None:
        self.failing = 0
        self.attempts = 0
        self.receipts: list[dict[str, Any]] = []

    def take(self, request: httpx.Request) -> httpx.Response:
        self.attempts += 1
        if self.attempts <= self.failing:
            return httpx.Response(503)
        self.receipts.append(json.loads(request.content))
        return httpx.Response(204)


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")


async def put_person(client: httpx.AsyncClient, id_number: str = ID_NUMBER, **changes: Any) -> None:
    response = await client.put(f"/sandbox/chsi/people/{id_number}", json={**PERSON, **changes})
    assert response.status_code == 200, response.text


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def authorization(**changes: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": CLIENT["client_id"],
        "redirect_uri": CALLBACK,
        "state": STATE,
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **changes,
    }


async def submit_login(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    form = {**authorization(), "account": ID_NUMBER, "password": PASSWORD, **changes}
    return await client.post("/chsi/oauth/authorize", data=form)


def answer_of(response: httpx.Response) -> dict[str, str]:
    """What the redirect brings back to the client."""
    assert response.status_code in (302, 303), response.text
    target = urlsplit(response.headers["location"])
    return {name: values[0] for name, values in parse_qs(target.query).items()}


async def code_for(client: httpx.AsyncClient) -> str:
    await put_person(client)
    return answer_of(await submit_login(client))["code"]


async def exchange(client: httpx.AsyncClient, code: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **CLIENT,
        **changes,
    }
    return await client.post("/chsi/oauth/token", data=form)


async def token_for(client: httpx.AsyncClient) -> str:
    response = await exchange(client, await code_for(client))
    assert response.status_code == 200, response.text
    return str(response.json()["access_token"])


async def enrolment(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.get("/chsi/api/v1/enrolment", headers={"Authorization": f"Bearer {token}"})


def sms(**changes: Any) -> dict[str, Any]:
    return {
        "out_id": "out-1",
        "mobile": MOBILE,
        "sign": "网签平台",
        "template": "verification_code",
        "params": {"code": "493027"},
        "text": "验证码493027,5分钟内有效。",
        **changes,
    }


async def send_sms(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await client.post("/sms/a/send", json=sms(**changes), headers=KEY_A)


async def follow(client: httpx.AsyncClient, openid: str = "o-ouyang", nickname: str = "静怡") -> None:
    response = await client.put(f"/sandbox/wechat/followers/{openid}", json={"nickname": nickname})
    assert response.status_code == 200, response.text


async def wechat_token(client: httpx.AsyncClient) -> str:
    response = await client.get("/wechat/cgi-bin/token", params={"grant_type": "client_credential", **WECHAT})
    return str(response.json()["access_token"])


async def send_wechat(client: httpx.AsyncClient, token: str, **changes: Any) -> dict[str, Any]:
    message = {
        "touser": "o-ouyang",
        "template_id": "invitation_received",
        "url": "https://platform.example/invitations/1",
        "client_msg_id": "m-1",
        "data": {"unit": {"value": "北京示范科技有限公司"}},
        **changes,
    }
    response = await client.post("/wechat/cgi-bin/message/template/send", params={"access_token": token}, json=message)
    assert response.status_code == 200, response.text
    return dict(response.json())
