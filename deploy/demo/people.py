"""The people of the story and their browsers: each speaks HTTP with the gateway, and nothing else."""

import asyncio
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

PATIENCE_SECONDS = 60.0
CODE_DIGITS = 6
Body = dict[str, Any]


class Refused(Exception):
    """The platform said no: the problem it answered with."""

    def __init__(self, status: int, problem: Body) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')} {problem.get('errors', '')}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        """The stable code of the refusal."""
        return self.problem.get("code", "")


class Person:
    """Somebody with a browser."""

    def __init__(self, gateway_url: str, sandbox_url: str) -> None:
        self._browser = httpx.AsyncClient(base_url=gateway_url, timeout=30)
        self._sandbox = httpx.AsyncClient(base_url=sandbox_url, timeout=30)
        self._refresh_token = ""

    async def close(self) -> None:
        """Close the browser."""
        await self._browser.aclose()
        await self._sandbox.aclose()

    async def get(self, path: str, **params: Any) -> Any:
        """The JSON of a page."""
        return _read(await self._browser.get(path, params=params))

    async def post(self, path: str, body: Body | None = None, **kwargs: Any) -> Any:
        """Do something. A key makes a retry harmless."""
        headers = {"Idempotency-Key": uuid4().hex}
        return _read(await self._browser.post(path, json=body, headers=headers, **kwargs))

    async def put(self, path: str, body: Body, **headers: str) -> Any:
        """Save something."""
        return _read(await self._browser.put(path, json=body, headers=headers))

    async def patch(self, path: str, body: Body) -> Any:
        """Change something."""
        return _read(await self._browser.patch(path, json=body))

    async def delete(self, path: str) -> None:
        """Take something away."""
        _read(await self._browser.delete(path))

    async def upload(self, path: str, name: str, data: bytes, **fields: str) -> Any:
        """Upload a file."""
        headers = {"Idempotency-Key": uuid4().hex}
        return _read(await self._browser.post(path, files={"file": (name, data)}, data=fields, headers=headers))

    async def download(self, path: str) -> bytes:
        """The bytes of a file."""
        answer = await self._browser.get(path, follow_redirects=True)
        if answer.is_error:
            raise Refused(answer.status_code, answer.json())
        return answer.content

    async def notices(self) -> list[str]:
        """Titles of the in-app notices, newest first."""
        return [notice["title"] for notice in (await self.get("/notifications/v1/notices"))["items"]]

    async def refresh(self) -> None:
        """New tokens: what has changed about this person is in them."""
        self.enter(await self.post("/identity/v1/sessions/refresh", {"refresh_token": self._refresh_token}))

    def enter(self, tokens: Body) -> None:
        """Be signed in from now on."""
        self._browser.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        self._refresh_token = tokens["refresh_token"]

    async def _code_on_the_phone(self, mobile: str) -> str:
        messages = _read(await self._sandbox.get("/sandbox/sms", params={"mobile": mobile}))
        codes = (_code_in(message["text"]) for message in messages)
        return next(code for code in codes if code)


class Staff(Person):
    """Somebody with a user name: the centre, a school, a department."""

    async def sign_in(self, username: str, password: str) -> None:
        """Sign in."""
        self.enter(await self.post("/identity/v1/sessions/staff", {"username": username, "password": password}))


class EmployerPerson(Person):
    """Somebody who hires."""

    async def register(self, mobile: str, password: str) -> None:
        """Register with the code that arrives on the phone, and sign in."""
        await self.post("/identity/v1/sms-codes", {"mobile": mobile, "purpose": "register"})
        code = await self._code_on_the_phone(mobile)
        account = {"mobile": mobile, "sms_code": code, "password": password, "password_confirmation": password}
        await self.post("/identity/v1/employer-users", account)
        await self.sign_in(mobile, password)

    async def sign_in(self, mobile: str, password: str) -> None:
        """Sign in."""
        self.enter(await self.post("/identity/v1/sessions/employer", {"mobile": mobile, "password": password}))


class GraduatePerson(Person):
    """Somebody who graduates, with a CHSI account and perhaps WeChat."""

    def __init__(self, gateway_url: str, sandbox_url: str, id_number: str, chsi_password: str, mobile: str) -> None:
        super().__init__(gateway_url, sandbox_url)
        self._mobile = mobile
        self._openid = ""
        self._id_number = id_number
        self._password = chsi_password

    async def sign_in(self) -> None:
        """学信网 login: leave for CHSI, type account and password there, come back with a code."""
        started = await self.post("/identity/v1/chsi-logins")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(started["authorize_url"]).query).items()}
        form = {**asked, "account": self._id_number, "password": self._password}
        answer = await self._sandbox.post(urlsplit(started["authorize_url"]).path, data=form)
        back = urlsplit(answer.headers["location"])
        self.enter(await self.get(back.path, **{name: v[0] for name, v in parse_qs(back.query).items()}))

    async def confirm_data(self) -> Body:
        """Look at the particulars and press 信息确认无误,进入系统."""
        profile = await self.get("/identity/v1/graduate/profile")
        self.enter(await self.post("/identity/v1/graduate/confirmation", {"version": profile["version"]}))
        return profile

    async def bind_wechat(self, openid: str, nickname: str) -> None:
        """Follow the official account and bind it."""
        await self._sandbox.put(f"/sandbox/wechat/followers/{openid}", json={"nickname": nickname})
        code = _read(await self._sandbox.post(f"/sandbox/wechat/followers/{openid}/code"))["code"]
        await self.put("/notifications/v1/wechat-binding", {"code": code})
        self._openid = openid

    async def code_that_came(self, channel: str) -> str:
        """The newest code, on the phone or in WeChat."""
        if channel == "sms":
            return await self._code_on_the_phone(self._mobile)
        fields = [message["data"] for message in await self.wechat_messages(self._openid)]
        return next(each["character_string1"]["value"] for each in fields if _is_code(each))

    async def wechat_messages(self, openid: str) -> list[Body]:
        """What has arrived in WeChat, newest first."""
        return _read(await self._sandbox.get("/sandbox/wechat/messages", params={"openid": openid}))


async def until(ask: Any, wanted: Any, within: float = PATIENCE_SECONDS, every: float = 0.05) -> Any:
    """Ask again until the answer is the wanted one; what other services react to comes true a moment later.

    `every` so many seconds, for what may not be asked as often as one likes.
    """
    deadline = time.monotonic() + within
    while True:
        answer = await ask()
        if wanted(answer):
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come true within {within:g} s; last answer: {answer!r}")
        await asyncio.sleep(every)


def _read(answer: httpx.Response) -> Any:
    if answer.is_error:
        raise Refused(answer.status_code, answer.json())
    return answer.json() if answer.content else None


def _code_in(text: str) -> str:
    return next((part for part in _digits(text) if len(part) == CODE_DIGITS), "") if "验证码" in text else ""


def _is_code(fields: Body) -> bool:
    value = fields.get("character_string1", {}).get("value", "")
    return len(value) == CODE_DIGITS and value.isdigit()


def _digits(text: str) -> list[str]:
    return "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in text).split()
