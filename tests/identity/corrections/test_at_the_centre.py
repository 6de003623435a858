"""企业客服 corrects with a note (guides/000 §11); every version is kept."""

import asyncio
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser, EmployerUser
from common.testing.harness import ServiceHarness
from tests.identity.corrections.support import (
    OTHER_REVIEWER,
    asked,
    directly,
    shown,
)
from tests.identity.employers.support import OTHER_USCC, THIRD_MOBILE, newcomer, verified
from tests.identity.support import EMPLOYER, TextMessages, employer_user


class TestCorrectingAtTheCentre:
    async def test_takes_effect_at_once_with_its_note(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        version = (await shown(identity, user))["version"]
        answer = await directly(identity, centre, user, version, postcode="310012")

        assert (answer.status_code, answer.json()["origin"]["label"]) == (201, "企业客服更正")
        newest = (await identity.client(user).get("/v1/employer/history")).json()["items"][0]
        assert (newest["by"], newest["note"]) == (centre.name, "来电核实，有营业执照为证")
        assert newest["change"]["label"] == "企业客服更正"
        assert newest["changes"] == [{"field": "postcode", "label": "邮政编码", "before": None, "after": "310012"}]

    async def test_of_the_code_frees_the_old_one(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        version = (await shown(identity, user))["version"]
        assert (await directly(identity, centre, user, version, uscc=OTHER_USCC)).status_code == 201
        second = await newcomer(identity, texts)

        refused = await identity.client(second).put("/v1/employer", json={**EMPLOYER, "uscc": OTHER_USCC})
        assert refused.json()["code"] == "identity.employer_already_verified"
        assert (await identity.client(second).put("/v1/employer", json=EMPLOYER)).status_code == 200

    async def test_never_takes_another_employers_code(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        await verified(identity, texts, centre, THIRD_MOBILE, uscc=OTHER_USCC)
        version = (await shown(identity, user))["version"]
        refused = await directly(identity, centre, user, version, uscc=OTHER_USCC)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_already_verified")

    async def test_of_a_version_that_is_not_the_newest_is_refused(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        version = (await shown(identity, user))["version"]
        answers = await asyncio.gather(
            directly(identity, centre, user, version, postcode="310012"),
            directly(identity, OTHER_REVIEWER, user, version, address="新街 2 号"),
        )

        assert sorted(answer.status_code for answer in answers) == [201, 409]
        refused = next(answer.json() for answer in answers if answer.status_code == 409)
        assert (refused["code"], refused["version"]) == ("identity.employer_changed_meanwhile", version + 1)

    async def test_is_for_verified_employers(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        refused = await directly(identity, centre, user, 1, postcode="310012")

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_not_correctable")

    async def test_and_filling_in_with_the_same_code_at_once_wait_for_nobody_forever(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        second = await newcomer(identity, texts)
        version = (await shown(identity, user))["version"]
        answers = await asyncio.gather(
            directly(identity, centre, user, version, uscc=OTHER_USCC),
            identity.client(second).put("/v1/employer", json={**EMPLOYER, "uscc": OTHER_USCC}),
            identity.client(user).put("/v1/employer", json={**EMPLOYER, "uscc": OTHER_USCC}),
        )

        assert {answer.status_code for answer in answers} <= {200, 201, 409}
        holders = await identity.rows("SELECT 1 FROM employers WHERE uscc = :uscc AND holds_uscc", uscc=OTHER_USCC)
        assert len(holders) == 1

    async def test_of_nothing_is_not_found(self, identity: ServiceHarness, centre: CentreUser) -> None:
        nobody = EmployerUser(id=uuid4(), name="", employer_id=uuid4())
        refused = await directly(identity, centre, nobody, 1, postcode="310012")

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.employer_not_found")


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("change", "check"),
        [
            ("status = 'done', decided_at = now()", "status_known"),
            ("status = 'approved'", "decided_once_reviewed"),
            ("status = 'rejected', decided_at = now()", "reason_when_rejected"),
            ("claimed_by = 'x'", "claim_is_whole"),
            ("origin = 'x'", "origin_known"),
        ],
    )
    async def test_defends_the_states(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser, change: str, check: str
    ) -> None:
        await asked(identity, texts, centre)

        with pytest.raises(Exception, match=check):
            await identity.rows(f"UPDATE employer_corrections SET {change} RETURNING id")
