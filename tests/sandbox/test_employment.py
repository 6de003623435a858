"""就业管理系统: accounts, logins, passwords and the lists of graduates."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine

from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from tests.sandbox.support import client_of
from tests.support.roster import roster_rows

CLIENT = httpx.BasicAuth("wangqian", "employment-development-secret")
API = "/employment/api/v1"
CONTROLS = "/sandbox/employment"
SCHOOL, COHORT = "19901", 2027
DEPARTMENT_USER: dict[str, Any] = {
    "name": "李老师",
    "password": "Yuanxi2027",
    "role": "department",
    "school_code": SCHOOL,
    "department": "计算机学院",
    "data_scope": "undergraduate",
    "mobile": "13812340002",
    "title": "辅导员",
    "email": "li@example.com",
}
ROWS = roster_rows(5)
NUMBERS = [row["考生号"] for row in ROWS]


async def put_account(client: httpx.AsyncClient, username: str = "jsj-li", **changes: Any) -> dict[str, Any]:
    response = await client.put(f"{CONTROLS}/accounts/{username}", json={**DEPARTMENT_USER, **changes})
    assert response.status_code == 200, response.text
    return dict(response.json())


async def log_in(client: httpx.AsyncClient, username: str = "jsj-li", password: str = "Yuanxi2027") -> httpx.Response:
    given = {"username": username, "password": password}
    return await client.post(f"{API}/logins", json=given, auth=CLIENT)


async def accounts(client: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    response = await client.get(f"{API}/accounts", params=query, auth=CLIENT)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def put_rows(client: httpx.AsyncClient, rows: list[dict[str, str]], cohort: int = COHORT) -> httpx.Response:
    given = {"school_code": SCHOOL, "cohort": cohort, "rows": rows}
    return await client.post(f"{CONTROLS}/graduates", json=given)


async def pull(client: httpx.AsyncClient, after: int = 0, cohort: int = COHORT, **more: Any) -> dict[str, Any]:
    query = {"school_code": SCHOOL, "cohort": cohort, "after": after, **more}
    response = await client.get(f"{API}/graduates", params=query, auth=CLIENT)
    assert response.status_code == 200, response.text
    return dict(response.json())


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestLogins:
    async def test_tell_whose_account_it_is_and_no_password(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        told = (await log_in(client, " JSJ-Li ")).json()
        expected = {name: value for name, value in DEPARTMENT_USER.items() if name != "password"}
        assert told.pop("account_id")
        assert told.pop("changed_at")
        assert told == {"username": "jsj-li", "closed": False, **expected}

    async def test_refuse_unknown_names_and_wrong_passwords_alike(self, client: httpx.AsyncClient) -> None:
        await put_account(client)
        unknown, wrong = await log_in(client, "nobody"), await log_in(client, password="Cuowu2027")
        assert code_of(unknown) == (401, "WRONG_CREDENTIALS")
        assert unknown.json() == wrong.json()

    async def test_say_that_an_account_is_closed_only_to_its_holder(self, client: httpx.AsyncClient) -> None:
        await put_account(client, closed=True)
        assert code_of(await log_in(client)) == (403, "CLOSED")
        assert code_of(await log_in(client, password="Cuowu2027")) == (401, "WRONG_CREDENTIALS")

    async def test_say_that_an_account_is_locked(self, client: httpx.AsyncClient) -> None:
        await put_account(client, locked=True)
        assert code_of(await log_in(client)) == (423, "LOCKED")

    async def test_are_for_our_client_alone(self, client: httpx.AsyncClient) -> None:
        given = {"username": "jsj-li", "password": "Yuanxi2027"}
        assert code_of(await client.post(f"{API}/logins", json=given)) == (401, "INVALID_CLIENT")
        for auth in (("wangqian", "guess"), ("other", "employment-development-secret")):
            response = await client.post(f"{API}/logins", json=given, auth=auth)
            assert code_of(response) == (401, "INVALID_CLIENT")

    async def test_refuse_malformed_ones_in_their_own_way(self, client: httpx.AsyncClient) -> None:
        response = await client.post(f"{API}/logins", json={"username": "x"}, auth=CLIENT)
        assert code_of(response) == (400, "INVALID_PARAMETER")


class TestAccounts:
    async def test_keep_their_id_when_they_change(self, client: httpx.AsyncClient) -> None:
        first = await put_account(client)
        moved = await put_account(client, department="数学学院")
        assert moved["account_id"] == first["account_id"]
        assert (await log_in(client)).json()["department"] == "数学学院"

    async def test_are_listed_by_school_and_time_of_change(self, client: httpx.AsyncClient) -> None:
        start = datetime(2026, 11, 1, tzinfo=UTC)
        with time_machine.travel(start, tick=False) as clock:
            await put_account(client, "first")
            await put_account(client, "elsewhere", school_code="19902")
            clock.shift(timedelta(minutes=1))
            await put_account(client, "second")
            await put_account(client, "first", closed=True)
        assert [each["username"] for each in (await accounts(client, school_code="19902"))["items"]] == ["elsewhere"]
        found = (await accounts(client, changed_after=start.isoformat()))["items"]
        assert [(each["username"], each["closed"]) for each in found] == [("first", True), ("second", False)]

    async def test_come_in_pages_that_miss_none(self, client: httpx.AsyncClient) -> None:
        crowd = [{**DEPARTMENT_USER, "username": f"user{n:04d}"} for n in range(450)]
        await client.post(f"{CONTROLS}/accounts", json=crowd)
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = await accounts(client, **cursor)
            seen += [each["username"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert sorted(seen) == [each["username"] for each in crowd]

    @pytest.mark.parametrize(
        "wrong",
        [{"department": None}, {"role": "school"}, {"data_scope": "some"}, {"mobile": "1"}, {"school_code": "1"}],
    )
    async def test_must_be_well_formed(self, client: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
        response = await client.put(f"{CONTROLS}/accounts/jsj-li", json={**DEPARTMENT_USER, **wrong})
        assert response.status_code == 422


class TestPasswords:
    async def test_are_changed_for_the_platform_and_unlock(self, client: httpx.AsyncClient) -> None:
        await put_account(client, locked=True)
        response = await client.put(f"{API}/accounts/jsj-li/password", json={"password": "Xinde2027"}, auth=CLIENT)
        assert response.status_code == 204
        assert (await log_in(client, password="Xinde2027")).status_code == 200
        assert (await log_in(client)).status_code == 401

    async def test_of_unknown_and_closed_accounts_are_not_changed(self, client: httpx.AsyncClient) -> None:
        await put_account(client, closed=True)
        given = {"password": "Xinde2027"}
        unknown = await client.put(f"{API}/accounts/nobody/password", json=given, auth=CLIENT)
        closed = await client.put(f"{API}/accounts/jsj-li/password", json=given, auth=CLIENT)
        assert (code_of(unknown), code_of(closed)) == ((404, "NOT_FOUND"), (403, "CLOSED"))


class TestGraduates:
    async def test_come_whole_at_first_and_then_only_what_changed(self, client: httpx.AsyncClient) -> None:
        await put_rows(client, ROWS)
        full = await pull(client)
        assert [item["row"] for item in full["items"]] == ROWS
        assert (full["next"], full["latest"]) == (None, 5)
        changed = {**ROWS[2], "院系": "数学学院"}
        assert (await put_rows(client, [*ROWS[:2], changed])).json() == {"changed": 1, "latest": 6}
        news = await pull(client, after=full["latest"])
        assert [(item["sequence"], item["row"]) for item in news["items"]] == [(6, changed)]

    async def test_come_in_pages(self, client: httpx.AsyncClient) -> None:
        await put_rows(client, ROWS)
        first = await pull(client, limit=2)
        second = await pull(client, after=first["next"], limit=2)
        third = await pull(client, after=second["next"], limit=2)
        pages = [[item["exam_number"] for item in page["items"]] for page in (first, second, third)]
        assert pages == [NUMBERS[:2], NUMBERS[2:4], NUMBERS[4:]]
        assert third["next"] is None

    async def test_tell_who_was_removed_and_why(self, client: httpx.AsyncClient) -> None:
        await put_rows(client, ROWS)
        url = f"{CONTROLS}/graduates/{SCHOOL}/{NUMBERS[0]}"
        assert (await client.delete(url, params={"reason": "休学"})).status_code == 204
        [gone] = (await pull(client, after=5))["items"]
        assert gone == {"sequence": 6, "removed": True, "exam_number": NUMBERS[0], "row": None, "reason": "休学"}
        assert (await client.delete(url)).status_code == 404
        await put_rows(client, ROWS[:1])
        assert [item["removed"] for item in (await pull(client, after=6))["items"]] == [False]

    async def test_who_moves_to_another_cohort_leaves_the_old_one(self, client: httpx.AsyncClient) -> None:
        await put_rows(client, ROWS)
        await put_rows(client, ROWS[:1], cohort=2028)
        [left] = (await pull(client, after=5))["items"]
        assert (left["removed"], left["reason"]) == (True, "转入2028届")
        assert [item["exam_number"] for item in (await pull(client, cohort=2028))["items"]] == NUMBERS[:1]

    async def test_take_wrong_values_but_no_unknown_columns(self, client: httpx.AsyncClient) -> None:
        assert (await put_rows(client, [{**ROWS[0], "身份证号": "1", "是否可以签约": "也许"}])).status_code == 200
        assert (await put_rows(client, [{**ROWS[0], "备注": "x"}])).status_code == 422
        assert (await put_rows(client, [{**ROWS[0], "考生号": " "}])).status_code == 422

    async def test_are_counted_per_school(self, client: httpx.AsyncClient) -> None:
        await put_rows(client, ROWS)
        await client.post(f"{CONTROLS}/graduates", json={"school_code": "19902", "cohort": COHORT, "rows": ROWS[:1]})
        other = await client.get(f"{API}/graduates", params={"school_code": "19902", "cohort": COHORT}, auth=CLIENT)
        assert other.json()["latest"] == 1


class TestFailures:
    @pytest.mark.parametrize(("mode", "status"), [("down", 503), ("limit", 429), ("reject", 403)])
    async def test_hit_every_route_and_not_the_controls(
        self, client: httpx.AsyncClient, mode: str, status: int
    ) -> None:
        await client.put("/sandbox/failures/employment", json={"mode": mode})
        assert (await log_in(client)).status_code == status
        assert (await client.get(f"{API}/accounts", auth=CLIENT)).status_code == status
        assert (await put_rows(client, ROWS)).status_code == 200
        assert "就业管理系统" in (await client.get("/")).text


class TestRestart:
    async def test_keeps_accounts_graduates_and_their_sequence(self, tmp_path: Path) -> None:
        settings = SandboxSettings(state_dir=tmp_path)
        before = create_app(settings)
        async with client_of(before) as client:
            await put_account(client)
            await put_rows(client, ROWS)
            await client.delete(f"{CONTROLS}/graduates/{SCHOOL}/{NUMBERS[0]}")
        before.state.store.close()
        after = create_app(settings)
        async with client_of(after) as client:
            assert (await log_in(client)).status_code == 200
            assert (await put_rows(client, ROWS[1:])).json() == {"changed": 0, "latest": 6}
            assert len((await pull(client))["items"]) == 5
        after.state.store.close()


class TestPage:
    async def test_shows_how_staff_sign_in(self, client: httpx.AsyncClient) -> None:
        await put_account(client, name="<b>李</b>")
        await put_rows(client, ROWS)
        text = (await client.get("/")).text
        for fact in ("jsj-li", "Yuanxi2027", "计算机学院", "19901 2027届 5 人", "&lt;b&gt;李"):
            assert fact in text
        assert "jsj-li" not in (await client.get("/", params={"person": "nobody"})).text
