"""Verified data change by request and review, or by 企业客服 with a note; every version is kept."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from common import clock
from common.auth.actors import CentreUser
from common.contracts.identity import EmployerCorrected, EmployerCorrectionRejected, EmployerCorrectionRequested
from common.testing.harness import ServiceHarness
from tests.identity.corrections.support import (
    NEW_NAME,
    OTHER_REVIEWER,
    REJECTION,
    asked,
    at_centre,
    directly,
    shown,
    withdraw,
)
from tests.identity.employers.support import OTHER_USCC, THIRD_MOBILE, ask_for, proof, verified
from tests.identity.support import EMPLOYER, TextMessages, employer_user, submit, upload


class TestAsking:
    async def test_shows_before_and_after_in_words_and_changes_nothing_yet(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        answer = await ask_for(identity, user, name=NEW_NAME, region_code="330113", nature_code="39")

        assert answer.status_code == 201
        assert answer.json()["changes"] == [
            {"field": "name", "label": "单位名称", "before": EMPLOYER["name"], "after": NEW_NAME},
            {
                "field": "region_code",
                "label": "所在地",
                "before": "浙江省杭州市西湖区",
                "after": "浙江省杭州市临平区",
            },
        ]
        assert answer.json()["status"] == {"code": "waiting", "label": "待审核"}
        assert (await shown(identity, user))["name"] == EMPLOYER["name"]

    async def test_tells_documents_which_files_the_centre_may_see(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user, correction = await asked(identity, texts, centre)

        [event] = await identity.emitted(EmployerCorrectionRequested)
        [own] = (await identity.client(user).get("/v1/employer/corrections")).json()["items"]
        assert (str(event.correction_id), [str(file) for file in event.file_ids]) == (correction, own["file_ids"])

    async def test_is_done_once_at_a_time(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        answers = await asyncio.gather(*(ask_for(identity, user, name=NEW_NAME) for _ in range(3)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "identity.correction_open"}

    async def test_is_for_verified_data(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        draft = await ask_for(identity, user, name=NEW_NAME)
        await submit(identity, user)
        under_review = await ask_for(identity, user, name=NEW_NAME)

        assert [(a.status_code, a.json()["code"]) for a in (draft, under_review)] == [
            (409, "identity.employer_not_correctable")
        ] * 2
        assert draft.json()["who_can_change"] == "本单位用户"
        assert under_review.json()["who_can_change"] == "中心工作人员"

    async def test_of_what_is_so_already_is_refused(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)

        same = await ask_for(identity, user, name=EMPLOYER["name"])
        nothing = await ask_for(identity, user)
        assert (same.status_code, same.json()["code"]) == (409, "identity.nothing_changed")
        assert (nothing.status_code, nothing.json()["code"]) == (422, "identity.correction_without_changes")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"uscc": OTHER_USCC}, "changes.uscc"),
            ({"status": "approved"}, "changes.status"),
            ({"name": "<b>公司</b>"}, "changes.name"),
            ({"name": None}, "changes.name"),
            ({"region_code": "330000"}, "changes.region_code"),
            ({"contact_phone": "call me"}, "changes.contact_phone"),
        ],
    )
    async def test_refuses_other_fields_and_malformed_values(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser, changes: dict[str, Any], field: str
    ) -> None:
        user = await verified(identity, texts, centre)
        refused = await ask_for(identity, user, **changes)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)

    async def test_needs_proof_of_the_employers_own(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        foreign = await upload(identity, f"employer:{uuid4()}", "correction_proof")
        misplaced = await upload(identity, f"employer:{user.employer_id}", "business_licence")
        files = [await proof(identity, user), foreign, misplaced, str(uuid4())]
        form = {"changes": {"name": NEW_NAME}, "reason": "更名", "file_ids": files}
        refused = await identity.client(user).post("/v1/employer/corrections", json=form)
        without = await identity.client(user).post("/v1/employer/corrections", json={**form, "file_ids": []})

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.correction_proof_not_found")
        assert [fault["field"] for fault in refused.json()["errors"]] == ["file_ids.1", "file_ids.2", "file_ids.3"]
        assert "按用途“单位信息更正证明材料”上传" in refused.json()["remedy"]
        assert without.status_code == 422

    async def test_stores_numbers_encrypted(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await asked(identity, texts, centre)

        rows = await identity.rows("SELECT changes::text || before::text FROM employer_corrections")
        rows += await identity.rows("SELECT contact_phone || contact_mobile FROM employer_versions")
        assert len(rows) == 2
        assert not any("66668888" in row or "88886666" in row or "13812340001" in row for (row,) in rows)


class TestApproving:
    async def test_makes_the_next_version_and_says_what_agreements_need(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user, correction = await asked(identity, texts, centre)
        before = await shown(identity, user)
        approved = await at_centre(identity, centre, correction, "approve")

        assert approved.status_code == 200
        assert approved.json()["decided_by"] == centre.name
        after = await shown(identity, user)
        assert (after["name"], after["contact"]["phone"]) == (NEW_NAME, "0571-66668888")
        assert (after["status"]["code"], after["version"]) == ("approved", before["version"] + 1)
        [event] = await identity.emitted(EmployerCorrected)
        assert (event.name, event.uscc, event.may_sign) == (NEW_NAME, EMPLOYER["uscc"], True)
        assert event.changed_fields == ["name", "contact_phone"]
        [said] = [seen for seen in await identity.envelopes() if seen.type == EmployerCorrected.type]
        assert said.sequence == after["version"]

    async def test_by_two_reviewers_at_once_is_one_decision(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, correction = await asked(identity, texts, centre)
        answers = await asyncio.gather(
            at_centre(identity, centre, correction, "approve"),
            at_centre(identity, OTHER_REVIEWER, correction, "reject"),
            at_centre(identity, OTHER_REVIEWER, correction, "approve"),
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "identity.correction_already_answered"}
        said = await identity.emitted(EmployerCorrected) + await identity.emitted(EmployerCorrectionRejected)
        assert len(said) == 1

    async def test_and_withdrawing_at_once_have_one_winner(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user, correction = await asked(identity, texts, centre)
        approved, withdrawn = await asyncio.gather(
            at_centre(identity, centre, correction, "approve"), withdraw(identity, user, correction)
        )

        assert sorted((approved.status_code, withdrawn.status_code)) == [200, 409]
        is_new = (await shown(identity, user))["name"] == NEW_NAME
        assert is_new == (approved.status_code == 200)

    async def test_of_outdated_requests_is_refused(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user, correction = await asked(identity, texts, centre)
        version = (await shown(identity, user))["version"]
        assert (await directly(identity, centre, user, version, name="杭州云栖有限公司")).status_code == 201
        refused = await at_centre(identity, centre, correction, "approve")

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.correction_outdated")
        assert (await at_centre(identity, centre, correction, "reject")).status_code == 200

    async def test_keeps_a_suspended_employer_suspended(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, correction = await asked(identity, texts, centre)
        await identity.rows("UPDATE employers SET status = 'suspended' RETURNING id")
        assert (await at_centre(identity, centre, correction, "approve")).status_code == 200

        [event] = await identity.emitted(EmployerCorrected)
        assert not event.may_sign


class TestRejecting:
    async def test_tells_why_and_leaves_the_way_open(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user, correction = await asked(identity, texts, centre)
        assert (await at_centre(identity, centre, correction, "reject")).status_code == 200

        [own] = (await identity.client(user).get("/v1/employer/corrections")).json()["items"]
        assert (own["status"]["label"], own["rejection"]["label"]) == ("审核不通过", "证明材料不足或不清晰")
        assert own["detail"] == REJECTION["detail"]
        [event] = await identity.emitted(EmployerCorrectionRejected)
        assert event.reason == "证明材料不足或不清晰：请补充变更登记通知书"
        assert (await shown(identity, user))["name"] == EMPLOYER["name"]
        assert (await ask_for(identity, user, name=NEW_NAME)).status_code == 201


class TestWithdrawing:
    async def test_is_the_own_employers_alone(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user, correction = await asked(identity, texts, centre)
        stranger = await verified(identity, texts, centre, THIRD_MOBILE, uscc=OTHER_USCC)
        refused = await withdraw(identity, stranger, correction)

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.correction_not_found")
        assert (await withdraw(identity, user, correction)).json()["status"]["label"] == "已撤回"
        assert (await withdraw(identity, user, correction)).status_code == 409


class TestClaiming:
    async def test_keeps_others_off_until_it_is_released_or_lapses(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, correction = await asked(identity, texts, centre)
        claimed = await at_centre(identity, centre, correction, "claim")
        assert claimed.json()["claim"]["mine"]

        for verb in ("claim", "release", "approve", "reject"):
            refused = await at_centre(identity, OTHER_REVIEWER, correction, verb)
            assert (refused.status_code, refused.json()["code"]) == (409, "identity.correction_held_by_another")
            assert centre.name in refused.json()["detail"]
        await at_centre(identity, centre, correction, "release")
        assert (await at_centre(identity, OTHER_REVIEWER, correction, "claim")).status_code == 200
        with time_machine.travel(clock.now() + timedelta(minutes=31)):
            assert (await at_centre(identity, centre, correction, "approve")).status_code == 200

    async def test_by_two_at_once_is_one_claim(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, correction = await asked(identity, texts, centre)
        answers = await asyncio.gather(
            at_centre(identity, centre, correction, "claim"), at_centre(identity, OTHER_REVIEWER, correction, "claim")
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409]


class TestTheQueue:
    async def test_is_filtered_and_masks_numbers(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, first = await asked(identity, texts, centre)
        other = await verified(identity, texts, centre, THIRD_MOBILE, uscc=OTHER_USCC, name="上海另一家公司")
        second = (await ask_for(identity, other, address="新街 2 号")).json()["id"]
        await at_centre(identity, centre, second, "claim")
        client = identity.client(centre)

        async def listed(**params: str) -> list[str]:
            answer = await client.get("/v1/employer-corrections", params=params)
            assert answer.status_code == 200, answer.text
            return [row["id"] for row in answer.json()["items"]]

        assert await listed() == [first, second]
        assert await listed(claimed="me") == [second]
        assert await listed(claimed="nobody") == [first]
        assert await listed(name="另一家") == [second]
        assert await listed(uscc=EMPLOYER["uscc"]) == [first]
        assert await listed(status="approved") == []
        detail = (await client.get(f"/v1/employer-corrections/{first}")).json()
        assert [change["after"] for change in detail["changes"]] == [NEW_NAME, "057****8888"]
        assert (await client.get("/v1/employer-corrections", params={"claimed": "x"})).status_code == 422

    async def test_lists_what_is_overdue(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        _, correction = await asked(identity, texts, centre)
        client = identity.client(centre)

        async def overdue() -> list[str]:
            rows = (await client.get("/v1/employer-corrections", params={"overdue": True})).json()["items"]
            return [row["id"] for row in rows if row["overdue"]]

        assert await overdue() == []
        with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
            client = identity.client(centre)
            assert await overdue() == [correction]
            await at_centre(identity, centre, correction, "reject")
            assert await overdue() == []

    async def test_pages(self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser) -> None:
        user, first = await asked(identity, texts, centre)
        await withdraw(identity, user, first)
        second = (await ask_for(identity, user, name=NEW_NAME)).json()["id"]
        for path, expected in (
            ("/v1/employer-corrections", [first, second]),
            ("/v1/employer/corrections", [second, first]),
        ):
            client = identity.client(centre if "corrections" in path.split("/")[2] else user)
            page = (await client.get(path, params={"limit": 1})).json()
            rest = (await client.get(path, params={"limit": 1, "cursor": page["next_cursor"]})).json()
            assert [row["id"] for row in page["items"] + rest["items"]] == expected
            assert rest["next_cursor"] is None
