"""Documents over a fresh database and a real object store."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from common.testing.harness import ServiceHarness
from deploy.embedded.objectstore import EmbeddedObjectStore
from documents.service import service
from tests.conftest import HarnessOf
from tests.documents.objects import Objects
from tests.documents.peers import FakePeers


@pytest.fixture(scope="session")
def object_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedObjectStore]:
    """One S3 server for each test process."""
    store = EmbeddedObjectStore(tmp_path_factory.mktemp("objects"))
    store.start()
    yield store
    store.stop()


@pytest.fixture
def objects(object_store: EmbeddedObjectStore) -> Objects:
    """An empty bucket of the test's own."""
    return Objects(object_store, f"test-{uuid4().hex}")


@pytest.fixture
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Objects]:
    """The same on a server of the test's own, which may be killed or filled up."""
    store = EmbeddedObjectStore(tmp_path_factory.mktemp("own-store"))
    store.start()
    yield Objects(store, "wangqian")
    store.stop()


@pytest.fixture
async def documents(harness_of: HarnessOf, objects: Objects) -> ServiceHarness:
    """The service."""
    return await harness_of(service, storage=objects.settings)


@pytest.fixture
def peers(documents: ServiceHarness) -> FakePeers:
    """Agreements and identity, as the service meets them."""
    return FakePeers(documents)
