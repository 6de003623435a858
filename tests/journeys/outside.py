"""The systems outside the platform, as their own people use them: what stands in them, and what they have sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from deploy.demo.data import COHORT, STAFF_PASSWORD

Row = dict[str, str]


class Outside:
    """The sandbox's controls."""

    def __init__(self, controls: httpx.AsyncClient) -> None:
        self._controls = controls

    async def list_graduates(self, school_code: str, rows: list[Row]) -> None:
        """The school puts rows into the employment system's list, or changes them there."""
        body = {"school_code": school_code, "cohort": COHORT, "rows": rows}
        _good(await self._controls.post("/sandbox/employment/graduates", json=body))

    async def strike_off(self, school_code: str, exam_number: str, reason: str) -> None:
        """The school takes somebody off the list."""
        path = f"/sandbox/employment/graduates/{school_code}/{exam_number}"
        _good(await self._controls.delete(path, params={"reason": reason}))

    async def add_school_user(self, username: str, school_code: str) -> None:
        """An account of the school's employment office."""
        account = {"name": "王老师", "password": STAFF_PASSWORD, "role": "school", "school_code": school_code}
        _good(await self._controls.put(f"/sandbox/employment/accounts/{username}", json=account))

    async def know_person(self, person: dict[str, Any]) -> None:
        """CHSI knows somebody as this from now on."""
        _good(await self._controls.post("/sandbox/chsi/people", json=[person]))

    async def know_job_platform_account(self, account_id: str, account: dict[str, Any]) -> None:
        """The job platform knows an employer's user as this from now on."""
        _good(await self._controls.put(f"/sandbox/jobplatform/accounts/{account_id}", json=account))

    async def statement(self, account: str) -> list[dict[str, Any]]:
        """What the owner of a bank account reads, newest first."""
        return _good(await self._controls.get("/sandbox/bank/statement", params={"account": account})).json()

    async def texts_to(self, mobile: str) -> list[str]:
        """Text messages that have arrived on a phone, newest first."""
        answer = await self._controls.get("/sandbox/sms", params={"mobile": mobile})
        return [message["text"] for message in _good(answer).json()]


@asynccontextmanager
async def outside(sandbox_url: str) -> AsyncIterator[Outside]:
    """The outside of a platform."""
    async with httpx.AsyncClient(base_url=sandbox_url, timeout=30) as controls:
        yield Outside(controls)


def _good(answer: httpx.Response) -> httpx.Response:
    assert answer.is_success, answer.text
    return answer
