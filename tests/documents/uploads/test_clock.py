"""What is deleted by the clock, and what must not be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from common import clock
from common.testing.harness import ServiceHarness
from documents.uploads import commands
from documents.uploads.states import object_key, original_key, uploaded_at
from tests.documents.actors import employer_user
from tests.documents.inspection.bad_files import noise
from tests.documents.objects import Objects
from tests.documents.uploads.sending import upload
from tests.support import files

LI = employer_user(UUID(int=1))


def id_made(ago: timedelta) -> UUID:
    """A file id of some time ago."""
    fresh, milliseconds = uuid7().int, int((clock.now() - ago).timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (fresh & ((1 << 80) - 1)))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the platform's clock; the store's own stays, which checks when a request was signed."""
    started = clock.now()
    return lambda after: monkeypatch.setattr(clock, "now", lambda: started + after)


class TestOriginals:
    async def test_are_deleted_after_thirty_days_and_not_before(
        self, documents: ServiceHarness, objects: Objects, later: Callable[[timedelta], None]
    ) -> None:
        assert (await upload(documents, LI, noise(2600, 1800, "JPEG", quality=95))).status_code == 201
        original, shown = objects.keys()
        later(timedelta(days=29, hours=23))
        assert await documents.run_job("delete_originals") == 0
        assert objects.keys() == [original, shown]
        later(timedelta(days=30, minutes=1))
        assert await documents.run_job("delete_originals") == 1
        assert await documents.run_job("delete_originals") == 0
        assert objects.keys() == [shown]


class TestOrphans:
    @pytest.mark.parametrize("key_of", [object_key, original_key])
    async def test_of_unfinished_uploads_are_swept(
        self, documents: ServiceHarness, objects: Objects, key_of: Callable[[UUID], str]
    ) -> None:
        await documents.context.resources.storage.put(key_of(id_made(timedelta(hours=2))), b"left behind", "image/png")
        assert await documents.run_job("sweep_orphans") == 1
        assert objects.keys() == []

    async def test_a_crash_between_object_and_row_leaves_nothing_for_good(
        self,
        documents: ServiceHarness,
        objects: Objects,
        later: Callable[[timedelta], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with monkeypatch.context() as crash:
            crash.setattr(commands, "emit", _crash)
            assert (await upload(documents, LI, files.png_scan())).status_code == 500
        assert await documents.rows("SELECT id FROM files") == []
        assert await documents.envelopes() == []
        assert len(objects.keys()) == 1
        later(timedelta(hours=1, minutes=1))
        assert await documents.run_job("sweep_orphans") == 1
        assert objects.keys() == []

    async def test_a_week_of_standstill_is_made_good(self, documents: ServiceHarness, objects: Objects) -> None:
        for days in range(7):
            key = object_key(id_made(timedelta(days=days, hours=-2 if days else 2)))
            await documents.context.resources.storage.put(key, b"left behind", "image/png")
        assert await documents.run_job("sweep_orphans") == 7
        assert objects.keys() == []

    async def test_uploads_that_are_going_on_are_left_alone(self, documents: ServiceHarness, objects: Objects) -> None:
        await documents.context.resources.storage.put(object_key(id_made(timedelta(minutes=5))), b"new", "image/png")
        assert await documents.run_job("sweep_orphans") == 0
        assert len(objects.keys()) == 1

    async def test_files_with_their_rows_are_left_alone(
        self, documents: ServiceHarness, objects: Objects, later: Callable[[timedelta], None]
    ) -> None:
        assert (await upload(documents, LI, noise(2600, 1800, "JPEG", quality=95))).status_code == 201
        assert (await upload(documents, LI, files.png_scan())).status_code == 201
        kept = objects.keys()
        later(timedelta(hours=3))
        assert await documents.run_job("sweep_orphans") == 0
        assert objects.keys() == kept
        assert len(kept) == 3

    async def test_objects_that_no_upload_made_are_left_alone(
        self, documents: ServiceHarness, objects: Objects
    ) -> None:
        foreign = object_key(id_made(timedelta(hours=2))).rpartition("/")[0] + "/README"
        await documents.context.resources.storage.put(foreign, b"by hand", "text/plain")
        assert await documents.run_job("sweep_orphans") == 0
        assert objects.keys() == [foreign]


class TestFileIds:
    def test_tell_when_they_were_made(self) -> None:
        assert abs(uploaded_at(uuid7()) - datetime.now(UTC)) < timedelta(minutes=1)


async def _crash(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("power cut")
