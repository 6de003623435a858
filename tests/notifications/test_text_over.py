"""A text about a remittance whose attempt is over, or which a newer one has replaced, is not sent."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from common.contracts.event import Event
from common.contracts.identity import (
    EmployerRemittanceFailed,
    EmployerRemittanceMade,
    EmployerRemittanceWithdrawn,
    EmployerVerificationRejected,
    EmployerVerified,
)
from common.messaging.envelope import seal
from common.testing.harness import ServiceHarness
from notifications.adapters.faults import Superseded
from notifications.deliveries.commands.by_sms import sms
from notifications.deliveries.commands.send import claim
from tests.notifications.people import People
from tests.notifications.support import MOBILE, Outside, employer_says, remittance
from tests.notifications.test_text_notices import OTHER_MOBILE, people, send_texts, texted, texts

__all__ = ["people"]
pytestmark = pytest.mark.usefixtures("noon")

OTHER_EMPLOYER = UUID(int=0xE2)


def over() -> list[Event]:
    """Whatever ends a remittance's attempt, or takes its place."""
    attempt = {"verification_id": uuid4()}
    return [
        employer_says(EmployerVerified),
        employer_says(EmployerVerificationRejected, **attempt, reason="金额填写错误"),
        employer_says(EmployerRemittanceFailed, **attempt, reason="退汇"),
        employer_says(EmployerRemittanceWithdrawn, **attempt),
        remittance(),
    ]


class TestRemittanceThatIsOver:
    @pytest.mark.parametrize("event", over(), ids=lambda event: type(event).__name__)
    async def test_is_not_texted_about_any_more(
        self, harness: ServiceHarness, outside: Outside, people: People, event: Event, noon: time_machine.Traveller
    ) -> None:
        await harness.deliver(remittance(), sequence=1)
        await harness.run_job("address_texts")
        await harness.deliver(event, sequence=2)
        newer = 2 if isinstance(event, EmployerRemittanceMade) else 0
        assert sorted(await texted(harness)) == [("abandoned", 0, "superseded")] * 2
        assert await send_texts(harness) == newer
        assert len(await texts(outside, MOBILE, OTHER_MOBILE)) == newer

    @pytest.mark.parametrize("event", over()[:-1], ids=lambda event: type(event).__name__)
    async def test_asks_for_no_numbers_any_more(
        self, harness: ServiceHarness, outside: Outside, people: People, event: Event
    ) -> None:
        await harness.deliver(remittance(), sequence=1)
        await harness.deliver(event, sequence=2)
        assert await send_texts(harness) == 0
        assert people.asked == []

    async def test_leaves_alone_what_waits_for_another_employer(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance())
        await harness.deliver(employer_says(EmployerVerified, employer_id=OTHER_EMPLOYER))
        assert await send_texts(harness) == 2

    async def test_which_is_heard_of_late_drops_nothing_newer(
        self, harness: ServiceHarness, outside: Outside, people: People, noon: time_machine.Traveller
    ) -> None:
        late = seal(over()[2], sequence=1, correlation_id=None, causation_id=None)
        noon.shift(timedelta(minutes=1))
        await harness.deliver(remittance(), sequence=2)
        await harness.deliver_envelope(late)
        assert await send_texts(harness) == 2

    async def test_while_a_sender_has_the_text_in_its_hands_sends_nothing(
        self, harness: ServiceHarness, outside: Outside, people: People
    ) -> None:
        await harness.deliver(remittance(), sequence=1)
        await harness.run_job("address_texts")
        way = sms(harness.context)
        async with harness.context.database.transaction() as session:
            batch = await claim(session, harness.context, way)
            attempt = await way.prepare(session, batch)
        await harness.deliver(over()[0], sequence=2)
        for claimed in batch:
            with pytest.raises(Superseded):
                await attempt(claimed)
        assert await texts(outside, MOBILE, OTHER_MOBILE) == []
