"""The embedded object store, as the minio SDK and a browser see it."""

import io
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from minio import Minio
from minio.error import MinioException

from deploy.embedded.objectstore import EmbeddedObjectStore

_KEY = "协议/2026/𠮷.pdf"
_SOON = timedelta(minutes=5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedObjectStore]:
    store = EmbeddedObjectStore(tmp_path_factory.mktemp("objects"))
    store.start()
    yield store
    store.stop()


def _client(store: EmbeddedObjectStore, secret: str | None = None) -> Minio:
    return Minio(
        store.endpoint,
        access_key=store.access_key,
        secret_key=secret or store.secret_key,
        secure=False,
        region="us-east-1",
    )


@pytest.fixture
def client(store: EmbeddedObjectStore) -> Minio:
    client = _client(store)
    if not client.bucket_exists("files"):
        client.make_bucket("files")
    client.put_object("files", _KEY, io.BytesIO(b"%PDF-1.7"), 8, content_type="application/pdf")
    return client


def _read(client: Minio, key: str) -> bytes:
    answer = client.get_object("files", key)
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()


class TestObjects:
    def test_a_stored_object_is_read_back(self, client: Minio) -> None:
        assert _read(client, _KEY) == b"%PDF-1.7"

    def test_a_removed_object_is_gone_and_its_bucket_stays(self, client: Minio) -> None:
        client.remove_object("files", _KEY)
        assert list(client.list_objects("files", recursive=True)) == []
        assert client.bucket_exists("files")

    def test_a_wrong_secret_is_refused(self, store: EmbeddedObjectStore, client: Minio) -> None:
        with pytest.raises(MinioException):
            _read(_client(store, "guess"), _KEY)


class TestPresignedUrls:
    def test_gives_the_object_without_a_login(self, client: Minio) -> None:
        answer = httpx.get(client.presigned_get_object("files", _KEY, expires=_SOON))
        assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")

    def test_takes_an_object_without_a_login(self, client: Minio) -> None:
        url = client.presigned_put_object("files", "new.png", expires=_SOON)
        assert httpx.put(url, content=b"\x89PNG").status_code == 200
        assert _read(client, "new.png") == b"\x89PNG"

    def test_is_refused_when_changed(self, client: Minio) -> None:
        url = client.presigned_get_object("files", _KEY, expires=_SOON)
        assert httpx.get(url.replace("X-Amz-Expires=300", "X-Amz-Expires=9999")).status_code == 403

    def test_nothing_is_given_without_one(self, store: EmbeddedObjectStore, client: Minio) -> None:
        assert not httpx.get(f"http://{store.endpoint}/files/{_KEY}").is_success


class TestRestart:
    def test_keeps_objects_keys_and_address(self, store: EmbeddedObjectStore, client: Minio) -> None:
        endpoint = store.endpoint
        store.stop()
        store.start()
        assert store.endpoint == endpoint
        assert _read(client, _KEY) == b"%PDF-1.7"

    def test_comes_back_after_a_crash(self, store: EmbeddedObjectStore, client: Minio) -> None:
        store.kill()
        store.start()
        assert _read(client, _KEY) == b"%PDF-1.7"
