"""What the centre can take back after an employer was verified, and how the employer comes back."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser, EmployerUser
from common.contracts.identity import EmployerReinstated, EmployerSuspended, EmployerVerified
from common.testing.harness import ServiceHarness
from tests.identity.support import EMPLOYER, TextMessages, employer_user, submit

WHY = {"reason_code": "complaint_confirmed", "detail": "经核实冒用单位名义"}
BACK = {"detail": "单位已说明情况"}
REJECTION = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}


async def verified(identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> EmployerUser:
    """A user of an employer that the centre has approved."""
    user = await employer_user(identity, texts)
    verification = await submit(identity, user)
    assert (await identity.client(centre).post(f"/v1/verifications/{verification}/approve")).status_code == 200
    return user


async def suspend(identity: ServiceHarness, centre: CentreUser, user: EmployerUser) -> httpx.Response:
    return await identity.client(centre).post(f"/v1/employers/{user.employer_id}/suspend", json=WHY)


async def reinstate(identity: ServiceHarness, centre: CentreUser, user: EmployerUser) -> httpx.Response:
    return await identity.client(centre).post(f"/v1/employers/{user.employer_id}/reinstate", json=BACK)


class TestSuspending:
    async def test_says_that_the_employer_may_not_sign_and_shows_it_why(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        answer = await suspend(identity, centre, user)

        assert answer.json()["status"] == {"code": "suspended", "label": "已暂停"}
        [event] = await identity.emitted(EmployerSuspended)
        assert (event.may_sign, event.reason) == (False, "投诉举报经核实：经核实冒用单位名义")
        employer = (await identity.client(user).get("/v1/employer")).json()
        assert employer["status_reason"]["label"] == "投诉举报经核实"
        assert employer["status_detail"] == "经核实冒用单位名义"
        actions = {one["action"]: one["allowed"] for one in employer["actions"]}
        assert (actions["submit_material"], actions["submit_account"], actions["change"]) == (True, False, False)

    async def test_of_who_is_not_verified_is_refused(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)

        assert (await suspend(identity, centre, user)).status_code == 409
        assert (await reinstate(identity, centre, user)).status_code == 409
        nobody = EmployerUser(id=uuid4(), name="", employer_id=uuid4())
        assert (await suspend(identity, centre, nobody)).status_code == 404

    async def test_twice_at_once_happens_once(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        answers = await asyncio.gather(*(suspend(identity, centre, user) for _ in range(3)))

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert len(await identity.emitted(EmployerSuspended)) == 1


class TestComingBack:
    async def test_by_the_centre(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        user = await verified(identity, texts, centre)
        await suspend(identity, centre, user)
        answer = await reinstate(identity, centre, user)

        assert answer.json()["status"]["code"] == "approved"
        [event] = await identity.emitted(EmployerReinstated)
        assert event.may_sign
        assert (await reinstate(identity, centre, user)).status_code == 409

    async def test_lifts_the_suspension_and_rewrites_nothing_else(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        before = (await identity.rows("SELECT to_jsonb(employers) FROM employers"))[0][0]
        await suspend(identity, centre, user)
        await reinstate(identity, centre, user)
        after = (await identity.rows("SELECT to_jsonb(employers) FROM employers"))[0][0]

        assert before["verified_at"]
        assert after == {**before, "version": before["version"] + 2}

    async def test_by_new_material(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        user = await verified(identity, texts, centre)
        await suspend(identity, centre, user)
        again = await submit(identity, user)
        await identity.client(centre).post(f"/v1/verifications/{again}/approve")

        assert (await identity.client(user).get("/v1/employer")).json()["status"]["code"] == "approved"
        assert len(await identity.emitted(EmployerVerified)) == 2
        sequences = [envelope.sequence for envelope in await identity.envelopes()]
        assert sequences == sorted(set(sequences))

    async def test_refused_stays_suspended_with_its_data_locked(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        await suspend(identity, centre, user)
        again = await submit(identity, user)
        rejected = await identity.client(centre).post(f"/v1/verifications/{again}/reject", json=REJECTION)

        assert rejected.json()["status"]["code"] == "rejected"
        assert rejected.json()["employer_status"]["code"] == "suspended"
        changed = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "name": "另一家公司"})
        assert (changed.status_code, changed.json()["code"]) == (409, "identity.employer_data_locked")
        await submit(identity, user)

    async def test_keeps_its_uscc_from_others_meanwhile(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        await suspend(identity, centre, user)
        await identity.rows("UPDATE employers SET created_at = now() - interval '90 days' RETURNING 1")
        with pytest.raises(AssertionError, match="employer_already_verified"):
            await employer_user(identity, texts, "13912340002")


class TestLetters:
    @pytest.fixture
    async def by_remittance(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> tuple[EmployerUser, str]:
        """An employer whose letter no reviewer has seen, and its verification."""
        user = await verified(identity, texts, centre)
        [(verification,)] = await identity.rows(
            "UPDATE verifications SET method = 'remittance', licence_file_id = NULL, letter_check = 'pending'"
            " RETURNING id"
        )
        return user, str(verification)

    async def check(
        self, identity: ServiceHarness, centre: CentreUser, verification: str, result: str
    ) -> httpx.Response:
        body = {"result": result, "detail": "授权书未加盖公章"}
        return await identity.client(centre).post(f"/v1/verifications/{verification}/letter-check", json=body)

    async def test_wait_in_a_list_of_their_own(
        self, identity: ServiceHarness, centre: CentreUser, by_remittance: tuple[EmployerUser, str]
    ) -> None:
        client = identity.client(centre)
        found = (await client.get("/v1/verifications", params={"letter_check": "pending"})).json()["items"]

        assert [row["id"] for row in found] == [by_remittance[1]]
        assert found[0]["letter_check"] == {"code": "pending", "label": "待核查"}
        assert (await client.get("/v1/verifications")).json()["items"] == []

    async def test_that_are_good_change_nothing(
        self, identity: ServiceHarness, centre: CentreUser, by_remittance: tuple[EmployerUser, str]
    ) -> None:
        user, verification = by_remittance
        answer = await self.check(identity, centre, verification, "passed")

        assert answer.json()["letter_check"]["code"] == "passed"
        assert (await identity.client(user).get("/v1/employer")).json()["status"]["code"] == "approved"
        again = await self.check(identity, centre, verification, "failed")
        assert (again.status_code, again.json()["code"]) == (409, "identity.letter_not_to_check")

    async def test_that_are_not_suspend_the_employer_with_the_reason(
        self, identity: ServiceHarness, centre: CentreUser, by_remittance: tuple[EmployerUser, str]
    ) -> None:
        user, verification = by_remittance
        await self.check(identity, centre, verification, "failed")

        employer = (await identity.client(user).get("/v1/employer")).json()
        assert (employer["status"]["code"], employer["status_reason"]["label"]) == (
            "suspended",
            "网签授权书核查不合格",
        )
        [event] = await identity.emitted(EmployerSuspended)
        assert event.reason.endswith("授权书未加盖公章")

    async def test_by_two_reviewers_at_once_are_checked_once(
        self, identity: ServiceHarness, centre: CentreUser, by_remittance: tuple[EmployerUser, str]
    ) -> None:
        results = ("passed", "failed", "failed")
        answers = await asyncio.gather(*(self.check(identity, centre, by_remittance[1], result) for result in results))

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]

    async def test_that_a_reviewer_has_seen_need_no_check(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await verified(identity, texts, centre)
        [(verification,)] = await identity.rows("SELECT id FROM verifications")

        assert (await self.check(identity, centre, str(verification), "passed")).status_code == 409
        assert (await self.check(identity, centre, str(uuid4()), "passed")).status_code == 404
        assert (await self.check(identity, centre, str(verification), "pending")).status_code == 422
