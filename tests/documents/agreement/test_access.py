"""Who may have an agreement's PDF, and nobody else."""

import hashlib
from collections.abc import Callable
from uuid import uuid4

import pytest

from common.auth.actors import Actor
from common.testing.harness import ServiceHarness
from tests.documents.actors import department_user, employer_user, graduate, others, school_user
from tests.documents.issuing import issue
from tests.documents.objects import Objects
from tests.documents.peers import NUMBER, FakePeers, SignedAgreement

PARTIES: dict[str, Callable[[SignedAgreement], Actor]] = {
    "the employer's users": lambda signed: employer_user(signed.employer_id),
    "the graduate": lambda signed: graduate(signed.graduate_id),
    "the school's users": lambda _: school_user(),
    "the department's users": lambda _: department_user(),
}


@pytest.fixture
async def issued(documents: ServiceHarness, peers: FakePeers) -> SignedAgreement:
    signed = peers.sign()
    await issue(documents, signed.news())
    return signed


class TestParties:
    @pytest.mark.parametrize("party", PARTIES.values(), ids=PARTIES.keys())
    async def test_download_the_pdf_as_it_was_stored(
        self,
        documents: ServiceHarness,
        objects: Objects,
        issued: SignedAgreement,
        party: Callable[[SignedAgreement], Actor],
    ) -> None:
        answer = await documents.client(party(issued)).get(f"/v1/agreements/{issued.agreement_id}/content")
        assert answer.status_code == 200
        assert answer.content == objects.read(issued.key)
        assert answer.headers["content-type"] == "application/pdf"
        name = "%E5%B0%B1%E4%B8%9A%E5%8D%8F%E8%AE%AE%E4%B9%A6_" + NUMBER + ".pdf"
        assert f"filename*=UTF-8''{name}" in answer.headers["content-disposition"]
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.headers["cache-control"] == "private, no-store"

    @pytest.mark.parametrize("party", PARTIES.values(), ids=PARTIES.keys())
    async def test_read_what_it_is(
        self,
        documents: ServiceHarness,
        objects: Objects,
        issued: SignedAgreement,
        party: Callable[[SignedAgreement], Actor],
    ) -> None:
        told = (await documents.client(party(issued)).get(f"/v1/agreements/{issued.agreement_id}")).json()
        ((code, document_id),) = await documents.rows("SELECT check_code, document_id FROM issuances")
        pdf = objects.read(issued.key)
        assert told.pop("issued_at").endswith("Z")
        assert told == {
            "agreement_id": str(issued.agreement_id),
            "document_id": str(document_id),
            "number": NUMBER,
            "status": {"code": "valid", "label": "有效"},
            "pages": 2,
            "size": len(pdf),
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "check": {"code": code, "url": f"http://127.0.0.1:8000/documents/v1/checks/{code}"},
            "spelled_out": False,
        }


class TestOthers:
    @pytest.mark.parametrize("actor", others(), ids=lambda actor: actor.role)
    @pytest.mark.parametrize("path", ["", "/content"])
    async def test_find_nothing(
        self, documents: ServiceHarness, issued: SignedAgreement, actor: Actor, path: str
    ) -> None:
        answer = await documents.client(actor).get(f"/v1/agreements/{issued.agreement_id}{path}")
        told = answer.json()
        assert (answer.status_code, told["code"]) == (404, "documents.agreement_not_issued")
        assert "就业协议审核通过后" in told["remedy"]
        assert "补登没有电子协议书" in told["remedy"]

    @pytest.mark.parametrize("path", ["", "/content"])
    async def test_who_is_not_signed_in_is_not_told_anything(
        self, documents: ServiceHarness, issued: SignedAgreement, path: str
    ) -> None:
        known = await documents.client().get(f"/v1/agreements/{issued.agreement_id}{path}")
        unknown = await documents.client().get(f"/v1/agreements/{uuid4()}{path}")
        assert (known.status_code, known.json()["code"]) == (401, "unauthenticated")
        assert (unknown.status_code, unknown.json()["code"]) == (401, "unauthenticated")


class TestNotThere:
    async def test_an_agreement_without_its_pdf_yet_is_not_found(
        self, documents: ServiceHarness, peers: FakePeers
    ) -> None:
        signed = peers.sign()
        answer = await documents.client(employer_user(signed.employer_id)).get(f"/v1/agreements/{signed.agreement_id}")
        assert answer.status_code == 404
        assert "稍等片刻" in answer.json()["remedy"]

    async def test_an_id_that_is_none_is_refused(self, documents: ServiceHarness) -> None:
        answer = await documents.client(school_user()).get("/v1/agreements/1")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "agreement_id")

    async def test_bytes_that_were_changed_in_the_store_are_not_handed_out(
        self, documents: ServiceHarness, objects: Objects, issued: SignedAgreement
    ) -> None:
        pdf = objects.read(issued.key)
        await objects.replace(issued.key, pdf + b"\n")
        answer = await documents.client(school_user()).get(f"/v1/agreements/{issued.agreement_id}/content")
        assert (answer.status_code, answer.json()["code"]) == (503, "documents.stored_object_damaged")
