"""What suppliers tell afterwards: believed once, from the right supplier, with the right key."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog

from common.testing.harness import ServiceHarness
from tests.notifications.support import MOBILE, SERVICE, Outside, deliveries

WANTED = {"mobile": MOBILE, "template": "verification_code", "params": {"code": "493027", "minutes": "5"}}


async def sent(harness: ServiceHarness) -> Any:
    answer = await harness.client(SERVICE).post("/v1/text-messages", json=WANTED)
    assert answer.status_code == 202, answer.text
    return (await deliveries(harness))[0]


async def post(harness: ServiceHarness, row: Any, *, key: str = "receipt-secret", **changes: Any) -> Any:
    receipt = {
        "message_id": row.supplier_message_id,
        "out_id": row.id.hex,
        "status": "DELIVERED",
        "at": "2026-11-21T04:00:01Z",
        **changes,
    }
    return await harness.client().post(f"/v1/sms-receipts/{row.supplier}", params={"key": key}, json=receipt)


async def status(harness: ServiceHarness) -> tuple[str, str | None]:
    (row,) = await deliveries(harness)
    return row.status, row.last_error


class TestFromTheSupplier:
    async def test_says_that_it_arrived(self, harness: ServiceHarness, outside: Outside) -> None:
        await sent(harness)
        await outside.receipts()
        assert await status(harness) == ("delivered", None)

    async def test_says_that_it_did_not(self, harness: ServiceHarness, outside: Outside) -> None:
        await outside.http.put(f"/sandbox/sms/unreachable/{MOBILE}")
        await sent(harness)
        await outside.receipts()
        assert await status(harness) == ("failed", "undelivered")

    async def test_says_so_for_the_second_supplier_too(self, harness: ServiceHarness, outside: Outside) -> None:
        await outside.fail("sms-a", "down")
        assert (await sent(harness)).supplier == "b"
        await outside.receipts()
        assert await status(harness) == ("delivered", None)


class TestLateAndRepeated:
    @pytest.mark.parametrize("later", ["DELIVERED", "UNDELIVERED"])
    async def test_is_ignored_with_a_warning(self, harness: ServiceHarness, outside: Outside, later: str) -> None:
        row = await sent(harness)
        await outside.receipts()
        before = await deliveries(harness)
        with structlog.testing.capture_logs() as logs:
            assert (await post(harness, row, status=later)).status_code == 204
        assert await deliveries(harness) == before
        assert [(log["event"], log["log_level"]) for log in logs if log["event"] != "request"] == [
            ("receipt ignored", "warning")
        ]


class TestRefused:
    @pytest.mark.parametrize("key", ["", "wrong", "receipt-secret ", "密钥"])
    async def test_without_the_key(self, harness: ServiceHarness, outside: Outside, key: str) -> None:
        row = await sent(harness)
        answer = await post(harness, row, key=key, status="UNDELIVERED")
        assert (answer.status_code, answer.json()["code"]) == (401, "notifications.receipt_key_refused")

    @pytest.mark.parametrize("changes", [{"out_id": uuid4().hex}, {"message_id": "of another"}])
    async def test_for_a_message_we_do_not_know(
        self, harness: ServiceHarness, outside: Outside, changes: dict[str, str]
    ) -> None:
        row = await sent(harness)
        answer = await post(harness, row, status="UNDELIVERED", **changes)
        assert (answer.status_code, answer.json()["code"]) == (404, "notifications.message_unknown")

    async def test_from_the_other_supplier(self, harness: ServiceHarness, outside: Outside) -> None:
        row = await sent(harness)
        answer = await harness.client().post(
            "/v1/sms-receipts/b",
            params={"key": "receipt-secret"},
            json={
                "message_id": row.supplier_message_id,
                "out_id": str(UUID(row.id.hex)),
                "status": "UNDELIVERED",
                "at": "2026-11-21T04:00:01Z",
            },
        )
        assert answer.status_code == 404

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"status": "ACCEPTED"}, "status"), ({"out_id": "x"}, "out_id"), ({"at": "2026-11-21T04:00:01"}, "at")],
    )
    async def test_when_malformed(
        self, harness: ServiceHarness, outside: Outside, changes: dict[str, str], field: str
    ) -> None:
        row = await sent(harness)
        answer = await post(harness, row, **changes)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)

    async def test_from_an_unknown_supplier(self, harness: ServiceHarness) -> None:
        answer = await harness.client().post("/v1/sms-receipts/c", params={"key": "receipt-secret"}, json={})
        assert answer.status_code == 422
