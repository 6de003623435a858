"""One employer for each USCC: whoever comes second joins, when the employer's users or the centre agree."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
import time_machine

from common import clock
from common.auth.actors import CentreUser, EmployerUser
from common.contracts.identity import EmployerJoinRefused, EmployerJoinRequested, EmployerUserJoined
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
from tests.identity.support import EMPLOYER, TextMessages, employer_user, sign_in, submit


async def answer(
    identity: ServiceHarness, actor: CentreUser | EmployerUser, request_id: str, verb: str
) -> httpx.Response:
    place = "employer-join-requests" if isinstance(actor, CentreUser) else "employer/join-requests"
    body = {"reason": "不是本单位员工"} if verb == "refuse" else {}
    return await identity.client(actor).post(f"/v1/{place}/{request_id}/{verb}", json=body)


async def waiting(identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> tuple[EmployerUser, str]:
    """The user of a verified employer, and a request to join it."""
    first = await verified(identity, texts, centre)
    asked = await ask_to_join(identity, await newcomer(identity, texts))
    return first, asked.json()["id"]


class TestAsking:
    async def test_is_offered_to_who_registers_a_verified_employer_again(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await verified(identity, texts, centre)
        second = await newcomer(identity, texts)
        refused = await identity.client(second).put("/v1/employer", json=EMPLOYER)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_already_verified")
        assert refused.json()["join"]["path"] == "/identity/v1/employer/join-requests"

    async def test_tells_the_employers_users(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        asked = await ask_to_join(identity, await newcomer(identity, texts))

        assert asked.status_code == 201
        assert asked.json()["employer_name"] == EMPLOYER["name"]
        assert asked.json()["status"] == {"code": "waiting", "label": "待同意"}
        [event] = await identity.emitted(EmployerJoinRequested)
        assert (event.employer_id, event.applicant_name) == (first.employer_id, "赵同事")
        [row] = (await identity.client(first).get("/v1/employer/join-requests")).json()["items"]
        assert (row["applicant"], row["applicant_mobile"], row["note"]) == ("赵同事", "139****0002", "人力资源部")
        assert {action["action"]: action["allowed"] for action in row["actions"]} == {"approve": True, "refuse": True}

    async def test_works_while_the_employer_is_being_verified(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await submit(identity, await employer_user(identity, texts))
        second = await newcomer(identity, texts)

        refused = await identity.client(second).put("/v1/employer", json=EMPLOYER)
        assert refused.json()["join"]["action"] == "join"
        assert (await ask_to_join(identity, second)).status_code == 201

    async def test_says_plainly_when_nobody_has_registered_the_code(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        await employer_user(identity, texts)
        second = await newcomer(identity, texts)

        for uscc in (OTHER_USCC, EMPLOYER["uscc"]):  # nobody's, and a draft's
            refused = await ask_to_join(identity, second, uscc)
            assert (refused.status_code, refused.json()["code"]) == (404, "identity.nothing_to_join")

    async def test_needs_a_user_without_employer_who_has_given_a_name(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        nameless = await newcomer(identity, texts)
        await identity.rows("UPDATE employer_users SET name = NULL WHERE id = :id RETURNING id", id=nameless.id)

        assert (await ask_to_join(identity, first)).json()["code"] == "identity.belongs_elsewhere"
        refused = (await ask_to_join(identity, nameless)).json()
        assert (refused["code"], refused["remedy"]) == (
            "identity.personal_data_missing",
            "请在“个人信息”中填写本人姓名后再办理。",
        )

    async def test_is_done_once_at_a_time(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await verified(identity, texts, centre)
        second = await newcomer(identity, texts)
        answers = await asyncio.gather(*(ask_to_join(identity, second) for _ in range(3)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "identity.join_request_open"}

    async def test_one_after_the_other_ends_after_five(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await verified(identity, texts, centre)
        second = await newcomer(identity, texts)
        for _ in range(5):
            await answer(identity, second, (await ask_to_join(identity, second)).json()["id"], "withdraw")
        refused = await ask_to_join(identity, second)

        assert (refused.status_code, refused.json()["code"]) == (429, "identity.too_many_join_requests")
        with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
            assert (await ask_to_join(identity, second)).status_code == 201


class TestApproving:
    async def test_tells_everybody_and_shows_in_the_list_of_users(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        approved = await answer(identity, first, request, "approve")

        assert approved.status_code == 200
        assert approved.json()["status"] == {"code": "approved", "label": "已同意"}
        assert approved.json()["decided_by"] == first.name
        [event] = await identity.emitted(EmployerUserJoined)
        assert (event.employer_id, event.user_name) == (first.employer_id, "赵同事")
        users = (await identity.client(first).get("/v1/employer/users")).json()["items"]
        assert [user["entered"]["code"] for user in users] == ["filled_in", "joined"]

    async def test_puts_the_employer_into_the_next_sign_in(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        assert (await sign_in(identity, SECOND_MOBILE)).json()["actor"]["employer_id"] is None
        await answer(identity, first, request, "approve")

        assert (await sign_in(identity, SECOND_MOBILE)).json()["actor"]["employer_id"] == str(first.employer_id)

    async def test_twice_at_once_is_one_joining(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        answers = await asyncio.gather(
            answer(identity, first, request, "approve"),
            answer(identity, centre, request, "approve"),
            answer(identity, first, request, "refuse"),
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "identity.join_request_answered"}
        joined = await identity.rows("SELECT 1 FROM employer_memberships WHERE entered_how = 'joined'")
        assert len(joined) == len(await identity.emitted(EmployerUserJoined)) <= 1

    async def test_of_two_requests_at_once_both_let_in(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        third = await ask_to_join(identity, await newcomer(identity, texts, THIRD_MOBILE, "钱同事"))
        answers = await asyncio.gather(
            answer(identity, first, request, "approve"), answer(identity, first, third.json()["id"], "approve")
        )

        assert [answer.status_code for answer in answers] == [200, 200]

    async def test_is_not_for_users_of_other_employers(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, request = await waiting(identity, texts, centre)
        stranger = await verified(identity, texts, centre, THIRD_MOBILE, uscc=OTHER_USCC)

        for verb in ("approve", "refuse"):
            refused = await answer(identity, stranger, request, verb)
            assert (refused.status_code, refused.json()["code"]) == (404, "identity.join_request_not_found")
        assert (await identity.client(stranger).get("/v1/employer/join-requests")).json()["items"] == []

    async def test_is_not_for_a_user_who_has_left(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        assert (await identity.client(first).post("/v1/employer/leave")).status_code == 200
        refused = await answer(identity, first, request, "approve")

        assert (refused.status_code, refused.json()["code"]) == (403, "identity.not_a_member")

    async def test_fails_when_the_applicant_has_found_another_employer(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        [(applicant,)] = await identity.rows("SELECT user_id FROM join_requests")
        second = EmployerUser(id=applicant, name="赵同事", employer_id=None)
        await identity.client(second).put("/v1/employer", json={**EMPLOYER, "uscc": OTHER_USCC})
        refused = await answer(identity, first, request, "approve")

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.belongs_elsewhere")

    async def test_is_the_centres_alone_while_the_employer_is_suspended(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        await identity.rows("UPDATE employers SET status = 'suspended' RETURNING id")
        refused = await answer(identity, first, request, "approve")

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.users_managed_by_centre")
        assert "010-67410355" in refused.json()["who_can_change"]
        assert (await answer(identity, centre, request, "approve")).status_code == 200


class TestRefusing:
    async def test_tells_the_applicant_why_and_leaves_the_way_open(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        [(applicant,)] = await identity.rows("SELECT user_id FROM join_requests")
        second = EmployerUser(id=applicant, name="赵同事", employer_id=None)
        assert (await answer(identity, first, request, "refuse")).status_code == 200

        [mine] = (await identity.client(second).get("/v1/employer/join-requests/mine")).json()
        assert (mine["status"]["label"], mine["reason"]) == ("未同意", "不是本单位员工")
        (said,) = await identity.emitted(EmployerJoinRefused)
        assert (said.user_id, said.because, said.reason) == (applicant, "refused", "不是本单位员工")
        assert (await ask_to_join(identity, second)).status_code == 201

    async def test_needs_a_reason(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        first, request = await waiting(identity, texts, centre)
        refused = await identity.client(first).post(f"/v1/employer/join-requests/{request}/refuse", json={})

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")


class TestTheEnd:
    async def test_comes_by_withdrawal_of_the_applicant_alone(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        [(applicant,)] = await identity.rows("SELECT user_id FROM join_requests")
        second = EmployerUser(id=applicant, name="赵同事", employer_id=None)

        assert (await answer(identity, first, request, "withdraw")).status_code == 404
        assert (await answer(identity, second, request, "withdraw")).json()["status"]["label"] == "已撤回"
        assert (await answer(identity, first, request, "approve")).json()["code"] == "identity.join_request_answered"

    async def test_of_withdrawal_and_approval_at_once_is_one(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        [(applicant,)] = await identity.rows("SELECT user_id FROM join_requests")
        second = EmployerUser(id=applicant, name="赵同事", employer_id=None)
        answers = await asyncio.gather(
            answer(identity, first, request, "approve"), answer(identity, second, request, "withdraw")
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_comes_by_itself_after_two_weeks(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first, request = await waiting(identity, texts, centre)
        with time_machine.travel(clock.now() + timedelta(days=13, hours=23)):
            assert await identity.run_job("expire_join_requests") == 0
        with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
            # Even before the clock has written it down.
            refused = await answer(identity, first, request, "approve")
            assert (refused.status_code, refused.json()["code"]) == (409, "identity.join_request_expired")
            assert await identity.run_job("expire_join_requests") == 1
            (said,) = await identity.emitted(EmployerJoinRefused)
            assert (str(said.request_id), said.because) == (request, "expired")
            assert await identity.run_job("expire_join_requests") == 0

    async def test_of_nothing_is_not_found(self, identity: ServiceHarness, centre: CentreUser) -> None:
        refused = await answer(identity, centre, str(uuid4()), "approve")

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.join_request_not_found")


class TestTheDatabase:
    async def test_holds_one_open_request_for_each_user(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await waiting(identity, texts, centre)
        copied = "SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* FROM join_requests r"

        with pytest.raises(Exception, match="uq_join_requests_user_id_open"):
            await identity.rows(f"INSERT INTO join_requests {copied} RETURNING id")

    async def test_a_joined_colleague_sees_the_same_employer(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        first = await verified(identity, texts, centre)
        second = await colleague(identity, texts, first)

        shown = (await identity.client(second).get("/v1/employer")).json()
        assert (shown["id"], shown["refresh_needed"]) == (str(first.employer_id), False)
