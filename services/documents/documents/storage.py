"""The bucket that holds uploads and agreements."""

import hashlib
from typing import Any

from common.errors import Unavailable
from common.logging import get_logger
from common.storage import ObjectMissing, Storage, StorageUnavailable

log = get_logger(__name__)


class StoredObjectDamaged(Unavailable):
    """The store gives other bytes than were stored, or none. Nothing of it is handed out."""

    code = "documents.stored_object_damaged"
    title = "文件暂时无法读取"
    remedy = "请稍后重试；若仍然失败，请将 correlation_id 告知客服。"


class DocumentStorage(Storage):
    """A bucket that is made when the store is first there, so that neither has to start before the other."""

    _bucket_made = False

    async def open(self) -> None:
        """Make the bucket if the store answers; if not, the first object to be stored tries again."""
        try:
            await self.ensure_bucket()
        except StorageUnavailable as fault:
            log.warning("object store away at start", exc_info=fault)

    async def ensure_bucket(self) -> None:
        """Make the bucket if it is not there."""
        await super().ensure_bucket()
        self._bucket_made = True

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store an object; the same key again overwrites it, so a retry is harmless."""
        if not self._bucket_made:
            await self.ensure_bucket()
        try:
            await super().put(key, data, media_type)
        except StorageUnavailable:
            self._bucket_made = False  # an emptied store comes back without it
            raise

    async def intact(self, key: str, sha256: str) -> bytes:
        """The object's bytes, if they are those that were stored.

        Raises:
            StoredObjectDamaged: they are not, or they are gone.
            StorageUnavailable: the store does not answer.
        """
        try:
            data = await self.get(key)
        except ObjectMissing as fault:
            log.error("stored object missing", key=key)
            raise StoredObjectDamaged from fault
        if hashlib.sha256(data).hexdigest() != sha256:
            log.error("stored object changed", key=key)
            raise StoredObjectDamaged
        return data

    async def keys(self, prefix: str) -> list[str]:
        """The keys of all objects that begin so."""
        return await self._call(self._listed, prefix)

    def _listed(self, prefix: str) -> list[Any]:
        found = self._client.list_objects(self._bucket, prefix=prefix, recursive=True)
        return [entry.object_name for entry in found]
