"""Accounts of the platform: the centre's and the provinces'."""

import asyncio
from typing import Any

import pytest

from common.auth.actors import Actor, CentreUser
from common.testing.harness import ServiceHarness
from identity.staff.commands.accounts import create_centre_user
from tests.identity.roster.support import centre, department, graduate_actor, open_school, school, service_account
from tests.identity.staff.support import sign_in

PASSWORD = "Shenhe2027"
SCHOOL = {"role": "school_user", "school_code": "19901"}
DEPARTMENT = {"role": "department_user", "school_code": "19901", "department": "文学院"}
PROVINCE = {"role": "province_user", "province_code": "33"}
CENTRE = {"role": "centre_user"}


def account(scope: dict[str, str], **changes: object) -> dict[str, object]:
    return {"username": "LiLaoshi.01", "password": PASSWORD, "name": "李老师", **scope, **changes}


async def create(identity: ServiceHarness, scope: dict[str, str] = PROVINCE, **changes: object) -> dict[str, Any]:
    """An account, as the answer to its creator shows it."""
    created = await identity.client(centre()).post("/v1/staff-users", json=account(scope, **changes))
    assert created.status_code == 201, created.text
    return dict(created.json())


async def changed(identity: ServiceHarness, actor: Actor, user_id: str, verb: str) -> Any:
    return await identity.client(actor).post(f"/v1/staff-users/{user_id}/{verb}", json={"reason": "已调离"})


