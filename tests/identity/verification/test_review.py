"""The centre's decision: one for each submission, with its reason, its history and its event."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import CentreUser
from common.contracts.identity import EmployerMarked, EmployerVerificationRejected, EmployerVerified
from common.contracts.values.uscc import check_character
from common.testing.harness import ServiceHarness
from tests.identity.support import EMPLOYER, TextMessages, employer_user, submit
from tests.identity.warnings.support import Schools

REJECTION = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}
BY_THE_STANDARD = (
    "91110108MA00TTT09Y",
    "91310115MA1TTT9930",
    "92440106MA5TTT1220",
    "1242000040000TT11W",
    "1137000000000TT20E",
    "52330100MJ8TTT34XN",
    "N2510107MF0TTT56X5",
    "A1110000MB0TTT001" + check_character("A1110000MB0TTT001"),
    "Y1110000MC0TTT002" + check_character("Y1110000MC0TTT002"),
)
"""One of each kind of GB 32100-2015; python-stdnum refuses the last three (military, villages, others)."""
USCCS = ("91110108MA00TTT09Y", "91310115MA1TTT9930", "92440106MA5TTT1220")


async def approve(identity: ServiceHarness, centre: CentreUser, verification: str) -> httpx.Response:
    return await identity.client(centre).post(f"/v1/verifications/{verification}/approve")


async def reject(identity: ServiceHarness, centre: CentreUser, verification: str) -> httpx.Response:
    return await identity.client(centre).post(f"/v1/verifications/{verification}/reject", json=REJECTION)


class TestApproving:
    async def test_lets_the_employer_sign_and_tells_what_agreements_print(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        answer = await approve(identity, centre, await submit(identity, user))

        assert answer.status_code == 200
        assert answer.json()["status"] == {"code": "approved", "label": "审核通过"}
        assert answer.json()["decided_by"] == centre.name
        employer = (await identity.client(user).get("/v1/employer")).json()
        assert employer["status"]["code"] == "approved"
        assert employer["verified_at"]
        [event] = await identity.emitted(EmployerVerified)
        assert event == EmployerVerified(
            employer_id=user.employer_id,
            **{name: EMPLOYER[name] for name in EmployerVerified.model_fields if name in EMPLOYER},
        )

    async def test_tells_the_employer_which_schools_warn_of_it(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        schools = Schools(identity)
        await schools.mark(await schools.one("19901"), uscc=None, name=EMPLOYER["name"])
        user = await employer_user(identity, texts)
        await approve(identity, centre, await submit(identity, user))
        assert [told.employer_id for told in await identity.emitted(EmployerMarked)] == [None, user.employer_id]

    async def test_by_two_reviewers_at_once_is_one_decision(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        other = CentreUser(id=uuid4(), name="赵审核")
        answers = await asyncio.gather(
            approve(identity, centre, verification),
            reject(identity, other, verification),
            approve(identity, other, verification),
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        refused = next(answer.json() for answer in answers if answer.status_code == 409)
        winner = next(answer.json() for answer in answers if answer.status_code == 200)
        assert refused["code"] == "identity.verification_already_decided"
        assert winner["decided_by"] in refused["detail"]
        assert winner["status"] == refused["decision"]
        said = await identity.emitted(EmployerVerified) + await identity.emitted(EmployerVerificationRejected)
        assert len(said) == 1
        assert len(await identity.rows("SELECT 1 FROM verification_history")) == 2

    @pytest.mark.parametrize("uscc", BY_THE_STANDARD)
    async def test_is_open_to_every_kind_of_code_of_the_standard(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser, uscc: str
    ) -> None:
        answer = await approve(
            identity, centre, await submit(identity, await employer_user(identity, texts, uscc=uscc))
        )
        assert answer.status_code == 200, answer.text
        [event] = await identity.emitted(EmployerVerified)
        assert event.uscc == uscc


class TestRejecting:
    async def test_tells_the_employer_why(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        answer = await reject(identity, centre, await submit(identity, user))

        assert answer.json()["status"] == {"code": "rejected", "label": "审核不通过"}
        last = (await identity.client(user).get("/v1/employer")).json()["verification"]
        assert last["reason"] == {"code": "letter_without_seal", "label": "材料未加盖单位公章"}
        assert last["detail"] == "授权书未加盖公章"
        [event] = await identity.emitted(EmployerVerificationRejected)
        assert event.reason == "材料未加盖单位公章：授权书未加盖公章"

    async def test_is_answered_by_correcting_and_submitting_again_with_the_history_kept(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        first = await submit(identity, user)
        await reject(identity, centre, first)
        corrected = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "address": "文三路 2 号"})
        assert corrected.status_code == 200
        second = await submit(identity, user)
        await approve(identity, centre, second)

        detail = (await identity.client(centre).get(f"/v1/verifications/{second}")).json()
        assert detail["attempt"] == 2
        assert detail["particulars"]["address"] == "文三路 2 号"
        assert [(step["action"]["code"], step["actor"]) for step in detail["history"]] == [
            ("submit_material", user.name),
            ("reject", centre.name),
            ("submit_material", user.name),
            ("approve", centre.name),
        ]
        older = (await identity.client(centre).get(f"/v1/verifications/{first}")).json()
        assert older["particulars"]["address"] == EMPLOYER["address"]
        sequences = [envelope.sequence for envelope in await identity.envelopes()]
        assert sequences == sorted(set(sequences))

    async def test_the_earlier_submission_can_no_longer_be_decided(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        first = await submit(identity, user)
        await reject(identity, centre, first)
        await submit(identity, user)

        assert (await approve(identity, centre, first)).status_code == 409

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"reason_code": "because", "detail": "授权书未盖章"}, "reason_code"),
            ({"reason_code": "other"}, "detail"),
            ({"reason_code": "other", "detail": " "}, "detail"),
            ({"reason_code": "other", "detail": "长" * 501}, "detail"),
        ],
    )
    async def test_needs_a_reason_and_a_text(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser, given: dict[str, str], field: str
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        refused = await identity.client(centre).post(f"/v1/verifications/{verification}/reject", json=given)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        detail = (await identity.client(centre).get(f"/v1/verifications/{verification}")).json()
        assert detail["status"]["code"] == "material_review"


class TestTheQueue:
    async def test_shows_who_waits_longest_first_page_by_page(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        waiting = await self._three(identity, texts)
        client = identity.client(centre)
        first = (await client.get("/v1/verifications", params={"status": "material_review", "limit": 2})).json()
        rest = await client.get(
            "/v1/verifications", params={"status": "material_review", "limit": 2, "cursor": first["next_cursor"]}
        )

        assert [row["id"] for row in first["items"] + rest.json()["items"]] == waiting
        assert rest.json()["next_cursor"] is None
        assert first["items"][0]["employer"]["uscc"] == USCCS[0]

    async def test_is_filtered_by_status(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        waiting = await self._three(identity, texts)
        await approve(identity, centre, waiting[0])
        client = identity.client(centre)

        async def listed(**params: str) -> list[str]:
            return [row["id"] for row in (await client.get("/v1/verifications", params=params)).json()["items"]]

        assert await listed(status="material_review") == waiting[1:]
        assert await listed(status="approved") == waiting[:1]
        assert await listed(status="rejected") == []
        assert await listed() == waiting[1:]

    @pytest.mark.parametrize(
        "params", [{"status": "done"}, {"cursor": "x"}, {"cursor": "WzFd"}, {"limit": 0}, {"cursor": "e30"}]
    )
    async def test_refuses_unknown_filters_and_cursors(
        self, identity: ServiceHarness, centre: CentreUser, params: dict[str, str]
    ) -> None:
        assert (await identity.client(centre).get("/v1/verifications", params=params)).status_code == 422

    async def _three(self, identity: ServiceHarness, texts: TextMessages) -> list[str]:
        users = [await employer_user(identity, texts, f"1391234000{n}", uscc=uscc) for n, uscc in enumerate(USCCS)]
        return [await submit(identity, user) for user in users]


class TestTheDetail:
    async def test_shows_data_files_doubts_and_what_can_be_done(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        verification = await submit(identity, await employer_user(identity, texts))
        detail = (await identity.client(centre).get(f"/v1/verifications/{verification}")).json()

        assert detail["particulars"]["region"]["label"] == "浙江省杭州市西湖区"
        assert [file["purpose"]["label"] for file in detail["files"]] == [
            "营业执照或统一社会信用代码证书",
            "网签授权书",
        ]
        assert detail["files"][0]["media_type"] == "image/png"
        assert detail["contact"]["mobile"] == "138****0001"
        assert {action["action"]: action["allowed"] for action in detail["actions"]} == {
            "approve": True,
            "reject": True,
        }
        assert {"code": "other", "label": "其他"} in detail["rejection_reasons"]

    async def test_of_nothing_is_not_found(self, identity: ServiceHarness, centre: CentreUser) -> None:
        client = identity.client(centre)
        for answer in (
            await client.get(f"/v1/verifications/{uuid4()}"),
            await client.post(f"/v1/verifications/{uuid4()}/approve"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "identity.verification_not_found")

    async def test_another_employers_is_nobodys_business(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await submit(identity, await employer_user(identity, texts))
        other = await employer_user(identity, texts, "13912340002", uscc=USCCS[1])

        assert (await identity.client(other).get("/v1/employer/verifications")).json() == []
        assert (await identity.client(other).get("/v1/verifications")).status_code == 403
