"""Handing in material: the right files of the right employer, once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from dirty_equals import IsStr

from common.auth.actors import EmployerUser
from common.contracts.documents import FileStored
from common.contracts.identity import EmployerVerificationSubmitted
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.support import EMPLOYER, TextMessages, employer_user, material, register, upload

PATH = "/v1/employer/verifications"


class TestSubmitting:
    async def test_puts_the_employer_under_review_and_says_so(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        given = await material(identity, user)
        more = await upload(identity, f"employer:{user.employer_id}", "verification_material")
        answer = await identity.client(user).post(PATH, json={**given, "more_file_ids": [more]})

        assert answer.status_code == 201
        assert answer.json()["status"] == {"code": "material_review", "label": "材料审核中"}
        assert answer.json()["attempt"] == 1
        employer = (await identity.client(user).get("/v1/employer")).json()
        assert employer["status"]["label"] == "材料审核中"
        assert employer["verification"]["id"] == answer.json()["id"]
        [event] = await identity.emitted(EmployerVerificationSubmitted)
        assert event.employer_id == user.employer_id
        assert event.name == EMPLOYER["name"]
        assert [str(file_id) for file_id in event.file_ids] == [
            given["licence_file_id"],
            given["letter_file_id"],
            more,
        ]

    async def test_the_event_counts_the_employers_versions(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await identity.client(user).post(PATH, json=await material(identity, user))

        [envelope] = await identity.envelopes()
        [(version,)] = await identity.rows("SELECT version FROM employers")
        assert (envelope.subject, envelope.sequence) == (str(user.employer_id), version)

    async def test_twice_with_one_key_happens_once(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        given, key = await material(identity, user), {"Idempotency-Key": uuid4().hex}
        first = await identity.client(user).post(PATH, json=given, headers=key)
        second = await identity.client(user).post(PATH, json=given, headers=key)

        assert (second.status_code, second.json()) == (201, first.json())
        assert len(await identity.emitted(EmployerVerificationSubmitted)) == 1

    async def test_twice_at_once_with_two_keys_happens_once(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        given, client = await material(identity, user), identity.client(user)
        answers = await asyncio.gather(*(client.post(PATH, json=given) for _ in range(4)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert refused.json()["code"] == "identity.verification_not_open"
        assert "材料审核中" in refused.json()["detail"]
        assert len(await identity.emitted(EmployerVerificationSubmitted)) == 1

    async def test_is_listed_for_the_employer(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        answer = await identity.client(user).post(PATH, json=await material(identity, user))

        assert (await identity.client(user).get(PATH)).json() == [answer.json()]

    async def test_needs_the_employers_data_first(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = EmployerUser(id=await register(identity, texts), name="", employer_id=None)
        refused = await identity.client(user).post(
            PATH, json={"method": "material", "licence_file_id": str(uuid4()), "letter_file_id": str(uuid4())}
        )

        assert (refused.status_code, refused.json()["code"]) == (403, "employer_data_missing")

    async def test_needs_the_users_own_name_first(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        given, client = await material(identity, user), identity.client(user)
        await identity.rows("UPDATE employer_users SET name = NULL RETURNING 1")
        refused = await client.post(PATH, json=given)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.personal_data_missing")
        assert [fault["field"] for fault in refused.json()["errors"]] == ["name"]
        assert await identity.everything_emitted() == []
        actions = (await client.get("/v1/employer")).json()["actions"]
        submit = next(action for action in actions if action["action"] == "submit_material")
        assert (submit["allowed"], submit["rule"]) == (False, "identity.personal_data_missing")
        assert submit["who_can_change"] == "用户本人"

        await client.patch("/v1/employer-users/me", json={"name": "李招聘"})
        actions = (await client.get("/v1/employer")).json()["actions"]
        assert next(action for action in actions if action["action"] == "submit_material")["allowed"]
        assert (await client.post(PATH, json=given)).status_code == 201


class TestWaitingForFiles:
    async def test_keeps_nobody_else_waiting(self, harness_of: HarnessOf) -> None:
        identity = await harness_of(service, **{**SETTINGS, "employers": {"file_wait_seconds": 2.0}})
        texts = TextMessages()
        texts.serve(identity)
        user = await employer_user(identity, texts)
        client = identity.client(user)
        pool = identity.context.settings.database.pool_size
        bogus = {"method": "material", "licence_file_id": str(uuid4()), "letter_file_id": str(uuid4())}
        waiting = [asyncio.create_task(client.post(PATH, json=bogus)) for _ in range(3 * pool)]
        seen = [(await client.get("/v1/employer")).status_code for _ in range(3)]

        assert seen == [200, 200, 200]
        assert not any(task.done() for task in waiting)
        assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {404}


class TestFiles:
    async def test_that_arrive_a_moment_later_are_waited_for(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        owner = f"employer:{user.employer_id}"
        letter = await upload(identity, owner, "authorisation_letter")
        licence = uuid4()
        stored = FileStored(
            file_id=licence, owner=owner, purpose="business_licence", media_type="image/png", size=1, sha256="ab" * 32
        )
        given = {"method": "material", "licence_file_id": str(licence), "letter_file_id": letter}

        answer, verdict = await asyncio.gather(
            identity.client(user).post(PATH, json=given), identity.deliver(stored, sequence=1)
        )
        assert (answer.status_code, verdict) == (201, Done())

    async def test_that_nobody_has_told_of_are_not_found(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        given = {**await material(identity, user), "licence_file_id": str(uuid4())}
        refused = await identity.client(user).post(PATH, json=given)

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.file_not_found")
        assert [fault["field"] for fault in refused.json()["errors"]] == ["licence_file_id"]
        assert await identity.everything_emitted() == []

    @pytest.mark.parametrize("owner", ["employer:0193b0a0-0000-7000-8000-000000000001", "school:10001", "graduate:1"])
    async def test_of_others_are_not_found_either(
        self, identity: ServiceHarness, texts: TextMessages, owner: str
    ) -> None:
        user = await employer_user(identity, texts)
        given = {
            **await material(identity, user),
            "letter_file_id": await upload(identity, owner, "authorisation_letter"),
        }
        refused = await identity.client(user).post(PATH, json=given)

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.file_not_found")
        assert [fault["field"] for fault in refused.json()["errors"]] == ["letter_file_id"]

    async def test_for_another_purpose_are_refused_by_name(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        given = await material(identity, user)
        swapped = {
            "method": "material",
            "licence_file_id": given["letter_file_id"],
            "letter_file_id": given["licence_file_id"],
            "more_file_ids": [given["licence_file_id"]],
        }
        refused = await identity.client(user).post(PATH, json=swapped)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.file_for_another_purpose")
        assert [fault["field"] for fault in refused.json()["errors"]] == [
            "licence_file_id",
            "letter_file_id",
            "more_file_ids.0",
        ]
        assert [fault["reason"] for fault in refused.json()["errors"]] == [
            "上传时的用途应为“营业执照或统一社会信用代码证书”",
            "上传时的用途应为“网签授权书”",
            "上传时的用途应为“其他认证材料”",
        ]
        assert all(fault["remedy"] for fault in refused.json()["errors"])

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"method": "remittance"}, "method"),
            ({"licence_file_id": "1"}, "licence_file_id"),
            ({"letter_file_id": None}, "letter_file_id"),
            ({"more_file_ids": [str(uuid4()) for _ in range(8)]}, "more_file_ids"),
            ({"status": "approved"}, "status"),
        ],
    )
    async def test_refuses_a_malformed_form(
        self, identity: ServiceHarness, texts: TextMessages, changes: dict[str, Any], field: str
    ) -> None:
        user = await employer_user(identity, texts)
        refused = await identity.client(user).post(PATH, json={**await material(identity, user), **changes})

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        assert refused.json()["errors"][0]["reason"] == IsStr(min_length=1)

    async def test_told_of_twice_or_late_stay_as_the_newest_said(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        stored = FileStored(
            file_id=uuid4(),
            owner="employer:1",
            purpose="business_licence",
            media_type="image/png",
            size=1,
            sha256="ab" * 32,
        )
        await identity.deliver(stored, sequence=2)
        await identity.deliver(stored.model_copy(update={"owner": "employer:2"}), sequence=1)

        assert [tuple(row) for row in await identity.rows("SELECT owner, sequence FROM known_files")] == [
            ("employer:1", 2)
        ]
