"""Files that are handed in with an agreement: everybody who has a part in it sees them, nobody else."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from common.auth.actors import Actor
from common.contracts.agreements import (
    AgreementRescinded,
    RescissionRequested,
    SealedCopySubmitted,
    SupplementSubmitted,
)
from common.contracts.event import Event
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from tests.documents.actors import (
    COHORT,
    DEPARTMENT,
    SCHOOL_CODE,
    department_user,
    employer_user,
    graduate,
    others,
    school_user,
)
from tests.documents.uploads.sending import upload
from tests.support import files

EMPLOYER_ID, GRADUATE_ID = UUID(int=1), UUID(int=2)
PARTIES: dict[str, Any] = {
    "agreement_id": UUID(int=3),
    "kind": "offline",
    "employer_id": EMPLOYER_ID,
    "employer_name": "杭州云栖数据有限公司",
    "graduate_id": GRADUATE_ID,
    "graduate_name": "王䶮",
    "school_code": SCHOOL_CODE,
    "department": DEPARTMENT,
    "cohort": COHORT,
}
EMPLOYER, GRADUATE, SCHOOL = employer_user(EMPLOYER_ID), graduate(GRADUATE_ID), school_user()
RESCISSION = {"rescission_id": UUID(int=4), "reason": "双方协商一致", "review_step": "school"}
ENDED = {"rescission_id": UUID(int=4), "form": "forced", "ruling": None, "at": "2026-11-12T02:10:20Z"}
HANDED_IN: dict[str, tuple[Actor, str, type[Event], dict[str, Any]]] = {
    "copy by the graduate": (
        GRADUATE,
        "agreement_copy",
        SealedCopySubmitted,
        {"by": "graduate", "review_step": "department"},
    ),
    "copy by the employer": (
        EMPLOYER,
        "agreement_copy",
        SealedCopySubmitted,
        {"by": "employer", "review_step": "department"},
    ),
    "supplement": (
        GRADUATE,
        "agreement_proof",
        SupplementSubmitted,
        {"accepted_at": "2026-11-12T02:10:20Z", "review_step": "department"},
    ),
}
FOR_REVIEWERS: dict[str, tuple[Actor, type[Event], dict[str, Any]]] = {
    "rescission by the graduate": (GRADUATE, RescissionRequested, {"by": "graduate", **RESCISSION}),
    "forced rescission": (SCHOOL, AgreementRescinded, ENDED),
}


async def stored(documents: ServiceHarness, actor: Actor, purpose: str) -> str:
    answer = await upload(documents, actor, files.png_scan(), purpose=purpose)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


async def can_read(documents: ServiceHarness, actor: Actor, file_id: str) -> bool:
    return (await documents.client(actor).get(f"/v1/files/{file_id}/content")).status_code == 200


class TestHandedIn:
    @pytest.mark.parametrize(("sender", "purpose", "event", "facts"), HANDED_IN.values(), ids=HANDED_IN.keys())
    async def test_is_seen_by_both_sides_and_the_reviewers(
        self, documents: ServiceHarness, sender: Actor, purpose: str, event: type[Event], facts: dict[str, Any]
    ) -> None:
        file_id = await stored(documents, sender, purpose)
        readers = [EMPLOYER, GRADUATE, SCHOOL, department_user()]
        assert [reader for reader in readers if await can_read(documents, reader, file_id)] == [sender]
        news = event.model_validate({**PARTIES, **facts, "file_ids": [file_id]})
        assert await documents.deliver(news, sequence=3) == Done()
        assert all([await can_read(documents, reader, file_id) for reader in readers])
        assert not any([await can_read(documents, stranger, file_id) for stranger in others()])

    @pytest.mark.parametrize(("sender", "event", "facts"), FOR_REVIEWERS.values(), ids=FOR_REVIEWERS.keys())
    async def test_is_not_seen_by_the_other_side_where_it_proves_a_rescission(
        self, documents: ServiceHarness, sender: Actor, event: type[Event], facts: dict[str, Any]
    ) -> None:
        file_id = await stored(documents, sender, "rescission_proof")
        news = event.model_validate({**PARTIES, **facts, "file_ids": [file_id]})
        assert await documents.deliver(news, sequence=3) == Done()
        for reviewer in (SCHOOL, department_user()):
            assert await can_read(documents, reviewer, file_id)
        for side in (EMPLOYER, GRADUATE):
            assert await can_read(documents, side, file_id) == (side is sender)

    async def test_an_employer_without_an_account_is_let_in_nowhere(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, GRADUATE, "agreement_proof")
        facts = {"accepted_at": "2026-11-12T02:10:20Z", "review_step": "school", "file_ids": [file_id]}
        news = SupplementSubmitted.model_validate({**PARTIES, "employer_id": None, **facts})
        assert await documents.deliver(news, sequence=3) == Done()
        assert await can_read(documents, SCHOOL, file_id)
        assert not await can_read(documents, EMPLOYER, file_id)

    async def test_another_ones_files_stay_closed(self, documents: ServiceHarness) -> None:
        theirs = await stored(documents, graduate(uuid4()), "agreement_proof")
        facts = {"accepted_at": "2026-11-12T02:10:20Z", "review_step": "school", "file_ids": [theirs]}
        await documents.deliver(SupplementSubmitted.model_validate({**PARTIES, **facts}), sequence=3)
        assert not await can_read(documents, SCHOOL, theirs)


class TestPurposes:
    @pytest.mark.parametrize(
        ("sender", "purpose", "status"),
        [
            (GRADUATE, "agreement_copy", 201),
            (GRADUATE, "agreement_proof", 201),
            (GRADUATE, "rescission_proof", 201),
            (GRADUATE, "dispute_proof", 201),
            (EMPLOYER, "agreement_copy", 201),
            (EMPLOYER, "agreement_proof", 422),
            (EMPLOYER, "dispute_proof", 422),
            (SCHOOL, "agreement_copy", 422),
            (SCHOOL, "rescission_proof", 201),
        ],
    )
    async def test_belong_to_those_who_prove_with_them(
        self, documents: ServiceHarness, sender: Actor, purpose: str, status: int
    ) -> None:
        answer = await upload(documents, sender, files.png_scan(), purpose=purpose)
        assert answer.status_code == status, answer.text