class TestCreating:
    @pytest.mark.parametrize("scope", [PROVINCE, CENTRE], ids=lambda scope: scope["role"])
    async def test_the_centre_creates_its_own_and_the_provinces_users_and_they_sign_in(
        self, identity: ServiceHarness, scope: dict[str, str]
    ) -> None:
        created = await identity.client(centre()).post("/v1/staff-users", json=account(scope))
        assert created.status_code == 201, created.text
        assert created.json()["username"] == "lilaoshi.01"
        assert created.json()["origin"] == {"code": "platform", "label": "本平台"}
        assert PASSWORD not in created.text
        signed_in = await sign_in(identity, "LILAOSHI.01", PASSWORD)
        assert signed_in.status_code == 200, signed_in.text
        actor = signed_in.json()["actor"]
        assert (actor["role"], actor["name"]) == (scope["role"], "李老师")
        assert {name: actor[name] for name in scope} == scope

    @pytest.mark.parametrize("scope", [SCHOOL, DEPARTMENT], ids=lambda scope: scope["role"])
    async def test_school_and_department_users_are_made_in_the_employment_system(
        self, identity: ServiceHarness, scope: dict[str, str]
    ) -> None:
        await open_school(identity)
        for actor in (centre(), school()):
            refused = await identity.client(actor).post("/v1/staff-users", json=account(scope))
            assert refused.status_code == 409
            assert refused.json()["code"] == "identity.account_lives_in_employment_system"
            assert "就业管理系统" in refused.json()["remedy"]
        assert await identity.rows("SELECT 1 FROM staff_users") == []

    async def test_a_school_creates_nobody_at_all(self, identity: ServiceHarness) -> None:
        refused = await identity.client(school()).post("/v1/staff-users", json=account(CENTRE))
        assert refused.status_code == 409
        assert await identity.rows("SELECT 1 FROM staff_users") == []

    @pytest.mark.parametrize(
        "actor", [department("文学院"), graduate_actor(), service_account()], ids=lambda actor: actor.role
    )
    async def test_others_create_nobody(self, identity: ServiceHarness, actor: Actor) -> None:
        refused = await identity.client(actor).post("/v1/staff-users", json=account(CENTRE))
        assert refused.status_code == 403

    async def test_a_refreshed_session_is_read_from_the_account(self, issuer: ServiceHarness) -> None:
        async with issuer.context.database.transaction() as session:
            await create_centre_user(session, issuer.context, "centre01", "中心", PASSWORD)
        tokens = (await sign_in(issuer, "centre01", PASSWORD)).json()
        again = await issuer.client().post("/v1/sessions/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert again.json()["actor"]["role"] == "centre_user"


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            (account(CENTRE, username="ab"), "username"),
            (account(CENTRE, username="has space"), "username"),
            (account(CENTRE, password="short1"), "password"),
            (account(CENTRE, password="onlyletters"), "password"),
            (account(CENTRE, password="password123"), "password"),
            (account(CENTRE, name="李?"), "name"),
            (account(CENTRE, mobile="12345"), "mobile"),
            (account({"role": "superuser"}), "role"),
            (account(SCHOOL, school_code="1"), "school_code"),
            (account({"role": "province_user"}), "province_code"),
            (account(CENTRE, school_code="19901"), "school_code"),
            (account(PROVINCE, province_code="zz"), "province_code"),
            (account(CENTRE, password_hash="x"), "password_hash"),
            (account(CENTRE, origin="employment_system"), "origin"),
            (account(CENTRE, closed_at=None), "closed_at"),
        ],
    )
    async def test_names_the_field(self, identity: ServiceHarness, body: dict[str, object], field: str) -> None:
        refused = await identity.client(centre()).post("/v1/staff-users", json=body)
        assert refused.status_code == 422, refused.text
        assert field in {error["field"] for error in refused.json()["errors"]}
        assert str(body["password"]) not in refused.text
        assert await identity.rows("SELECT 1 FROM staff_users") == []

    async def test_of_a_taken_user_name_in_any_spelling(self, identity: ServiceHarness) -> None:
        await create(identity, CENTRE)
        refused = await identity.client(centre()).post(
            "/v1/staff-users", json=account(PROVINCE, username="lilaoshi.01")
        )
        assert refused.status_code == 409
        assert refused.json()["code"] == "identity.username_taken"

    async def test_of_all_but_one_at_the_same_time(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        answers = await asyncio.gather(*(client.post("/v1/staff-users", json=account(CENTRE)) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


class TestSigningIn:
    @pytest.mark.parametrize("username", ["nobody", "a\x00b", "'; --", "王"])
    async def test_nobody_is_told_whether_the_account_exists(self, identity: ServiceHarness, username: str) -> None:
        await create(identity, CENTRE)
        wrong = await sign_in(identity, "lilaoshi.01", "wrong")
        unknown = await sign_in(identity, username, "wrong")
        assert (wrong.status_code, unknown.status_code) == (401, 401)
        assert wrong.json()["code"] == unknown.json()["code"]


class TestCorrecting:
    async def test_changes_what_is_given_and_keeps_who_did_it(self, identity: ServiceHarness) -> None:
        created = await create(identity, mobile="13812340007", title="科员")
        path, body = f"/v1/staff-users/{created['id']}", {"version": 1, "mobile": "13812340008"}
        corrected = await identity.client(centre()).patch(path, json=body)
        assert corrected.status_code == 200, corrected.text
        facts = corrected.json()
        assert (facts["mobile"], facts["title"], facts["version"]) == ("138****0008", "科员", 2)
        assert [change["change"]["label"] for change in facts["history"]] == ["修改", "创建"]
        [(stored,)] = await identity.rows("SELECT mobile FROM staff_users")
        assert "13812340008" not in stored

    async def test_takes_something_away(self, identity: ServiceHarness) -> None:
        created = await create(identity, mobile="13812340007")
        body = {"version": 1, "mobile": None}
        facts = (await identity.client(centre()).patch(f"/v1/staff-users/{created['id']}", json=body)).json()
        assert facts["mobile"] is None

    async def test_refuses_who_has_seen_another_version(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        client, path = identity.client(centre()), f"/v1/staff-users/{created['id']}"
        answers = await asyncio.gather(*(client.patch(path, json={"version": 1, "title": t}) for t in ("甲", "乙")))
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    @pytest.mark.parametrize("field", ["role", "username", "province_code", "password", "origin"])
    async def test_never_changes_who_the_account_is(self, identity: ServiceHarness, field: str) -> None:
        created = await create(identity)
        body = {"version": 1, field: "centre_user"}
        refused = await identity.client(centre()).patch(f"/v1/staff-users/{created['id']}", json=body)
        assert refused.status_code == 422


class TestClosing:
    async def test_ends_sessions_and_is_said_to_who_has_the_password(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        await sign_in(identity, "lilaoshi.01", PASSWORD)
        closed = await changed(identity, centre(), created["id"], "close")
        assert closed.status_code == 200
        assert closed.json()["closed_at"]
        assert closed.json()["history"][0]["reason"] == "已调离"
        assert await identity.rows("SELECT 1 FROM sessions WHERE revoked_at IS NULL") == []
        refused = await sign_in(identity, "lilaoshi.01", PASSWORD)
        assert (refused.status_code, refused.json()["code"]) == (401, "identity.account_closed")
        wrong = await sign_in(identity, "lilaoshi.01", "Cuowu2027")
        assert wrong.json()["code"] == "identity.wrong_credentials"

    async def test_can_be_taken_back(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        await changed(identity, centre(), created["id"], "close")
        opened = await changed(identity, centre(), created["id"], "reopen")
        assert opened.json()["closed_at"] is None
        assert (await sign_in(identity, "lilaoshi.01", PASSWORD)).status_code == 200

    async def test_is_not_for_ones_own_account(self, identity: ServiceHarness) -> None:
        created = await create(identity, CENTRE)
        own = CentreUser(id=created["id"], name="李老师")
        refused = await changed(identity, own, created["id"], "close")
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.own_account")

    @pytest.mark.parametrize(("verb", "code"), [("close", "account_is_closed"), ("reopen", "account_is_open")])
    async def test_happens_once(self, identity: ServiceHarness, verb: str, code: str) -> None:
        created = await create(identity)
        if verb == "close":
            await changed(identity, centre(), created["id"], verb)
        refused = await changed(identity, centre(), created["id"], verb)
        assert (refused.status_code, refused.json()["code"]) == (409, f"identity.{code}")

    async def test_needs_a_reason(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        client = identity.client(centre())
        refused = await client.post(f"/v1/staff-users/{created['id']}/close", json={"reason": " "})
        assert refused.status_code == 422

    async def test_is_the_centres_alone(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        for actor in (school(), department("文学院")):
            assert (await changed(identity, actor, created["id"], "close")).status_code == 403

    async def test_of_nobody_is_not_found(self, identity: ServiceHarness) -> None:
        assert (await changed(identity, centre(), str(centre().id), "close")).status_code == 404


class TestList:
    async def test_is_filtered_for_the_centre(self, identity: ServiceHarness) -> None:
        await create(identity, CENTRE, username="centre-1", name="王中心")
        await create(identity, PROVINCE, username="zj-1")
        bj = await create(identity, PROVINCE | {"province_code": "11"}, username="bj-1")
        await changed(identity, centre(), bj["id"], "close")

        async def seen(**filters: str) -> list[str]:
            listed = await identity.client(centre()).get("/v1/staff-users", params=filters)
            assert "password_hash" not in listed.text
            return [line["username"] for line in listed.json()["items"]]

        assert await seen() == ["centre-1", "zj-1", "bj-1"]
        assert await seen(role="province_user") == ["zj-1", "bj-1"]
        assert await seen(province_code="33") == ["zj-1"]
        assert await seen(name="王") == ["centre-1"]
        assert await seen(name="ZJ") == ["zj-1"]
        assert await seen(closed="true") == ["bj-1"]

    async def test_shows_a_school_nobody_elses(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        client = identity.client(school())
        assert (await client.get("/v1/staff-users")).json()["items"] == []
        assert (await client.get(f"/v1/staff-users/{created['id']}")).status_code == 404

    async def test_tells_the_centre_what_may_be_done(self, identity: ServiceHarness) -> None:
        created = await create(identity)
        allowed = {action["label"]: action["allowed"] for action in created["actions"]}
        assert allowed == {"修改": True, "停用": True, "恢复": False, "重置密码": True}

    async def test_is_not_for_departments(self, identity: ServiceHarness) -> None:
        assert (await identity.client(department("文学院")).get("/v1/staff-users")).status_code == 403


class TestDatabase:
    @pytest.mark.parametrize(
        ("check", "values"),
        [
            ("scope_fits_role", "'platform', 'x', 'centre_user', '19901', NULL, NULL, 'all'"),
            ("scope_fits_role", "'employment_system', NULL, 'school_user', NULL, NULL, NULL, 'all'"),
            ("scope_fits_role", "'employment_system', NULL, 'department_user', '19901', NULL, NULL, 'all'"),
            ("scope_fits_role", "'platform', 'x', 'province_user', NULL, NULL, NULL, 'all'"),
            ("origin_fits_role", "'platform', 'x', 'school_user', '19901', NULL, NULL, 'all'"),
            ("origin_fits_role", "'employment_system', NULL, 'centre_user', NULL, NULL, NULL, 'all'"),
            ("password_is_kept_by_its_origin", "'platform', NULL, 'centre_user', NULL, NULL, NULL, 'all'"),
            ("password_is_kept_by_its_origin", "'employment_system', 'x', 'school_user', '19901', NULL, NULL, 'all'"),
            ("data_scope_known", "'employment_system', NULL, 'school_user', '19901', NULL, NULL, 'some'"),
        ],
    )
    async def test_holds_no_account_that_cannot_be(self, identity: ServiceHarness, check: str, values: str) -> None:
        await open_school(identity)
        with pytest.raises(Exception, match=check):
            await identity.rows(
                "INSERT INTO staff_users (id, username, name, created_by, created_at, must_change_password, version,"
                " origin, password_hash, role, school_code, department, province_code, data_scope)"
                f" SELECT gen_random_uuid(), 'x', 'x', 'x', now(), false, 1, {values} RETURNING id"
            )
