"""A department that reviews what it did not begin opens sheet and files; the one before does no more."""

from typing import Any
from uuid import UUID

import pytest

from common.auth.actors import DepartmentUser
from common.contracts.agreements import (
    AgreementFacts,
    AgreementMovedDepartment,
    OfflineAgreementPrepared,
    RescissionRequested,
    SealedCopySubmitted,
)
from common.messaging.consumer import Done
from common.messaging.envelope import Envelope, seal
from common.testing.harness import ServiceHarness
from tests.documents.actors import COHORT, DEPARTMENT, SCHOOL_CODE, department_user, graduate, school_user
from tests.documents.peers import FakePeers, SignedAgreement
from tests.documents.uploads.sending import upload
from tests.support import files

MATHEMATICS = "数学学院"
BEFORE, NOW = department_user(), department_user(MATHEMATICS)
WAITS = {"previous_department": DEPARTMENT, "department": MATHEMATICS, "review_step": "department", "matter": "review"}
RESCISSION = {"rescission_id": UUID(int=4), "by": "graduate", "reason": "双方协商一致", "review_step": "department"}


def says(signed: SignedAgreement, kind: type[AgreementFacts], sequence: int, **facts: Any) -> Envelope:
    about = {
        "agreement_id": signed.agreement_id,
        "kind": "offline",
        "employer_id": signed.employer_id,
        "employer_name": "杭州云栖数据有限公司",
        "graduate_id": signed.graduate_id,
        "graduate_name": "王䶮",
        "school_code": SCHOOL_CODE,
        "department": DEPARTMENT,
        "cohort": COHORT,
    }
    return seal(kind.model_validate(about | facts), sequence=sequence, correlation_id=None, causation_id=None)


async def uploaded(documents: ServiceHarness, signed: SignedAgreement, purpose: str) -> str:
    answer = await upload(documents, graduate(signed.graduate_id), files.png_scan(), purpose=purpose)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


async def opens(documents: ServiceHarness, actor: DepartmentUser, paths: list[str]) -> list[bool]:
    answers = [await documents.client(actor).get(f"/v1/{path}/content") for path in paths]
    assert {answer.status_code for answer in answers} <= {200, 404}
    return [answer.status_code == 200 for answer in answers]


class TestAnAgreementThatMovedToAnotherDepartment:
    @pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 1, 0, 3), (3, 0, 2, 1), (1, 3, 0, 2), (3, 2, 1, 0)], ids=str)
    async def test_is_opened_by_that_one_and_no_more_by_the_other_in_whatever_order_it_was_said(
        self, documents: ServiceHarness, peers: FakePeers, order: tuple[int, ...]
    ) -> None:
        signed = peers.sign()
        copy = await uploaded(documents, signed, "agreement_copy")
        proof = await uploaded(documents, signed, "rescission_proof")
        prepared = {"agreement_number": signed.sheet["number"], "at": "2026-11-12T02:10:20Z"}
        news = [
            says(signed, OfflineAgreementPrepared, 3, **prepared),
            says(signed, SealedCopySubmitted, 4, by="graduate", review_step="department", file_ids=[copy]),
            says(signed, AgreementMovedDepartment, 5, **WAITS),
            says(signed, RescissionRequested, 6, department=MATHEMATICS, file_ids=[proof], **RESCISSION),
        ]
        for place in order:
            assert await documents.deliver_envelope(news[place]) == Done()
        await documents.run_job("issue_agreements")
        paths = [f"agreements/{signed.agreement_id}", f"files/{copy}", f"files/{proof}"]
        assert await opens(documents, NOW, paths) == [True, True, True]
        assert await opens(documents, BEFORE, paths) == [False, False, False]

    async def test_is_opened_by_the_one_before_until_then_and_the_others_keep_what_they_see(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        copy = await uploaded(documents, signed, "agreement_copy")
        handed_in = {"by": "graduate", "review_step": "department", "file_ids": [copy]}
        await documents.deliver_envelope(says(signed, SealedCopySubmitted, 4, **handed_in))
        assert await opens(documents, BEFORE, [f"files/{copy}"]) == [True]
        moved = says(signed, AgreementMovedDepartment, 5, **WAITS)
        assert await documents.deliver_envelope(moved) == Done()
        assert await documents.deliver_envelope(moved) == Done(duplicate=True)
        assert await opens(documents, BEFORE, [f"files/{copy}"]) == [False]
        for reader in (school_user(), graduate(signed.graduate_id)):
            assert (await documents.client(reader).get(f"/v1/files/{copy}/content")).status_code == 200

    async def test_is_opened_by_the_first_one_again_when_the_roster_turns_back(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        copy = await uploaded(documents, signed, "agreement_copy")
        handed_in = {"by": "graduate", "review_step": "department", "file_ids": [copy]}
        back = WAITS | {"previous_department": MATHEMATICS, "department": DEPARTMENT}
        await documents.deliver_envelope(says(signed, AgreementMovedDepartment, 6, **back))
        await documents.deliver_envelope(says(signed, AgreementMovedDepartment, 5, **WAITS))
        await documents.deliver_envelope(says(signed, SealedCopySubmitted, 4, **handed_in))
        assert await opens(documents, BEFORE, [f"files/{copy}"]) == [True]
        assert await opens(documents, NOW, [f"files/{copy}"]) == [False]

    async def test_opens_nothing_of_others(self, documents: ServiceHarness, peers: FakePeers) -> None:
        signed, other = peers.sign(), peers.sign()
        copy = await uploaded(documents, signed, "agreement_copy")
        handed_in = {"by": "graduate", "review_step": "department", "file_ids": [copy]}
        await documents.deliver_envelope(says(signed, SealedCopySubmitted, 4, **handed_in))
        await documents.deliver_envelope(says(other, AgreementMovedDepartment, 5, **WAITS))
        assert await opens(documents, NOW, [f"files/{copy}"]) == [False]
