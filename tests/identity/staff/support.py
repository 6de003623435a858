"""Accounts of the employment system, and how people sign in with them."""

from typing import Any

import httpx

from common.testing.harness import ServiceHarness

PASSWORD = "Xuexiao2027"
SCHOOL_ACCOUNT: dict[str, Any] = {
    "name": "王老师",
    "password": PASSWORD,
    "role": "school",
    "school_code": "19901",
    "mobile": "13812340005",
}
DEPARTMENT_ACCOUNT: dict[str, Any] = {
    **SCHOOL_ACCOUNT,
    "name": "李老师",
    "role": "department",
    "department": "文学院",
    "data_scope": "undergraduate",
    "mobile": "13812340006",
    "title": "辅导员",
    "email": "li@example.com",
}


async def put_account(sandbox: httpx.AsyncClient, username: str = "xx-jiuye", **account: Any) -> None:
    """Put an account into the employment system, or change it there."""
    answer = await sandbox.put(f"/sandbox/employment/accounts/{username}", json={**SCHOOL_ACCOUNT, **account})
    assert answer.status_code == 200, answer.text


async def fail(sandbox: httpx.AsyncClient, mode: str, **more: Any) -> None:
    """Let the employment system fail."""
    answer = await sandbox.put("/sandbox/failures/employment", json={"mode": mode, **more})
    assert answer.status_code == 200, answer.text


async def sign_in(identity: ServiceHarness, username: str = "xx-jiuye", password: str = PASSWORD) -> httpx.Response:
    """Sign in as staff."""
    return await identity.client().post("/v1/sessions/staff", json={"username": username, "password": password})
