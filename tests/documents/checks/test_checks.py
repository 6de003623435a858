"""The public check page."""

import hashlib
from collections.abc import Callable
from uuid import uuid4

import pytest

from common.testing.harness import ServiceHarness
from documents.service import service
from tests.conftest import HarnessOf
from tests.documents.issuing import issue
from tests.documents.objects import Objects
from tests.documents.peers import NUMBER, FakePeers, SignedAgreement

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


async def check_code(documents: ServiceHarness) -> str:
    ((code,),) = await documents.rows("SELECT check_code FROM issuances")
    return str(code)


@pytest.fixture
async def issued(documents: ServiceHarness, peers: FakePeers) -> SignedAgreement:
    signed = peers.sign()
    await issue(documents, signed.news())
    return signed


class TestCheck:
    async def test_tells_anybody_that_the_agreement_stands_with_masked_names(
        self, documents: ServiceHarness, objects: Objects, issued: SignedAgreement
    ) -> None:
        answer = await documents.client().get(f"/v1/checks/{await check_code(documents)}")
        assert answer.status_code == 200
        told = answer.json()
        assert told.pop("issued_at").endswith("Z")
        assert told == {
            "number": NUMBER,
            "status": {"code": "valid", "label": "有效"},
            "graduate_name": "买******",
            "employer_name": "杭州******有限公司",
            "school_name": "浙江大学",
            "pages": 2,
            "sha256": hashlib.sha256(objects.read(issued.key)).hexdigest(),
        }

    @pytest.mark.parametrize("spoilt", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
    async def test_reads_a_code_as_people_type_it(
        self, documents: ServiceHarness, issued: SignedAgreement, spoilt: Callable[[str], str]
    ) -> None:
        typed = spoilt(await check_code(documents))
        assert (await documents.client().get(f"/v1/checks/{typed}")).status_code == 200

    async def test_a_browser_is_shown_a_page_that_can_do_nothing(
        self, documents: ServiceHarness, issued: SignedAgreement
    ) -> None:
        answer = await documents.client().get(f"/v1/checks/{await check_code(documents)}", headers=BROWSER)
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        for shown in ("有效", NUMBER, "买******", "浙江大学"):
            assert shown in answer.text
        assert "买买提" not in answer.text

    async def test_markup_in_a_name_is_shown_as_written(self, documents: ServiceHarness, peers: FakePeers) -> None:
        signed = SignedAgreement()
        signed.sheet["school"]["name"] = "<script>alert(1)</script>大学"
        await issue(documents, peers.sign(signed).news())
        page = (await documents.client().get(f"/v1/checks/{await check_code(documents)}", headers=BROWSER)).text
        assert "<script>" not in page
        assert "&lt;script&gt;" in page


class TestUnknownCodes:
    @pytest.mark.parametrize("code", ["0000-0000-0000", "7KQ4", "x", "协议", "'; --", "U" * 12, "A" * 5000])
    async def test_are_not_found(self, documents: ServiceHarness, code: str) -> None:
        answer = await documents.client().get(f"/v1/checks/{code}")
        assert (answer.status_code, answer.json()["code"]) == (404, "documents.check_code_unknown")

    async def test_are_told_to_a_browser_as_a_page(self, documents: ServiceHarness) -> None:
        answer = await documents.client().get("/v1/checks/0000-0000-0000", headers=BROWSER)
        assert answer.status_code == 404
        assert "没有查到该协议书" in answer.text

    async def test_an_agreements_id_or_number_is_no_code(
        self, documents: ServiceHarness, issued: SignedAgreement
    ) -> None:
        for guess in (issued.agreement_id, NUMBER, uuid4()):
            assert (await documents.client().get(f"/v1/checks/{guess}")).status_code == 404

    async def test_a_code_that_was_decided_but_not_issued_is_not_found(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        peers.away.add("identity")
        await issue(documents, peers.sign().news())
        assert (await documents.client().get(f"/v1/checks/{await check_code(documents)}")).status_code == 404


class TestGuessing:
    async def test_is_stopped_after_so_many_tries(self, harness_of: HarnessOf, objects: Objects) -> None:
        documents = await harness_of(service, storage=objects.settings, checks_per_minute=3)
        tries = [await documents.client().get(f"/v1/checks/{guess:012}") for guess in range(4)]
        assert [answer.status_code for answer in tries] == [404, 404, 404, 429]
        assert tries[-1].json()["code"] == "documents.too_many_checks"
        assert 0 < int(tries[-1].headers["Retry-After"]) <= 60
