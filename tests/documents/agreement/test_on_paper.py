"""Agreements that are sealed on paper: printed after the first review, whoever the employer is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from common.contracts.agreements import AgreementSigned, OfflineAgreementPrepared
from common.contracts.documents import AgreementIssued
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from documents.agreement.filling import printed_sheet
from documents.agreement.rendering.sheet import AgreementSheet
from documents.agreement.schemas.peers import Particulars, SignedSheet
from tests.documents.actors import COHORT, DEPARTMENT, SCHOOL_CODE, employer_user, graduate, school_user
from tests.documents.issuing import issue
from tests.documents.objects import Objects
from tests.documents.peers import FakePeers, SignedAgreement, coded
from tests.documents.rendering.pdf import text_of

AT = datetime(2026, 11, 9, 2, 29, 58, tzinfo=UTC)


def on_paper() -> SignedAgreement:
    """With an employer that the graduate has typed in, and that has no code."""
    signed = SignedAgreement()
    signed.sheet |= {"kind": coded("offline", "线下签约"), "signed_at": None}
    signed.sheet["employer"] |= {"employer_id": None, "uscc": None}
    signed.sheet["confirmations"]["employer"] = None
    return signed


def news(signed: SignedAgreement, **facts: Any) -> OfflineAgreementPrepared:
    return OfflineAgreementPrepared.model_validate(
        {
            "agreement_id": signed.agreement_id,
            "kind": "offline",
            "employer_id": None,
            "employer_name": signed.sheet["employer"]["name"],
            "graduate_id": signed.graduate_id,
            "graduate_name": signed.particulars["name"],
            "school_code": SCHOOL_CODE,
            "department": DEPARTMENT,
            "cohort": COHORT,
            "agreement_number": signed.sheet["number"],
            "at": AT,
            **facts,
        }
    )


def filled(signed: SignedAgreement) -> AgreementSheet:
    graduate_facts = Particulars.model_validate(signed.particulars)
    return printed_sheet(
        SignedSheet.model_validate(signed.sheet), graduate_facts, check_code="7KQ4-9M2X-0ZT8", issued_at=AT
    )


class TestSheet:
    def test_leaves_room_for_the_employers_seal(self) -> None:
        sheet = filled(on_paper())
        assert sheet.sealed_on_paper
        assert sheet.signatures.employer is None
        assert sheet.signatures.graduate is not None

    def test_an_employer_without_a_code_has_none(self) -> None:
        assert filled(on_paper()).employer.uscc == "无"

    def test_says_what_was_done_on_the_platform(self) -> None:
        assert not filled(SignedAgreement()).sealed_on_paper


class TestIssue:
    async def test_is_printed_as_soon_as_it_can_be_sealed(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign(on_paper())
        await issue(documents, news(signed))
        [said] = await documents.emitted(AgreementIssued)
        assert (said.employer_id, said.agreement_number) == (None, signed.sheet["number"])
        text = "".join(text_of(objects.read(signed.key)).split())
        for entry in (
            "线下签约",
            "（单位盖章）",
            "（本人签名）",
            "（学校盖章）",
            "提交就业协议",
            "学校就业协议审核通过",
            "院系就业协议审核通过",
        ):
            assert entry in text
        assert "接受签约邀请" not in text
        assert "发出签约邀请" not in text

    async def test_the_graduate_and_the_school_download_it(self, documents: ServiceHarness, peers: FakePeers) -> None:
        signed = peers.sign(on_paper())
        await issue(documents, news(signed))
        path = f"/v1/agreements/{signed.agreement_id}/content"
        for reader in (graduate(signed.graduate_id), school_user()):
            assert (await documents.client(reader).get(path)).status_code == 200
        assert (await documents.client(employer_user(signed.employer_id)).get(path)).status_code == 404

    async def test_a_linked_employer_downloads_it_too(self, documents: ServiceHarness, peers: FakePeers) -> None:
        signed = peers.sign(on_paper())
        await issue(documents, news(signed, employer_id=signed.employer_id))
        path = f"/v1/agreements/{signed.agreement_id}/content"
        assert (await documents.client(employer_user(signed.employer_id)).get(path)).status_code == 200

    @pytest.mark.parametrize("kind", ["offline", "supplement"])
    async def test_signing_what_is_on_paper_prints_nothing(
        self, documents: ServiceHarness, peers: FakePeers, kind: str
    ) -> None:
        signed = peers.sign(on_paper())
        said = AgreementSigned.model_validate({**news(signed, kind=kind).model_dump(exclude={"at"}), "signed_at": AT})
        assert await documents.deliver(said) == Done()
        assert await documents.rows("SELECT 1 FROM issue_orders UNION ALL SELECT 1 FROM issuances") == []
