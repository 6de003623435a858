"""The common storage over the embedded object store, which words its refusals differently from others."""

from collections.abc import Iterator

import pytest

from common.settings import StorageSettings
from common.storage import ObjectMissing, Storage, StorageUnavailable
from deploy.embedded.objectstore import EmbeddedObjectStore


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedObjectStore]:
    store = EmbeddedObjectStore(tmp_path_factory.mktemp("objects"))
    store.start()
    yield store
    store.stop()


@pytest.fixture
async def storage(store: EmbeddedObjectStore) -> Storage:
    storage = Storage(
        StorageSettings(endpoint=store.endpoint, access_key=store.access_key, secret_key=store.secret_key)
    )
    await storage.ensure_bucket()
    return storage


class TestStorage:
    async def test_gives_back_what_was_put(self, storage: Storage) -> None:
        await storage.put("a/𠮷.pdf", b"%PDF-1.7", "application/pdf")
        assert await storage.get("a/𠮷.pdf") == b"%PDF-1.7"

    async def test_says_that_an_object_is_missing(self, storage: Storage) -> None:
        with pytest.raises(ObjectMissing):
            await storage.get("never/put")

    async def test_says_that_the_store_is_away(self, storage: Storage, store: EmbeddedObjectStore) -> None:
        store.stop()
        with pytest.raises(StorageUnavailable):
            await storage.put("b", b"x", "text/plain")
        store.start()
        await storage.put("b", b"x", "text/plain")
