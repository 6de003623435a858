"""School and department users sign in with their account of the employment system (guides/003 §1)."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.jobs import Job, run_round
from common.testing.harness import ServiceHarness
from identity.employment.client import EmploymentSystem
from identity.employment.schemas import EmploymentAccountPage
from identity.jobs import sync_employment_accounts
from identity.schools import commands as schools
from identity.schools.queries import opened_codes
from identity.schools.schemas import NewSchool
from identity.staff.commands.accounts import create_centre_user
from tests.identity.roster.support import centre, department, enrol, open_school, school
from tests.identity.staff.support import DEPARTMENT_ACCOUNT, fail, put_account, sign_in


async def sync(identity: ServiceHarness) -> None:
    await run_round(Job("sync", 60, sync_employment_accounts), identity.context)


async def open_without_a_token(issuer: ServiceHarness) -> None:
    """The school takes part; the service trusts no token of the test's own keys."""
    async with issuer.context.database.transaction() as session:
        await schools.open_school(session, centre(), NewSchool(code="19901", name="示例大学", province_code="33"))


async def live_sessions(identity: ServiceHarness) -> int:
    ((count,),) = await identity.rows("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")
    return int(count)


class TestSigningIn:
    async def test_makes_the_account_and_keeps_no_password(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT)
        signed_in = await sign_in(identity, " JSJ-Li ")
        assert signed_in.status_code == 200, signed_in.text
        actor = signed_in.json()["actor"]
        assert actor.pop("id")
        assert actor == {
            "role": "department_user",
            "role_label": "院系用户",
            "name": "李老师",
            "school_code": "19901",
            "department": "文学院",
            "data_scope": "undergraduate",
            "data_scope_label": "本专科",
        }
        [row] = await identity.rows("SELECT username, origin, password_hash, mobile, title, email FROM staff_users")
        assert row[:3] == ("jsj-li", "employment_system", None)
        assert "13812340006" not in row[3]
        assert row[4:] == ("辅导员", "li@example.com")

    async def test_takes_over_what_changed_there(self, identity: ServiceHarness, sandbox: httpx.AsyncClient) -> None:
        await open_school(identity)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT)
        first = (await sign_in(identity, "jsj-li")).json()["actor"]
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT | {"department": "数学学院", "data_scope": "all"})
        again = (await sign_in(identity, "jsj-li")).json()["actor"]
        assert again["id"] == first["id"]
        assert (again["department"], again["data_scope"], again["data_scope_label"]) == ("数学学院", "all", "全部")

    async def test_reads_the_department_as_the_roster_is_read(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT | {"department": " 文学院\u3000"})
        assert (await sign_in(identity, "jsj-li")).json()["actor"]["department"] == "文学院"

    async def test_refuses_unknown_names_and_wrong_passwords_alike(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        await sign_in(identity)
        answers = [await sign_in(identity, password="Cuowu2027"), await sign_in(identity, "nobody")]
        assert {answer.status_code for answer in answers} == {401}
        assert {answer.json()["code"] for answer in answers} == {"identity.wrong_credentials"}

    async def test_says_that_the_account_is_closed_or_locked(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, closed=True)
        assert (await sign_in(identity)).json()["code"] == "identity.employment_account_closed"
        await put_account(sandbox, locked=True)
        locked = await sign_in(identity)
        assert (locked.status_code, locked.json()["code"]) == (401, "identity.employment_account_locked")
        assert "找回密码" in locked.json()["remedy"]

    async def test_says_that_the_school_does_not_take_part(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await put_account(sandbox)
        refused = await sign_in(identity)
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.school_not_opened")
        assert "19901" in refused.json()["detail"]
        assert refused.json()["who_can_change"] == "中心工作人员"
        assert await identity.rows("SELECT 1 FROM staff_users") == []

    @pytest.mark.parametrize("mode", ["down", "limit", "reject"])
    async def test_waits_for_the_employment_system_while_the_centre_does_not(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, mode: str
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        async with identity.context.database.transaction() as session:
            await create_centre_user(session, identity.context, "centre01", "中心", "Zhongxin2027")
        await fail(sandbox, mode)
        away = await sign_in(identity)
        assert (away.status_code, away.json()["code"]) == (503, "identity.employment_system_unavailable")
        assert "中心用户" in away.json()["remedy"]
        assert (await sign_in(identity, "centre01", "Zhongxin2027")).status_code == 200

    async def test_never_asks_about_an_account_of_the_platform(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "centre01")
        async with identity.context.database.transaction() as session:
            await create_centre_user(session, identity.context, "centre01", "中心", "Zhongxin2027")
        assert (await sign_in(identity, "centre01")).status_code == 401
        assert (await sign_in(identity, "centre01", "Zhongxin2027")).json()["actor"]["role"] == "centre_user"

    async def test_makes_one_account_of_many_at_once(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        answers = await asyncio.gather(*(sign_in(identity) for _ in range(3)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.json()["actor"]["id"] for answer in answers}) == 1

    async def test_asks_for_a_captcha_after_guesses_as_everywhere(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        answers = [await sign_in(identity, name, f"Cuowu{n}") for n, name in enumerate(["xx-jiuye", "XX-jiuye"] * 2)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 409]
        assert answers[-1].json()["code"] == "identity.captcha_needed"

    async def test_gives_a_user_name_on_to_its_new_owner(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        first = (await sign_in(identity)).json()["actor"]["id"]
        async with identity.context.database.transaction() as session:
            await session.execute(text("UPDATE staff_users SET external_id = 'somebody-before'"))
        second = (await sign_in(identity)).json()["actor"]["id"]
        assert second != first
        [(closed,)] = await identity.rows(f"SELECT closed_at FROM staff_users WHERE id = '{first}'")
        assert closed is not None


class TestSync:
    async def test_ends_the_sessions_of_a_closed_account(
        self, issuer: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_without_a_token(issuer)
        await put_account(sandbox)
        tokens = (await sign_in(issuer)).json()
        await sync(issuer)
        assert await live_sessions(issuer) == 1
        await put_account(sandbox, closed=True)
        await sync(issuer)
        assert await live_sessions(issuer) == 0
        refused = await issuer.client().post("/v1/sessions/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert refused.status_code == 401

    async def test_ends_the_sessions_of_who_may_see_other_data(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT)
        await sign_in(identity, "jsj-li")
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT | {"title": "副书记"})
        await sync(identity)
        assert await live_sessions(identity) == 1
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT | {"department": "数学学院"})
        await sync(identity)
        assert await live_sessions(identity) == 0

    async def test_knows_the_accounts_of_schools_that_take_part_before_they_sign_in(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await put_account(sandbox)
        await put_account(sandbox, "elsewhere", school_code="19902")
        await sync(identity)
        assert await identity.rows("SELECT 1 FROM staff_users") == []
        await open_school(identity)
        await sync(identity)
        assert await identity.rows("SELECT username FROM staff_users") == [("xx-jiuye",)]

    async def test_looks_at_every_page_and_then_only_at_what_is_new(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        crowd = [{**DEPARTMENT_ACCOUNT, "username": f"user{n:04d}"} for n in range(210)]
        await sandbox.post("/sandbox/employment/accounts", json=crowd)
        await sync(identity)
        assert len(await identity.rows("SELECT 1 FROM staff_users")) == 210
        with time_machine.travel(clock.now() + timedelta(minutes=5)):
            await put_account(sandbox, "user0007", **DEPARTMENT_ACCOUNT | {"name": "新名字"})
            await sync(identity)
        assert await identity.rows("SELECT username FROM staff_users WHERE version = 2") == [("user0007",)]

    async def test_is_not_held_up_by_one_bad_account(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "bad-one", name="\x07")
        await put_account(sandbox, "centre01")
        async with identity.context.database.transaction() as session:
            await create_centre_user(session, identity.context, "centre01", "中心", "Zhongxin2027")
        await put_account(sandbox, "good-one")
        await sync(identity)
        found = await identity.rows("SELECT username FROM staff_users WHERE origin = 'employment_system'")
        assert found == [("good-one",)]

    async def test_is_not_held_up_by_an_email_that_cannot_be_stored(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "bad-one", email="a\x00@example.com")
        await put_account(sandbox, "good-one")
        await sync(identity)
        assert await identity.rows("SELECT username FROM staff_users") == [("good-one",)]

    async def test_is_not_held_up_by_an_account_that_the_database_refuses(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "bad-one")
        await put_account(sandbox, "good-one")
        ask = EmploymentSystem.accounts

        async def with_a_department_user_of_no_department(*asked: Any, **wanted: Any) -> EmploymentAccountPage:
            page = await ask(*asked, **wanted)
            bad = [account.model_copy(update={"role": "department"}) for account in page.readable[:1]]
            return page.model_copy(update={"items": [*bad, *page.readable[1:]]})

        monkeypatch.setattr(EmploymentSystem, "accounts", with_a_department_user_of_no_department)
        await sync(identity)
        assert await identity.rows("SELECT username FROM staff_users") == [("good-one",)]

    @pytest.mark.parametrize("field", ["account_id", "mobile", "email"])
    @pytest.mark.parametrize("value", ["a\x00b", "a" * 300])
    async def test_reads_no_account_with_what_cannot_be_stored(self, field: str, value: str) -> None:
        account = {"account_id": "a", "username": "good-one", "name": "李老师", "role": "school"}
        rest = {"school_code": "19901", "data_scope": "all", "closed": False, "changed_at": clock.now()}
        none = {"department": None, "mobile": None, "title": None, "email": None}
        items = [account | rest | none | {field: value}, account | rest | none]
        page = EmploymentAccountPage.model_validate({"items": items, "next_cursor": None})
        assert [read.account_id for read in page.readable] == ["a"]

    async def test_begins_anew_for_a_school_that_was_opened_while_it_looked(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "elsewhere", school_code="19902")
        with time_machine.travel(clock.now() + timedelta(minutes=5)):
            await put_account(sandbox, "later")

        async def open_meanwhile(session: AsyncSession) -> set[str]:
            opened = await opened_codes(session)
            if "19902" not in opened:
                await open_school(identity, "19902", "第二大学")
            return opened

        monkeypatch.setattr("identity.staff.commands.employment.opened_codes", open_meanwhile)
        await sync(identity)
        await sync(identity)
        assert await identity.rows("SELECT username FROM staff_users ORDER BY 1") == [("elsewhere",), ("later",)]

    async def test_does_not_take_back_what_a_sign_in_has_told_since(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT)
        ask = EmploymentSystem.accounts

        async def and_then_sign_in(*asked: Any, **wanted: Any) -> EmploymentAccountPage:
            page = await ask(*asked, **wanted)
            await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT | {"department": "数学学院"})
            await sign_in(identity, "jsj-li")
            return page

        monkeypatch.setattr(EmploymentSystem, "accounts", and_then_sign_in)
        await sync(identity)
        assert await identity.rows("SELECT department FROM staff_users") == [("数学学院",)]
        assert await live_sessions(identity) == 1

    async def test_writes_nothing_while_the_employment_system_is_away(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        await fail(sandbox, "down", times=1)
        with pytest.raises(Exception, match="就业管理系统"):
            await sync(identity)
        await sync(identity)
        assert len(await identity.rows("SELECT 1 FROM staff_users")) == 1


class TestWhatSchoolsSee:
    async def test_a_department_that_the_roster_lacks_is_told_to_both(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        rows = await enrol(identity, 30)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT | {"department": "文学 院"})
        await put_account(sandbox, "wx-li", **DEPARTMENT_ACCOUNT)
        await sync(identity)
        listed = (await identity.client(school()).get("/v1/staff-users")).json()["items"]
        warnings = {line["username"]: line["warnings"] for line in listed}
        assert warnings["wx-li"] == []
        (warning,) = warnings["jsj-li"]
        assert warning["field"] == "department"
        assert set(warning["choices"]) == {row["院系"] for row in rows}
        user_id = next(line["id"] for line in listed if line["username"] == "jsj-li")
        reader = department("文学 院")
        me = await identity.client(reader.__class__(**{**vars(reader), "id": user_id})).get("/v1/me")
        assert me.json()["warnings"] == [warning]

    async def test_the_list_shows_where_the_account_lives_and_what_it_may_see(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient
    ) -> None:
        await open_school(identity)
        await put_account(sandbox, "jsj-li", **DEPARTMENT_ACCOUNT)
        await sign_in(identity, "jsj-li")
        [line] = (await identity.client(school()).get("/v1/staff-users")).json()["items"]
        assert line["origin"] == {"code": "employment_system", "label": "就业管理系统"}
        assert line["data_scope"] == {"code": "undergraduate", "label": "本专科"}
        assert line["mobile"] == "138****0006"
        assert not any(action["allowed"] for action in line["actions"])

    @pytest.mark.parametrize("action", ["close", "reopen"])
    async def test_the_centre_leaves_them_to_the_employment_system(
        self, identity: ServiceHarness, sandbox: httpx.AsyncClient, action: str
    ) -> None:
        await open_school(identity)
        await put_account(sandbox)
        user_id = (await sign_in(identity)).json()["actor"]["id"]
        refused = await identity.client(centre()).post(f"/v1/staff-users/{user_id}/{action}", json={"reason": "调离"})
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.account_lives_in_employment_system")
