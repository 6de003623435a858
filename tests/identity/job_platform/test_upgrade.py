"""An employer of the job platform adds only the letter, and the centre upgrades it (guides/000 §2, guides/001 §2)."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser, EmployerUser
from common.contracts.identity import EmployerVerificationSubmitted, EmployerVerified
from tests.identity.employers.support import is_refused, removed
from tests.identity.job_platform.support import JobPlatformDoor, employer_there, user_of
from tests.identity.support import EMPLOYER, employer_user, upload

UPGRADES = "/v1/employer/upgrades"


async def letter(door: JobPlatformDoor, user: EmployerUser) -> str:
    return await upload(door.identity, f"employer:{user.employer_id}", "authorisation_letter")


async def upgrade(door: JobPlatformDoor, user: EmployerUser, file_id: str | None = None) -> httpx.Response:
    body = {"letter_file_id": file_id or await letter(door, user)}
    return await door.identity.client(user).post(UPGRADES, json=body)


async def from_there(door: JobPlatformDoor) -> EmployerUser:
    """A user who has come from the job platform with a verified employer."""
    await door.has_account()
    return user_of(await door.sign_in())


class TestUpgrade:
    async def test_needs_only_the_letter_and_is_decided_by_the_centre(
        self, door: JobPlatformDoor, centre: CentreUser
    ) -> None:
        user = await from_there(door)
        submitted = await upgrade(door, user)
        assert submitted.status_code == 201, submitted.text
        assert submitted.json()["method"]["code"] == "upgrade"
        (said,) = await door.identity.emitted(EmployerVerificationSubmitted)
        assert (said.method, len(said.file_ids)) == ("upgrade", 1)
        reviewer = door.identity.client(centre)
        approved = await reviewer.post(f"/v1/verifications/{submitted.json()['id']}/approve")
        assert approved.status_code == 200, approved.text
        (verified,) = await door.identity.emitted(EmployerVerified)
        assert (verified.uscc, verified.may_sign) == (EMPLOYER["uscc"], True)
        employer = (await door.identity.client(user).get("/v1/employer")).json()
        assert employer["status"] == {"code": "approved", "label": "审核通过"}

    async def test_that_is_rejected_can_be_submitted_again(self, door: JobPlatformDoor, centre: CentreUser) -> None:
        user = await from_there(door)
        first = (await upgrade(door, user)).json()["id"]
        refusal = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}
        assert (
            await door.identity.client(centre).post(f"/v1/verifications/{first}/reject", json=refusal)
        ).status_code == 200
        assert (await upgrade(door, user)).status_code == 201

    async def test_is_offered_on_the_screen_until_it_is_submitted(self, door: JobPlatformDoor) -> None:
        user = await from_there(door)

        async def offered() -> bool:
            view = (await door.identity.client(user).get("/v1/me/job-platform-link")).json()
            return next(each["allowed"] for each in view["actions"] if each["action"] == "upgrade")

        assert await offered()
        await upgrade(door, user)
        assert not await offered()

    async def test_is_offered_with_the_employers_data_and_why_not_when_it_is_not(self, door: JobPlatformDoor) -> None:
        user = await from_there(door)

        async def offered() -> dict[str, Any]:
            view = (await door.identity.client(user).get("/v1/employer")).json()
            return next(each for each in view["actions"] if each["action"] == "submit_upgrade")

        assert (await offered())["allowed"]
        await upgrade(door, user)
        refused = await offered()
        assert (refused["allowed"], refused["rule"]) == (False, "identity.verification_not_open")
        assert refused["reason"]

    async def test_is_offered_to_nobody_else(self, door: JobPlatformDoor) -> None:
        user = await employer_user(door.identity, door.texts)
        view = (await door.identity.client(user).get("/v1/employer")).json()
        assert "submit_upgrade" not in {each["action"] for each in view["actions"]}

    async def test_is_not_for_an_employer_that_registered_here(self, door: JobPlatformDoor) -> None:
        user = await employer_user(door.identity, door.texts)
        answer = await upgrade(door, user)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.not_from_job_platform")
        assert (await door.identity.client(user).get("/v1/employer")).json()["status"]["code"] == "unverified"

    async def test_is_not_for_one_that_the_job_platform_has_not_checked(self, door: JobPlatformDoor) -> None:
        await door.has_account(employer=employer_there(verified=False))
        answer = await upgrade(door, user_of(await door.sign_in()))
        assert answer.json()["code"] == "identity.not_from_job_platform"

    async def test_does_not_take_another_employers_letter(self, door: JobPlatformDoor) -> None:
        user = await from_there(door)
        theirs = await upload(door.identity, f"employer:{uuid4()}", "authorisation_letter")
        answer = await upgrade(door, user, theirs)
        assert (answer.status_code, answer.json()["code"]) == (404, "identity.file_not_found")

    async def test_does_not_take_a_licence_for_a_letter(self, door: JobPlatformDoor) -> None:
        user = await from_there(door)
        licence = await upload(door.identity, f"employer:{user.employer_id}", "business_licence")
        assert (await upgrade(door, user, licence)).json()["code"] == "identity.file_for_another_purpose"

    async def test_is_not_handed_in_by_a_removed_user_with_an_old_token(
        self, door: JobPlatformDoor, centre: CentreUser
    ) -> None:
        user = await from_there(door)
        gone = await removed(door.identity, door.texts, centre, user)
        assert is_refused(await upgrade(door, gone))
        assert (await upgrade(door, user)).status_code == 201

    async def test_twice_at_once_makes_one_submission(self, door: JobPlatformDoor) -> None:
        user = await from_there(door)
        file_id = await letter(door, user)
        answers = await asyncio.gather(*(upgrade(door, user, file_id) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]

    @pytest.mark.parametrize("extra", [{"method": "approved"}, {"employer_id": str(uuid4())}, {"verified": True}])
    async def test_takes_no_field_that_is_not_the_senders_to_say(
        self, door: JobPlatformDoor, extra: dict[str, object]
    ) -> None:
        user = await from_there(door)
        body = {"letter_file_id": await letter(door, user), **extra}
        assert (await door.identity.client(user).post(UPGRADES, json=body)).status_code == 422
