"""A graduate in front of a browser."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from common.contracts.roster import RosterRow
from common.testing.harness import ServiceHarness

PASSWORD = "Xuexin2027"
Row = dict[str, str]


def enrolment_of(row: Row, **changes: str) -> dict[str, str]:
    """The 学籍 that fits a roster row."""
    said = RosterRow.model_validate(row)
    fitting = {
        "school_code": "19901",
        "school_name": said.school_name,
        "level_code": said.level,
        "level_name": "学历层次",
        "major_name": said.major_name,
        "entrance": said.entered,
        "graduation": said.graduated,
    }
    return fitting | changes


@dataclass
class Door:
    """The steps of a login, one by one or all at once."""

    identity: ServiceHarness
    chsi: httpx.AsyncClient

    async def has_account(self, row: Row, **changes: Any) -> None:
        """The graduate of a roster row has an account at CHSI; `changes` make it differ from the row."""
        said = RosterRow.model_validate(row)
        person = {
            "name": said.name,
            "password": PASSWORD,
            "mobile": said.mobile or "13812340001",
            "email": said.email or "",
            "enrolments": [enrolment_of(row)],
        }
        answer = await self.chsi.put(f"/sandbox/chsi/people/{said.id_number}", json=person | changes)
        assert answer.status_code == 200, answer.text

    async def fails(self, mode: str, **how: Any) -> None:
        """CHSI has a bad day."""
        answer = await self.chsi.put("/sandbox/failures/chsi", json={"mode": mode, **how})
        assert answer.status_code == 200, answer.text

    async def begin(self, browser: httpx.AsyncClient) -> str:
        """Press 学生登录; the address of CHSI's login page."""
        answer = await browser.post("/v1/chsi-logins")
        assert answer.status_code == 200, answer.text
        return str(answer.json()["authorize_url"])

    async def sign_in_at_chsi(self, authorize_url: str, row: Row, **changes: str) -> dict[str, str]:
        """Fill in CHSI's login page; what it sends the browser back with."""
        wanted = dict(parse_qsl(urlsplit(authorize_url).query))
        form = wanted | {"account": row["身份证号"], "password": PASSWORD, "decision": "login"} | changes
        answer = await self.chsi.post("/chsi/oauth/authorize", data=form)
        assert answer.status_code == 303, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    async def come_back(self, browser: httpx.AsyncClient, back: dict[str, str]) -> httpx.Response:
        """Follow CHSI's redirect."""
        return await browser.get("/v1/chsi/callback", params=back)

    async def sign_in(self, row: Row, browser: httpx.AsyncClient | None = None) -> httpx.Response:
        """All of it."""
        browser = browser or self.identity.client()
        back = await self.sign_in_at_chsi(await self.begin(browser), row)
        return await self.come_back(browser, back)
