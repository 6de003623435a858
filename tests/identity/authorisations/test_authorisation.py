"""What documents is told for a 网签授权书, and that it is written down."""

from uuid import uuid4

import pytest

from common.auth.actors import EmployerUser, ServiceAccount
from common.testing.harness import ServiceHarness
from tests.identity.support import EMPLOYER, MOBILE, TextMessages, employer_user, register

PRINTER = ServiceAccount(id=uuid4(), name="documents")


class TestAuthorisation:
    async def test_tells_the_employer_and_the_user(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await identity.client(user).patch("/v1/employer-users/me", json={"name": "欧阳静怡"})
        answer = await identity.client(PRINTER).get(f"/v1/employer-users/{user.id}/authorisation")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.json() == {
            "employer_name": EMPLOYER["name"],
            "uscc": EMPLOYER["uscc"],
            "user_name": "欧阳静怡",
            "mobile": MOBILE,
        }

    async def test_leaves_empty_what_was_not_given(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user_id = await register(identity, texts)
        answer = await identity.client(PRINTER).get(f"/v1/employer-users/{user_id}/authorisation")
        assert answer.json() == {"employer_name": None, "uscc": None, "user_name": None, "mobile": MOBILE}

    async def test_is_written_down(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user_id = await register(identity, texts)
        await identity.client(PRINTER).get(f"/v1/employer-users/{user_id}/authorisation")
        assert await identity.rows("SELECT subject, reader_name, what FROM reveals") == [
            (f"employer_user:{user_id}", "documents", "authorisation")
        ]

    async def test_of_nobody_is_not_found_and_not_written_down(self, identity: ServiceHarness) -> None:
        answer = await identity.client(PRINTER).get(f"/v1/employer-users/{uuid4()}/authorisation")
        assert answer.status_code == 404
        assert await identity.rows("SELECT * FROM reveals") == []

    @pytest.mark.parametrize("employer_id", [None, uuid4()])
    async def test_is_not_for_users(self, identity: ServiceHarness, texts: TextMessages, employer_id: object) -> None:
        user_id = await register(identity, texts)
        user = EmployerUser(id=user_id, name="欧阳静怡", employer_id=employer_id)  # type: ignore[arg-type]
        answer = await identity.client(user).get(f"/v1/employer-users/{user_id}/authorisation")
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")
