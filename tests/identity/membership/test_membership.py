"""账号管理: who belongs to an employer, leaving it, being sent away and coming back."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser, EmployerUser, ServiceAccount
from common.contracts.identity import EmployerUserJoined, EmployerUserLeft
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import (
    OTHER_USCC,
    SECOND_MOBILE,
    THIRD_MOBILE,
    ask_to_join,
    colleague,
    newcomer,
    verified,
)
from tests.identity.support import EMPLOYER, MOBILE, TextMessages, employer_user, sign_in

BECAUSE = {"reason": "已离职"}


async def leave(identity: ServiceHarness, user: EmployerUser) -> httpx.Response:
    return await identity.client(user).post("/v1/employer/leave")


async def remove(identity: ServiceHarness, user: EmployerUser, other: EmployerUser) -> httpx.Response:
    return await identity.client(user).post(f"/v1/employer/users/{other.id}/remove", json=BECAUSE)


class TestTheList:
    async def test_shows_names_masked_mobiles_and_the_last_sign_in(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        await sign_in(identity, SECOND_MOBILE)
        mine, other = (await identity.client(first).get("/v1/employer/users")).json()["items"]

        assert (mine["name"], mine["mobile"], mine["is_me"]) == ("李招聘", "138****0001", True)
        assert (other["id"], other["let_in_by"], other["is_me"]) == (str(second.id), first.name, False)
        assert mine["last_sign_in"] is None
        assert other["last_sign_in"]
        assert {action["action"]: action["allowed"] for action in mine["actions"]} == {"leave": True, "remove": False}
        assert {action["action"]: action["allowed"] for action in other["actions"]} == {"remove": True}

    async def test_is_the_same_at_the_centre(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        own = (await identity.client(first).get("/v1/employer/users")).json()["items"]
        shown = (await identity.client(centre).get(f"/v1/employers/{first.employer_id}/users")).json()["items"]

        assert [(user["id"], user["mobile"]) for user in shown] == [(user["id"], user["mobile"]) for user in own]


class TestLeaving:
    async def test_frees_the_user_and_tells_the_others(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        assert (await leave(identity, second)).json() == {"refresh_needed": True}

        [event] = await identity.emitted(EmployerUserLeft)
        assert (event.user_id, event.user_name, event.removed_by) == (second.id, "赵同事", None)
        users = (await identity.client(first).get("/v1/employer/users")).json()
        assert [user["id"] for user in users["items"]] == [str(first.id)]
        assert users["past"][0]["left"] == {"code": "left", "label": "自行退出"}
        assert (await sign_in(identity, SECOND_MOBILE)).json()["actor"]["employer_id"] is None

    async def test_takes_the_rights_away_before_the_token_has_run_out(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        await leave(identity, first)
        client = identity.client(first)

        for answer in (
            await client.get("/v1/employer/users"),
            await client.get("/v1/employer/history"),
            await client.get("/v1/employer/corrections"),
            await client.get("/v1/employer/join-requests"),
            await client.post("/v1/employer/leave"),
            await client.post(f"/v1/employer/users/{uuid4()}/remove", json=BECAUSE),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "identity.not_a_member")

    async def test_the_last_user_may_leave_and_the_centre_lets_the_next_one_in(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        await leave(identity, first)
        second = await newcomer(identity, texts)
        refused = await identity.client(second).put("/v1/employer", json=EMPLOYER)
        assert refused.json()["code"] == "identity.employer_already_verified"

        added = await identity.client(centre).post(
            f"/v1/employers/{first.employer_id}/users", json={"mobile": SECOND_MOBILE}
        )
        assert added.status_code == 201
        assert [user["entered"]["code"] for user in added.json()["items"]] == ["added_by_centre"]
        assert len(await identity.emitted(EmployerUserJoined)) == 1

    async def test_a_draft_frees_its_code_at_once(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await leave(identity, await employer_user(identity, texts))
        second = await newcomer(identity, texts)

        assert (await identity.client(second).put("/v1/employer", json=EMPLOYER)).status_code == 200


class TestRemoving:
    async def test_ends_the_sessions_of_the_removed_and_tells_who_did_it(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        tokens = (await sign_in(identity, SECOND_MOBILE)).json()
        assert (await remove(identity, first, second)).status_code == 200

        [event] = await identity.emitted(EmployerUserLeft)
        assert (event.user_id, event.removed_by) == (second.id, first.name)
        refreshed = await identity.client().post(
            "/v1/sessions/refresh", json={"refresh_token": tokens["refresh_token"]}
        )
        assert refreshed.status_code == 401
        [past] = (await identity.client(first).get("/v1/employer/users")).json()["past"]
        assert (past["left"]["label"], past["by"], past["reason"]) == ("被移除", first.name, "已离职")

    async def test_is_no_ban(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        await remove(identity, first, second)
        again = await ask_to_join(identity, EmployerUser(id=second.id, name=second.name, employer_id=None))

        assert again.status_code == 201

    async def test_of_oneself_is_leaving(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        refused = await remove(identity, first, first)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.leave_instead")

    async def test_reaches_users_of_the_own_employer_alone(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        stranger = await verified(identity, texts, centre, THIRD_MOBILE, uscc=OTHER_USCC)
        nobody = EmployerUser(id=uuid4(), name="", employer_id=None)

        for other in (stranger, nobody):
            refused = await remove(identity, first, other)
            assert (refused.status_code, refused.json()["code"]) == (404, "identity.member_not_found")
        assert len((await identity.client(stranger).get("/v1/employer/users")).json()["items"]) == 1

    async def test_needs_a_reason(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        refused = await identity.client(first).post(f"/v1/employer/users/{second.id}/remove", json={})

        assert refused.status_code == 422

    async def test_is_the_centres_alone_while_the_employer_is_suspended(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        await identity.rows("UPDATE employers SET status = 'suspended' RETURNING id")
        refused = await remove(identity, first, second)
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.users_managed_by_centre")

        path = f"/v1/employers/{first.employer_id}/users/{second.id}/remove"
        assert (await identity.client(centre).post(path, json=BECAUSE)).status_code == 200

    async def test_at_the_same_time_as_leaving_is_one_departure(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        answers = await asyncio.gather(leave(identity, second), remove(identity, first, second))

        assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 404])
        assert len(await identity.emitted(EmployerUserLeft)) == 1

    async def test_of_each_other_at_once_leaves_one(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        answers = await asyncio.gather(remove(identity, first, second), remove(identity, second, first))

        assert sorted(answer.status_code for answer in answers) == [200, 403]
        assert len(await identity.rows("SELECT 1 FROM employer_users WHERE employer_id IS NOT NULL")) == 1


class TestAddingAtTheCentre:
    async def test_takes_registered_users_without_employer(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        client = identity.client(centre)
        path = f"/v1/employers/{first.employer_id}/users"

        assert (await client.post(path, json={"mobile": MOBILE})).json()["code"] == "identity.belongs_elsewhere"
        assert (await client.post(path, json={"mobile": THIRD_MOBILE})).json()["code"] == "identity.no_such_account"
        nowhere = await client.post(f"/v1/employers/{uuid4()}/users", json={"mobile": MOBILE})
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "identity.employer_not_found")


class TestContactsForMessages:
    async def test_are_whole_numbers_and_the_reading_is_written_down(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)
        reader = identity.client(ServiceAccount(id=uuid4(), name="notifications"))
        answer = await reader.get(f"/v1/employers/{first.employer_id}/contacts")

        assert answer.json()["items"] == [
            {"user_id": str(first.id), "name": "李招聘", "mobile": MOBILE},
            {"user_id": str(second.id), "name": "赵同事", "mobile": SECOND_MOBILE},
        ]
        assert answer.headers["cache-control"] == "no-store"
        rows = await identity.rows("SELECT reader_name, subject FROM reveals")
        assert rows == [("notifications", f"employer:{first.employer_id}")]

    async def test_of_no_employer_are_not_found(self, identity: ServiceHarness) -> None:
        reader = identity.client(ServiceAccount(id=uuid4(), name="notifications"))

        assert (await reader.get(f"/v1/employers/{uuid4()}/contacts")).status_code == 404


class TestTheDatabase:
    async def test_lets_a_user_belong_to_one_employer_at_a_time(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await employer_user(identity, texts)
        row = "(jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid()))).*"

        with pytest.raises(Exception, match="uq_employer_memberships_user_id_present"):
            await identity.rows(
                f"INSERT INTO employer_memberships SELECT {row} FROM employer_memberships m RETURNING id"
            )

    async def test_wants_a_reason_for_a_removal(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await employer_user(identity, texts)

        with pytest.raises(Exception, match="reason_when_removed"):
            await identity.rows(
                "UPDATE employer_memberships SET left_how = 'removed', ended_by = 'x', ended_by_name = 'x',"
                " left_at = now() RETURNING id"
            )
