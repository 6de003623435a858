"""An employer's user in front of a browser."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx

from common.auth.actors import EmployerUser
from common.testing.harness import ServiceHarness
from tests.identity.support import EMPLOYER, MOBILE, TextMessages, register

THERE = "Jiuye2027"
ACCOUNT = "jp-1"


def employer_there(**changes: Any) -> dict[str, Any]:
    """The employer of the tests as the job platform has it."""
    return {**EMPLOYER, "verified": True} | changes


@dataclass
class JobPlatformDoor:
    """The steps of a login, one by one or all at once."""

    identity: ServiceHarness
    platform: httpx.AsyncClient
    texts: TextMessages

    async def has_account(self, account_id: str = ACCOUNT, **changes: Any) -> None:
        """There is an account at the job platform."""
        details = {"mobile": MOBILE, "name": "李招聘", "password": THERE, "employer": employer_there()} | changes
        answer = await self.platform.put(f"/sandbox/jobplatform/accounts/{account_id}", json=details)
        assert answer.status_code == 200, answer.text

    async def fails(self, mode: str, **how: Any) -> None:
        """The job platform has a bad day."""
        answer = await self.platform.put("/sandbox/failures/jobplatform", json={"mode": mode, **how})
        assert answer.status_code == 200, answer.text

    async def begin(self, browser: httpx.AsyncClient, path: str = "/v1/job-platform-logins") -> str:
        """Press the button; the address of the login page there."""
        answer = await browser.post(path)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["authorize_url"])

    async def log_in_there(self, authorize_url: str, mobile: str = MOBILE, **changes: str) -> dict[str, str]:
        """Fill in the login page; what it sends the browser back with."""
        wanted = dict(parse_qsl(urlsplit(authorize_url).query))
        form = wanted | {"account": mobile, "password": THERE, "decision": "login"} | changes
        answer = await self.platform.post("/jobplatform/oauth/authorize", data=form)
        assert answer.status_code == 303, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    async def come_back(self, browser: httpx.AsyncClient, back: dict[str, str]) -> httpx.Response:
        """Follow the redirect."""
        return await browser.get("/v1/job-platform/callback", params=back)

    async def sign_in(self, mobile: str = MOBILE) -> httpx.Response:
        """All of it."""
        browser = self.identity.client()
        return await self.come_back(browser, await self.log_in_there(await self.begin(browser), mobile))

    async def link(self, user: EmployerUser, mobile: str = MOBILE) -> httpx.Response:
        """All of linking, by somebody who is signed in here."""
        browser = self.identity.client(user)
        begun = await self.begin(browser, "/v1/me/job-platform-link")
        return await self.come_back(browser, await self.log_in_there(begun, mobile))

    async def registered(self, mobile: str = MOBILE) -> EmployerUser:
        """An account opened here the usual way, without an employer."""
        return EmployerUser(id=await register(self.identity, self.texts, mobile), name=mobile, employer_id=None)


def user_of(answer: httpx.Response) -> EmployerUser:
    """Who the tokens of a return are for."""
    assert answer.status_code == 200, answer.text
    actor = answer.json()["actor"]
    employer_id = UUID(actor["employer_id"]) if actor["employer_id"] else None
    return EmployerUser(id=UUID(actor["id"]), name=actor["name"], employer_id=employer_id)
