"""From the news that an agreement is signed to its PDF."""

import asyncio
import hashlib

import pytest

from common.contracts.documents import AgreementIssued
from common.messaging.consumer import Dead, Done, TryAgain
from common.messaging.envelope import seal
from common.testing.harness import ServiceHarness
from documents.agreement import commands
from documents.agreement.rendering.fonts import coverage
from tests.documents.actors import graduate
from tests.documents.objects import Objects
from tests.documents.peers import VERSION, FakePeers, SignedAgreement
from tests.documents.rendering.pdf import text_of

UNDRAWABLE = next(chr(point) for point in range(0x30000, 0x3FFFE) if point not in coverage())


class TestIssue:
    async def test_stores_the_pdf_under_its_one_key_and_says_so(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        assert await documents.deliver(signed.news()) == Done()
        assert objects.keys() == [signed.key]
        ((document_id,),) = await documents.rows("SELECT document_id FROM issuances")
        assert await documents.everything_emitted() == [
            AgreementIssued(
                agreement_id=signed.agreement_id,
                document_id=document_id,
                employer_id=signed.employer_id,
                graduate_id=signed.graduate_id,
                school_code="10335",
                agreement_number=signed.sheet["number"],
                pages=2,
                sha256=hashlib.sha256(objects.read(signed.key)).hexdigest(),
            )
        ]

    async def test_asks_identity_for_the_version_that_was_accepted(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await documents.deliver(signed.news())
        assert peers.asked == [
            f"agreements/v1/agreements/{signed.agreement_id}/sheet",
            f"identity/v1/graduates/{signed.graduate_id}/versions/{VERSION}/particulars",
        ]

    async def test_prints_what_agreements_and_identity_know(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await documents.deliver(signed.news())
        text = text_of(objects.read(signed.key))
        ((code,),) = await documents.rows("SELECT check_code FROM issuances")
        for entry in ("买买提·吐尔逊", "653101200505142716", "杭州云栖智造科技有限公司", "浙江大学", code):
            assert entry in text
        assert f"{documents.context.settings.public_url}/v1/checks/{code}" in text

    async def test_keeps_no_whole_names_and_no_numbers_of_people(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        await documents.deliver(peers.sign().news())
        (row,) = await documents.rows("SELECT agreement_documents::text AS kept FROM agreement_documents")
        for personal in ("买买提", "653101200505142716", "13812345678", "云栖智造"):
            assert personal not in row.kept


class TestRepetition:
    async def test_the_same_news_again_issues_nothing_new(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await documents.deliver(signed.news())
        first = objects.read(signed.key)
        assert await documents.deliver(signed.news()) == Done()
        assert objects.read(signed.key) == first
        assert len(await documents.emitted(AgreementIssued)) == 1

    async def test_a_redelivered_message_is_skipped(self, documents: ServiceHarness, peers: FakePeers) -> None:
        envelope = seal(peers.sign().news(), sequence=4, correlation_id=None, causation_id=None)
        assert await documents.deliver_envelope(envelope) == Done()
        assert await documents.deliver_envelope(envelope, attempt=1) == Done(duplicate=True)
        assert len(await documents.emitted(AgreementIssued)) == 1

    async def test_simultaneous_news_issues_one_document(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        verdicts = await asyncio.gather(*(documents.deliver(signed.news()) for _ in range(3)))
        assert verdicts == [Done()] * 3
        (said,) = await documents.emitted(AgreementIssued)
        assert said.sha256 == hashlib.sha256(objects.read(signed.key)).hexdigest()

    async def test_a_crash_after_storing_is_made_good_with_the_same_bytes(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        signed = peers.sign()
        with monkeypatch.context() as crash:
            crash.setattr(commands, "emit", _crash)
            assert await documents.deliver(signed.news()) == TryAgain("RuntimeError: power cut")
        stored = objects.read(signed.key)
        assert await documents.rows("SELECT * FROM agreement_documents") == []
        assert await documents.deliver(signed.news()) == Done()
        assert objects.read(signed.key) == stored
        assert [said.sha256 for said in await documents.emitted(AgreementIssued)] == [
            hashlib.sha256(stored).hexdigest()
        ]


class TestWhenSomethingIsAway:
    @pytest.mark.parametrize("peer", ["agreements", "identity"])
    async def test_the_news_waits_for_the_peer(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers, peer: str
    ) -> None:
        signed = peers.sign()
        peers.away.add(peer)
        verdict = await documents.deliver(signed.news())
        assert isinstance(verdict, TryAgain)
        assert "PeerUnavailable" in verdict.reason
        assert objects.keys() == []
        peers.away.clear()
        assert await documents.deliver(signed.news()) == Done()
        assert objects.keys() == [signed.key]

    async def test_an_agreement_that_agreements_does_not_know_is_tried_again(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        verdict = await documents.deliver(SignedAgreement().news())
        assert isinstance(verdict, TryAgain)
        assert "404" in verdict.reason

    async def test_an_answer_that_does_not_fit_tells_nothing_of_the_person(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        signed.particulars["id_number"] = ["653101200505142716"]
        verdict = await documents.deliver(signed.news())
        assert isinstance(verdict, TryAgain)
        assert "id_number" in verdict.reason
        assert "653101" not in verdict.reason


class TestOddContent:
    async def test_a_name_without_a_glyph_is_spelled_out_instead_of_holding_the_agreement_up(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        signed.particulars["name"] = f"王{UNDRAWABLE}"
        assert await documents.deliver(signed.news()) == Done()
        text = text_of(objects.read(signed.key))
        assert f"王［U+{ord(UNDRAWABLE):X}］" in text
        assert "具有同一含义" in text
        reader = documents.client(graduate(signed.graduate_id))
        assert (await reader.get(f"/v1/agreements/{signed.agreement_id}")).json()["spelled_out"] is True

    async def test_what_no_sheet_can_print_is_given_up_at_once_without_naming_the_person(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        signed.particulars["id_number"] = "6531012005" * 60
        verdict = await documents.deliver(signed.news())
        reason = f"agreement {signed.agreement_id} cannot be printed: GraduateBlock: id_number too_long"
        assert verdict == Dead(reason)
        assert objects.keys() == []
        assert await documents.envelopes() == []


async def _crash(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("power cut")
