"""What goes wrong is told without the values it went wrong with."""

import logging
from io import StringIO
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import DBAPIError

from common.logging import configure_logging, get_logger, without_values
from tests.conftest import HarnessOf
from tests.support.toy.service import toy

MOBILE = "13812345678"


async def unique_violation(harness_of: HarnessOf) -> DBAPIError:
    harness = await harness_of(toy)
    await harness.rows("INSERT INTO things (name) VALUES (:name) RETURNING name", name=MOBILE)
    with pytest.raises(DBAPIError) as caught:
        await harness.rows("INSERT INTO things (name) VALUES (:name) RETURNING name", name=MOBILE)
    return caught.value


class TestUniqueViolation:
    async def test_is_named_without_the_row(self, harness_of: HarnessOf) -> None:
        assert without_values(await unique_violation(harness_of)) == "IntegrityError 23505"

    async def test_is_logged_without_the_row(self, harness_of: HarnessOf, monkeypatch: pytest.MonkeyPatch) -> None:
        fault, written, root = await unique_violation(harness_of), StringIO(), logging.getLogger()
        monkeypatch.setattr(root, "handlers", list(root.handlers))
        monkeypatch.setattr("sys.stderr", SimpleNamespace(write=written.write, flush=written.flush, isatty=bool))
        configure_logging("INFO", "json")
        get_logger("test").error("defect", exc_info=fault)
        assert "IntegrityError" in written.getvalue()
        assert MOBILE not in written.getvalue()
