"""What a reaction leaves behind, and that it does so once."""

import asyncio
from datetime import datetime
from uuid import uuid4

import pytest

from common.contracts.event import Event
from common.messaging.consumer import Dead, Done
from common.messaging.envelope import Envelope, seal
from common.testing.harness import ServiceHarness
from tests.notifications.support import (
    GRADUATE,
    Outside,
    accepted,
    after,
    bind,
    deliveries,
    execute,
    invitation,
    issued,
    rejected,
    samples,
    send,
    signed,
)


def sealed(event: Event, sequence: int = 1) -> Envelope:
    return seal(event, sequence=sequence, correlation_id=None, causation_id=None)


class TestDuplicates:
    async def test_a_repeated_event_tells_once(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        for event in samples():
            envelope = sealed(event)
            assert await harness.deliver_envelope(envelope) == Done()
            before = await _counts(harness)
            assert await harness.deliver_envelope(envelope, attempt=1) == Done(duplicate=True)
            assert await _counts(harness) == before

    async def test_simultaneous_copies_tell_once(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        envelope = sealed(invitation())
        await asyncio.gather(*(harness.deliver_envelope(envelope) for _ in range(5)))
        assert await _counts(harness) == (1, 1)

    async def test_tells_once_even_after_the_inbox_was_cleaned(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        envelope = sealed(invitation())
        await harness.deliver_envelope(envelope)
        await execute(harness, "DELETE FROM inbox")
        assert await harness.deliver_envelope(envelope) == Done()
        assert await _counts(harness) == (1, 1)

    async def test_two_events_of_one_agreement_are_two_notices(self, harness: ServiceHarness) -> None:
        await harness.deliver(invitation(), sequence=1)
        await harness.deliver(invitation(job_title="测试工程师"), sequence=2)
        assert await _counts(harness) == (2, 2)


class TestQueueing:
    @pytest.mark.parametrize(
        ("deadline", "urgent"),
        [(after(hours=20), True), (after(hours=20, seconds=1), False), (after(days=30), False)],
        ids=["before eight", "after eight", "in a month"],
    )
    async def test_a_deadline_ends_the_delivery_and_is_urgent_before_the_next_morning(
        self, harness: ServiceHarness, outside: Outside, deadline: datetime, urgent: bool
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(invitation(deadline=deadline))
        (queued,) = await deliveries(harness)
        assert (queued.channel, queued.status, queued.urgent) == ("wechat", "queued", urgent)
        assert (queued.expires_at, queued.graduate_id) == (deadline, GRADUATE.graduate_id)

    @pytest.mark.parametrize("event", [signed(), rejected()], ids=["signed", "rejected"])
    async def test_a_result_can_wait_for_the_morning(
        self, harness: ServiceHarness, outside: Outside, event: Event
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(event)
        (queued,) = await deliveries(harness)
        assert (queued.urgent, queued.expires_at) == (False, None)

    @pytest.mark.parametrize("event", [issued(), accepted()], ids=["issued", "accepted"])
    async def test_some_notices_are_for_the_inbox_alone(
        self, harness: ServiceHarness, outside: Outside, event: Event
    ) -> None:
        await bind(harness, outside)
        await harness.deliver(event)
        assert await deliveries(harness) == []

    async def test_without_a_binding_there_is_the_inbox_alone(self, harness: ServiceHarness) -> None:
        await harness.deliver(signed())
        assert await _counts(harness) == (2, 0)

    async def test_nothing_is_sent_while_reacting(self, harness: ServiceHarness, outside: Outside) -> None:
        await bind(harness, outside)
        await outside.fail("wechat", "down")
        assert await harness.deliver(invitation()) == Done()
        assert await outside.wechat() == []

    async def test_broken_data_is_a_dead_letter_and_leaves_nothing(self, harness: ServiceHarness) -> None:
        whole = sealed(invitation())
        broken = whole.model_copy(update={"data": {**whole.data, "graduate_id": "nobody"}})
        assert isinstance(await harness.deliver_envelope(broken), Dead)
        assert await _counts(harness) == (0, 0)


async def test_an_agreement_can_be_told_before_its_invitation(harness: ServiceHarness, outside: Outside) -> None:
    """Notices need no read copies, so disorder between events of one agreement is harmless."""
    await bind(harness, outside)
    other = uuid4()
    for event in (signed(agreement_id=other), invitation(agreement_id=other)):
        assert await harness.deliver(event) == Done()
    await send(harness)
    assert len({row.id for row in await deliveries(harness)}) == 2


async def _counts(harness: ServiceHarness) -> tuple[int, int]:
    (row,) = await harness.rows(
        "SELECT (SELECT count(*) FROM notices) AS notices, (SELECT count(*) FROM deliveries) AS deliveries"
    )
    return row.notices, row.deliveries
