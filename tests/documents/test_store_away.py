"""The object store is away, or full: nothing is half done, and it goes on by itself."""

from collections.abc import Callable
from uuid import UUID

import pytest

from common.contracts.documents import AgreementIssued, FileStored
from common.testing.harness import ServiceHarness
from documents.service import service
from tests.conftest import HarnessOf
from tests.documents.actors import employer_user, school_user
from tests.documents.issuing import issue, issue_later, last_errors
from tests.documents.objects import Objects
from tests.documents.peers import FakePeers
from tests.documents.uploads.sending import nothing_happened, upload
from tests.support import files

LI = employer_user(UUID(int=1))


@pytest.fixture
async def documents(harness_of: HarnessOf, own_store: Objects) -> ServiceHarness:
    return await harness_of(service, storage=own_store.settings)


BREAKAGES: dict[str, Callable[[Objects], None]] = {
    "killed": lambda objects: objects.store.kill(),
    "full": lambda objects: objects.fill_up(),
}


class TestUploads:
    @pytest.mark.parametrize("broken", BREAKAGES.values(), ids=BREAKAGES.keys())
    async def test_are_refused_for_now_and_nothing_is_half_done(
        self, documents: ServiceHarness, own_store: Objects, broken: Callable[[Objects], None]
    ) -> None:
        broken(own_store)
        answer = await upload(documents, LI, files.png_scan())
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        await nothing_happened(documents, own_store)

    async def test_go_on_with_the_same_key_when_the_store_is_back(
        self, documents: ServiceHarness, own_store: Objects
    ) -> None:
        own_store.store.kill()
        assert (await upload(documents, LI, files.png_scan(), key="retried-later")).status_code == 503
        own_store.store.start()
        assert (await upload(documents, LI, files.png_scan(), key="retried-later")).status_code == 201
        assert len(await documents.emitted(FileStored)) == len(own_store.keys()) == 1

    async def test_go_on_after_the_store_came_back_empty(self, documents: ServiceHarness, own_store: Objects) -> None:
        own_store.folder.rmdir()
        await upload(documents, LI, files.png_scan())
        assert (await upload(documents, LI, files.png_scan())).status_code == 201


class TestAgreements:
    @pytest.mark.parametrize("broken", BREAKAGES.values(), ids=BREAKAGES.keys())
    async def test_wait_for_the_store_and_are_then_issued_once(
        self, documents: ServiceHarness, own_store: Objects, broken: Callable[[Objects], None]
    ) -> None:
        signed = FakePeers(documents).sign()
        broken(own_store)
        await issue(documents, signed.news())
        (reason,) = await last_errors(documents)
        assert "StorageUnavailable" in str(reason)
        assert await documents.envelopes() == []
        own_store.store.stop()
        own_store.store.start()
        await issue_later(documents)
        assert own_store.keys() == [signed.key]
        assert len(await documents.emitted(AgreementIssued)) == 1

    async def test_are_not_handed_out_meanwhile(self, documents: ServiceHarness, own_store: Objects) -> None:
        signed = FakePeers(documents).sign()
        await issue(documents, signed.news())
        own_store.store.kill()
        answer = await documents.client(school_user()).get(f"/v1/agreements/{signed.agreement_id}/content")
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")


class TestStart:
    async def test_does_not_need_the_store(self, harness_of: HarnessOf, own_store: Objects) -> None:
        own_store.store.stop()
        documents = await harness_of(service, storage=own_store.settings)
        assert (await documents.client().get("/health/ready")).status_code == 200
        own_store.store.start()
        assert (await upload(documents, LI, files.png_scan())).status_code == 201
