"""Accounts of schools, departments, provinces and the centre."""

import asyncio

import pytest
from sqlalchemy import text

from common.auth.actors import Actor
from common.testing.harness import ServiceHarness
from identity.staff.commands import create_centre_user
from tests.identity.roster.support import (
    OTHER_CODE,
    centre,
    department,
    enrol,
    graduate_actor,
    open_school,
    school,
    service_account,
)

PASSWORD = "Shenhe2027"
SCHOOL = {"role": "school_user", "school_code": "19901"}
DEPARTMENT = {"role": "department_user", "school_code": "19901", "department": "文学院"}
PROVINCE = {"role": "province_user", "province_code": "33"}
CENTRE = {"role": "centre_user"}


def account(scope: dict[str, str], **changes: object) -> dict[str, object]:
    return {"username": "LiLaoshi.01", "password": PASSWORD, "name": "李老师", **scope, **changes}


class TestCreating:
    @pytest.mark.parametrize("scope", [SCHOOL, DEPARTMENT, PROVINCE, CENTRE], ids=lambda scope: scope["role"])
    async def test_the_centre_creates_every_role_and_it_signs_in(
        self, identity: ServiceHarness, scope: dict[str, str]
    ) -> None:
        await open_school(identity)
        created = await identity.client(centre()).post("/v1/staff-users", json=account(scope))
        assert created.status_code == 201, created.text
        assert created.json()["username"] == "lilaoshi.01"
        assert PASSWORD not in created.text
        login = {"username": "LILAOSHI.01", "password": PASSWORD}
        signed_in = await identity.client().post("/v1/sessions/staff", json=login)
        assert signed_in.status_code == 200, signed_in.text
        actor = signed_in.json()["actor"]
        assert (actor["role"], actor["name"]) == (scope["role"], "李老师")
        assert {name: actor[name] for name in scope} == scope

    async def test_a_refreshed_session_is_read_from_the_account(self, issuer: ServiceHarness) -> None:
        async with issuer.context.database.transaction() as session:
            await create_centre_user(session, issuer.context.resources.passwords, "centre01", "中心", PASSWORD)
        login = {"username": "centre01", "password": PASSWORD}
        tokens = (await issuer.client().post("/v1/sessions/staff", json=login)).json()
        again = await issuer.client().post("/v1/sessions/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert again.json()["actor"]["role"] == "centre_user"
        async with issuer.context.database.transaction() as session:
            await session.execute(text("UPDATE staff_users SET closed_at = now()"))
        closed = await issuer.client().post(
            "/v1/sessions/refresh", json={"refresh_token": again.json()["refresh_token"]}
        )
        assert closed.status_code == 401
        assert (await issuer.client().post("/v1/sessions/staff", json=login)).status_code == 401

    async def test_a_school_creates_users_of_its_departments(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        created = await identity.client(school()).post("/v1/staff-users", json=account(DEPARTMENT))
        assert created.status_code == 201

    @pytest.mark.parametrize(
        "scope", [SCHOOL, PROVINCE, CENTRE, DEPARTMENT | {"school_code": OTHER_CODE}], ids=lambda scope: scope["role"]
    )
    async def test_a_school_creates_nobody_else(self, identity: ServiceHarness, scope: dict[str, str]) -> None:
        await open_school(identity)
        await open_school(identity, OTHER_CODE, "另一所大学")
        refused = await identity.client(school()).post("/v1/staff-users", json=account(scope))
        assert refused.status_code == 403
        assert refused.json()["code"] == "identity.may_not_create_user"
        assert await identity.rows("SELECT 1 FROM staff_users") == []

    @pytest.mark.parametrize(
        "actor", [department("文学院"), graduate_actor(), service_account()], ids=lambda actor: actor.role
    )
    async def test_others_create_nobody(self, identity: ServiceHarness, actor: Actor) -> None:
        refused = await identity.client(actor).post("/v1/staff-users", json=account(CENTRE))
        assert refused.status_code == 403

    async def test_a_department_that_the_roster_lacks_is_told(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 30)
        created = await identity.client(school()).post(
            "/v1/staff-users", json=account(DEPARTMENT, department="文 学 院")
        )
        assert created.status_code == 201
        (warning,) = created.json()["warnings"]
        assert warning["field"] == "department"
        assert set(warning["choices"]) == {row["院系"] for row in rows}

    async def test_a_department_that_the_roster_has_is_not(self, identity: ServiceHarness) -> None:
        await enrol(identity, 30)
        created = await identity.client(school()).post("/v1/staff-users", json=account(DEPARTMENT))
        assert created.json()["warnings"] == []


class TestSigningIn:
    @pytest.mark.parametrize("username", ["nobody", "a\x00b", "'; --", "王"])
    async def test_nobody_is_told_whether_the_account_exists(self, identity: ServiceHarness, username: str) -> None:
        await identity.client(centre()).post("/v1/staff-users", json=account(CENTRE))
        known = {"username": "lilaoshi.01", "password": "wrong"}
        wrong = await identity.client().post("/v1/sessions/staff", json=known)
        unknown = await identity.client().post("/v1/sessions/staff", json=known | {"username": username})
        assert (wrong.status_code, unknown.status_code) == (401, 401)
        assert wrong.json()["code"] == unknown.json()["code"]


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
            (account({"role": "superuser"}), "role"),
            (account(SCHOOL, school_code="1"), "school_code"),
            (account({"role": "school_user"}), "school_code"),
            (account({"role": "department_user", "school_code": "19901"}), "department"),
            (account(CENTRE, school_code="19901"), "school_code"),
            (account(PROVINCE, province_code="zz"), "province_code"),
            (account(CENTRE, password_hash="x"), "password_hash"),
            (account(CENTRE, closed_at=None), "closed_at"),
        ],
    )
    async def test_names_the_field(self, identity: ServiceHarness, body: dict[str, object], field: str) -> None:
        await open_school(identity)
        refused = await identity.client(centre()).post("/v1/staff-users", json=body)
        assert refused.status_code == 422, refused.text
        assert field in {error["field"] for error in refused.json()["errors"]}
        assert str(body["password"]) not in refused.text
        assert await identity.rows("SELECT 1 FROM staff_users") == []

    async def test_of_a_school_that_has_not_opened(self, identity: ServiceHarness) -> None:
        refused = await identity.client(centre()).post("/v1/staff-users", json=account(SCHOOL))
        assert refused.status_code == 409
        assert refused.json()["code"] == "identity.school_not_opened"

    async def test_of_a_taken_user_name_in_any_spelling(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        await client.post("/v1/staff-users", json=account(CENTRE))
        refused = await client.post("/v1/staff-users", json=account(PROVINCE, username="lilaoshi.01"))
        assert refused.status_code == 409
        assert refused.json()["code"] == "identity.username_taken"

    async def test_of_all_but_one_at_the_same_time(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        answers = await asyncio.gather(*(client.post("/v1/staff-users", json=account(CENTRE)) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


class TestList:
    async def test_shows_each_keeper_its_own_accounts(self, identity: ServiceHarness) -> None:
        await open_school(identity)
        await open_school(identity, OTHER_CODE, "另一所大学")
        client = identity.client(centre())
        for number, scope in enumerate([CENTRE, SCHOOL, DEPARTMENT, SCHOOL | {"school_code": OTHER_CODE}]):
            created = await client.post("/v1/staff-users", json=account(scope, username=f"user-{number}"))
            assert created.status_code == 201

        async def seen(reader: Actor) -> list[str]:
            listed = await identity.client(reader).get("/v1/staff-users")
            assert "password" not in listed.text
            return [line["username"] for line in listed.json()["items"]]

        assert await seen(centre()) == ["user-0", "user-1", "user-2", "user-3"]
        assert await seen(school()) == ["user-1", "user-2"]
        assert await seen(school(OTHER_CODE)) == ["user-3"]

    async def test_is_not_for_departments(self, identity: ServiceHarness) -> None:
        assert (await identity.client(department("文学院")).get("/v1/staff-users")).status_code == 403


class TestDatabase:
    @pytest.mark.parametrize(
        "values",
        [
            "'centre_user', '19901', NULL, NULL",
            "'school_user', NULL, NULL, NULL",
            "'department_user', '19901', NULL, NULL",
            "'province_user', NULL, NULL, NULL",
            "'root', NULL, NULL, NULL",
        ],
    )
    async def test_holds_no_role_without_its_scope(self, identity: ServiceHarness, values: str) -> None:
        await open_school(identity)
        with pytest.raises(Exception, match="scope_fits_role"):
            await identity.rows(
                "INSERT INTO staff_users (id, username, password_hash, name, created_by, created_at,"
                " role, school_code, department, province_code)"
                f" SELECT gen_random_uuid(), 'x', 'x', 'x', 'x', now(), {values} RETURNING id"
            )
