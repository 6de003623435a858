"""From the news that an agreement is signed to its PDF."""

import asyncio
import hashlib
from datetime import timedelta

import pytest

from common.contracts.documents import AgreementIssued
from common.messaging.consumer import Done
from common.messaging.envelope import seal
from common.testing.harness import ServiceHarness, running
from documents.agreement import issuing
from documents.agreement.rendering.fonts import coverage
from documents.agreement.states import LONGEST_DELAY, delay_after
from documents.service import service
from tests.documents.actors import graduate
from tests.documents.issuing import issue, issue_later, last_errors
from tests.documents.objects import Objects
from tests.documents.peers import VERSION, FakePeers, SignedAgreement
from tests.documents.rendering.pdf import text_of
from tests.support.databases import Databases

UNDRAWABLE = next(chr(point) for point in range(0x30000, 0x3FFFE) if point not in coverage())


class TestIssue:
    async def test_stores_the_pdf_under_its_one_key_and_says_so(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await issue(documents, signed.news())
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
                employer_name=signed.sheet["employer"]["name"],
                graduate_name=signed.particulars["name"],
                pages=2,
                sha256=hashlib.sha256(objects.read(signed.key)).hexdigest(),
            )
        ]

    async def test_asks_identity_for_the_version_that_was_accepted(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await issue(documents, signed.news())
        assert peers.asked == [
            f"agreements/v1/agreements/{signed.agreement_id}/sheet",
            f"identity/v1/graduates/{signed.graduate_id}/versions/{VERSION}/particulars",
        ]

    async def test_prints_what_agreements_and_identity_know(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await issue(documents, signed.news())
        text = text_of(objects.read(signed.key))
        ((code,),) = await documents.rows("SELECT check_code FROM issuances")
        for entry in ("买买提·吐尔逊", "653101200505142716", "杭州云栖智造科技有限公司", "浙江大学", code):
            assert entry in text
        assert f"{documents.context.settings.public_url}/v1/checks/{code}" in text

    async def test_keeps_no_whole_names_and_no_numbers_of_people(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        await issue(documents, peers.sign().news())
        (row,) = await documents.rows("SELECT agreement_documents::text AS kept FROM agreement_documents")
        for personal in ("买买提", "653101200505142716", "13812345678", "云栖智造"):
            assert personal not in row.kept


class TestRepetition:
    async def test_the_same_news_again_issues_nothing_new(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await issue(documents, signed.news())
        first = objects.read(signed.key)
        await issue(documents, signed.news())
        assert objects.read(signed.key) == first
        assert len(await documents.emitted(AgreementIssued)) == 1
        assert await documents.rows("SELECT * FROM issue_orders") == []

    async def test_a_redelivered_message_is_skipped(self, documents: ServiceHarness, peers: FakePeers) -> None:
        envelope = seal(peers.sign().news(), sequence=4, correlation_id=None, causation_id=None)
        assert await documents.deliver_envelope(envelope) == Done()
        assert await documents.deliver_envelope(envelope, attempt=1) == Done(duplicate=True)
        await documents.run_job("issue_agreements")
        assert len(await documents.emitted(AgreementIssued)) == 1

    async def test_simultaneous_news_and_workers_issue_one_document(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        verdicts = await asyncio.gather(*(documents.deliver(signed.news()) for _ in range(3)))
        assert verdicts == [Done()] * 3
        await asyncio.gather(*(documents.run_job("issue_agreements") for _ in range(3)))
        (said,) = await documents.emitted(AgreementIssued)
        assert said.sha256 == hashlib.sha256(objects.read(signed.key)).hexdigest()

    async def test_a_crash_after_storing_is_made_good_with_the_same_bytes(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        signed = peers.sign()
        with monkeypatch.context() as crash:
            crash.setattr(issuing, "emit", _crash)
            await issue(documents, signed.news())
        assert await last_errors(documents) == ["RuntimeError: power cut"]
        stored = objects.read(signed.key)
        assert await documents.rows("SELECT * FROM agreement_documents") == []
        await issue_later(documents)
        assert objects.read(signed.key) == stored
        assert [said.sha256 for said in await documents.emitted(AgreementIssued)] == [
            hashlib.sha256(stored).hexdigest()
        ]

    async def test_a_worker_that_dies_in_the_middle_leaves_the_order_to_the_next_one(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        await documents.deliver(signed.news())
        asked, hold = asyncio.Event(), asyncio.Event()

        async def hang(*_args: object) -> None:
            asked.set()
            await hold.wait()

        with pytest.MonkeyPatch.context() as slow:
            slow.setattr(issuing, "_facts", hang)
            worker = asyncio.create_task(documents.run_job("issue_agreements"))
            await asked.wait()
            assert await documents.run_job("issue_agreements") == 0, "it is the other worker's until the lease ends"
            worker.cancel()
            await asyncio.wait([worker])
        assert await last_errors(documents) == [None]
        await issue_later(documents)
        assert objects.keys() == [signed.key]

    async def test_the_document_names_the_news_as_its_cause(self, documents: ServiceHarness, peers: FakePeers) -> None:
        news = seal(peers.sign().news(), sequence=4, correlation_id="request-7", causation_id=None)
        await documents.deliver_envelope(news)
        await documents.run_job("issue_agreements")
        (said,) = await documents.envelopes()
        assert (said.correlationid, str(said.causationid)) == ("request-7", str(news.id))


class TestManyAtOnce:
    async def test_are_issued_on_two_connections(self, databases: Databases, objects: Objects) -> None:
        dsn = await asyncio.to_thread(databases.fresh, service)
        pool = {"url": dsn, "pool_size": 1}
        async with running(service, dsn, storage=objects.settings, database=pool) as documents:
            peers = FakePeers(documents)
            many = [peers.sign() for _ in range(14)]
            for number, signed in enumerate(many):
                signed.sheet["number"] = f"202710335000{number:05}"
            verdicts = await asyncio.gather(*(documents.deliver(signed.news()) for signed in many))
            assert verdicts == [Done()] * 14
            await documents.run_job("issue_agreements")
            assert sorted(objects.keys()) == sorted(signed.key for signed in many)
            assert len(await documents.emitted(AgreementIssued)) == 14
        databases.drop(dsn)

    async def test_one_that_fails_does_not_hold_up_the_others(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        await documents.deliver(SignedAgreement().news())
        signed = peers.sign()
        await issue(documents, signed.news())
        assert objects.keys() == [signed.key]


class TestWhenSomethingIsAway:
    @pytest.mark.parametrize("peer", ["agreements", "identity"])
    async def test_the_order_waits_for_the_peer(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers, peer: str
    ) -> None:
        signed = peers.sign()
        peers.away.add(peer)
        await issue(documents, signed.news())
        for _ in range(12):
            await issue_later(documents)
        (reason,) = await last_errors(documents)
        assert "PeerUnavailable" in str(reason)
        ((tries, waits),) = await documents.rows("SELECT tries, next_attempt_at - now() FROM issue_orders")
        assert tries == 13
        assert timedelta(minutes=9) < waits <= LONGEST_DELAY
        assert objects.keys() == []
        peers.away.clear()
        await issue_later(documents)
        assert objects.keys() == [signed.key]
        assert len(await documents.emitted(AgreementIssued)) == 1

    def test_the_waits_grow_up_to_ten_minutes(self) -> None:
        assert [delay_after(tries).total_seconds() for tries in (1, 2, 3, 10, 11, 9_999)] == [1, 2, 4, 512, 600, 600]

    async def test_an_agreement_that_agreements_does_not_know_is_tried_again(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = SignedAgreement()
        await issue(documents, signed.news())
        (reason,) = await last_errors(documents)
        assert "404" in str(reason)
        peers.sign(signed)
        await issue_later(documents)
        assert len(await documents.emitted(AgreementIssued)) == 1

    async def test_an_answer_that_does_not_fit_tells_nothing_of_the_person(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        signed.particulars["id_number"] = ["653101200505142716"]
        await issue(documents, signed.news())
        (reason,) = await last_errors(documents)
        assert "id_number" in str(reason)
        assert "653101" not in str(reason)


class TestOddContent:
    async def test_a_name_without_a_glyph_is_spelled_out_instead_of_holding_the_agreement_up(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        signed.particulars["name"] = f"王{UNDRAWABLE}"
        await issue(documents, signed.news())
        text = text_of(objects.read(signed.key))
        assert f"王［U+{ord(UNDRAWABLE):X}］" in text
        assert "具有同一含义" in text
        reader = documents.client(graduate(signed.graduate_id))
        assert (await reader.get(f"/v1/agreements/{signed.agreement_id}")).json()["spelled_out"] is True

    async def test_what_no_sheet_can_print_waits_without_naming_the_person(
        self, documents: ServiceHarness, objects: Objects, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        signed.particulars["id_number"] = "6531012005" * 60
        await issue(documents, signed.news())
        assert await last_errors(documents) == ["NotPrintable: GraduateBlock: id_number too_long"]
        assert objects.keys() == []
        assert await documents.envelopes() == []


async def _crash(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("power cut")
