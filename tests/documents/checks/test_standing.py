"""The public check says whether the agreement stands, by news that comes late, twice or in disorder."""

from typing import Any
from uuid import uuid4

import pytest

from common.contracts.agreements import (
    AgreementDisputed,
    AgreementFacts,
    AgreementInvalidated,
    AgreementRescinded,
    AgreementVoided,
    ApplicationDiscarded,
    DisputeDismissed,
    OfflineAgreementPrepared,
)
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from tests.documents.peers import FakePeers, SignedAgreement

AT = "2026-11-12T02:00:00Z"
RESCINDED = {"rescission_id": uuid4(), "form": "online", "ruling": None, "at": AT, "file_ids": []}
VOIDED = {"reason": "学校作废", "detail": "双方同意作废", "at": AT}
INVALID = {"reason": "毕业生已不在学生名单中", "was_signed": True, "at": AT}
DISPUTED = {"detail": "不是我签的", "file_ids": []}
DISMISSED = {"detail": "系本人签订"}
SIGNED_AT = 4


async def tell(
    documents: ServiceHarness, signed: SignedAgreement, news: type[AgreementFacts], sequence: int, **facts: Any
) -> None:
    known = signed.news().model_dump(include=set(AgreementFacts.model_fields))
    assert await documents.deliver(news.model_validate(known | facts), sequence=sequence) == Done()


async def status(documents: ServiceHarness) -> tuple[str, str]:
    """Code and label, as anybody is told."""
    ((code,),) = await documents.rows("SELECT check_code FROM issuances")
    told = (await documents.client().get(f"/v1/checks/{code}")).json()["status"]
    return told["code"], told["label"]


@pytest.fixture
async def issued(documents: ServiceHarness, peers: FakePeers) -> SignedAgreement:
    signed = peers.sign()
    assert await documents.deliver(signed.news(), sequence=SIGNED_AT) == Done()
    await documents.run_job("issue_agreements")
    return signed


class TestStanding:
    @pytest.mark.parametrize(
        ("kind", "facts", "told"),
        [
            (AgreementRescinded, RESCINDED, ("rescinded", "已解约")),
            (AgreementVoided, VOIDED, ("void", "已作废")),
            (AgreementInvalidated, INVALID, ("invalid", "失效")),
            (AgreementDisputed, DISPUTED, ("disputed", "异议处理中")),
        ],
    )
    async def test_follows_what_agreements_says(
        self,
        documents: ServiceHarness,
        issued: SignedAgreement,
        kind: type[AgreementFacts],
        facts: dict[str, Any],
        told: tuple[str, str],
    ) -> None:
        assert await status(documents) == ("valid", "有效")
        await tell(documents, issued, kind, 5, **facts)
        assert await status(documents) == told

    async def test_is_valid_again_once_a_case_is_dismissed(
        self, documents: ServiceHarness, issued: SignedAgreement
    ) -> None:
        await tell(documents, issued, AgreementDisputed, 5, **DISPUTED)
        await tell(documents, issued, DisputeDismissed, 6, **DISMISSED)
        assert await status(documents) == ("valid", "有效")

    async def test_a_case_that_was_upheld_ends_as_void(
        self, documents: ServiceHarness, issued: SignedAgreement
    ) -> None:
        await tell(documents, issued, AgreementDisputed, 5, **DISPUTED)
        await tell(documents, issued, AgreementVoided, 6, **VOIDED)
        assert await status(documents) == ("void", "已作废")

    async def test_older_news_that_comes_late_changes_nothing(
        self, documents: ServiceHarness, issued: SignedAgreement
    ) -> None:
        await tell(documents, issued, DisputeDismissed, 6, **DISMISSED)
        await tell(documents, issued, AgreementDisputed, 5, **DISPUTED)
        assert await status(documents) == ("valid", "有效")
        await tell(documents, issued, AgreementVoided, 8, **VOIDED)
        assert await documents.deliver(issued.news(), sequence=SIGNED_AT) == Done()
        assert await status(documents) == ("void", "已作废")

    async def test_the_end_may_come_before_the_beginning(self, documents: ServiceHarness, peers: FakePeers) -> None:
        signed = peers.sign()
        await tell(documents, signed, AgreementRescinded, 9, **RESCINDED)
        assert await documents.deliver(signed.news(), sequence=SIGNED_AT) == Done()
        await documents.run_job("issue_agreements")
        assert await status(documents) == ("rescinded", "已解约")

    async def test_a_sheet_that_is_not_sealed_yet_is_not_valid(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        number = signed.sheet["number"]
        await tell(documents, signed, OfflineAgreementPrepared, 3, kind="offline", agreement_number=number, at=AT)
        await documents.run_job("issue_agreements")
        assert await status(documents) == ("prepared", "待盖章，尚未签约完成")
        await tell(documents, signed, AgreementDisputed, 4, kind="offline", **DISPUTED)
        await tell(documents, signed, DisputeDismissed, 5, kind="offline", **DISMISSED)
        assert await status(documents) == ("prepared", "待盖章，尚未签约完成")
        await tell(documents, signed, ApplicationDiscarded, 6, kind="offline")
        assert await status(documents) == ("discarded", "学生已撤回")

    async def test_the_database_knows_the_same_statuses(
        self, documents: ServiceHarness, issued: SignedAgreement
    ) -> None:
        with pytest.raises(Exception, match="ck_agreement_standings_status_known"):
            await documents.rows("UPDATE agreement_standings SET status = 'perhaps' RETURNING 1")
