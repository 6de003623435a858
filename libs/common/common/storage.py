"""Object storage over the S3 API. The minio SDK blocks, so each call runs in a thread."""

import asyncio
import io
from datetime import timedelta
from typing import Any

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, MinioException, S3Error

from common.errors import Unavailable
from common.settings import StorageSettings

MISSING = ("NoSuchKey", "NoSuchObject")


class StorageUnavailable(Unavailable):
    """The object store does not answer or has no room."""

    code = "storage_unavailable"
    title = "文件存储暂时不可用"


class ObjectMissing(Exception):
    """There is no object under this key."""


class Storage:
    """One bucket of an S3 object store."""

    def __init__(self, settings: StorageSettings) -> None:
        self._bucket = settings.bucket
        self._client = Minio(
            settings.endpoint,
            access_key=settings.access_key,
            secret_key=settings.secret_key.get_secret_value(),
            secure=settings.secure,
            region="us-east-1",
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=3, read=30),
                retries=urllib3.Retry(total=2, backoff_factor=0.2),
                maxsize=16,
            ),
        )

    async def ensure_bucket(self) -> None:
        """Make the bucket if it is not there."""
        if not await self._call(self._client.bucket_exists, self._bucket):
            await self._call(self._client.make_bucket, self._bucket)

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store an object; the same key again overwrites it, so a retry is harmless."""
        await self._call(
            self._client.put_object, self._bucket, key, io.BytesIO(data), len(data), content_type=media_type
        )

    async def get(self, key: str) -> bytes:
        """The object's bytes.

        Raises:
            ObjectMissing: there is none.
            StorageUnavailable: the store does not answer.
        """
        return await self._call(self._read, key)

    async def remove(self, key: str) -> None:
        """Remove an object; a missing one is fine."""
        await self._call(self._client.remove_object, self._bucket, key)

    async def download_url(self, key: str, valid_for: timedelta) -> str:
        """A presigned URL that needs no further login until it expires."""
        return await self._call(self._client.presigned_get_object, self._bucket, key, expires=valid_for)

    def _read(self, key: str) -> bytes:
        response = self._client.get_object(self._bucket, key)
        try:
            return response.read()
        finally:
            response.close()
            response.release_conn()

    async def _call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await asyncio.to_thread(function, *args, **kwargs)
        except S3Error as fault:
            if fault.code in MISSING:
                raise ObjectMissing(str(args[-1])) from fault
            raise StorageUnavailable from fault
        except InvalidResponseError as fault:
            # rclone labels its errors text/xml, which the SDK does not read as one.
            if any(f"<Code>{code}</Code>" in str(fault) for code in MISSING):
                raise ObjectMissing(str(args[-1])) from fault
            raise StorageUnavailable from fault
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as fault:
            raise StorageUnavailable from fault
