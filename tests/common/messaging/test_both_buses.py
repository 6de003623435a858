"""What both buses promise: nothing lost, nothing done twice, disorder harmless."""

from uuid import uuid4

import pytest

from common.contracts.event import Event
from common.messaging.outbox import emit
from common.testing.eventually import eventually
from tests.common.messaging.wire import Wire, said
from tests.support.toy.service import NumberSaid


class TestDelivery:
    async def test_what_is_said_is_heard_once(self, wire: Wire) -> None:
        async with wire.working():
            await wire.say(1, 2, 3)
            assert await eventually(wire.heard, is_true=lambda heard: len(heard) >= 3) == [1, 2, 3]
            assert await eventually(wire.waiting, is_true=lambda waiting: waiting == 0) == 0

    async def test_what_is_rolled_back_was_never_said(self, wire: Wire) -> None:
        with pytest.raises(RuntimeError, match="after all not"):
            await say_and_change_ones_mind(wire)
        async with wire.working():
            await wire.say(1)
            assert await eventually(wire.heard) == [1]

    async def test_what_was_said_before_the_worker_started_is_heard(self, wire: Wire) -> None:
        await wire.say(*range(50))
        async with wire.working():
            assert await eventually(wire.heard, is_true=lambda heard: len(heard) >= 50) == list(range(50))

    async def test_two_workers_do_each_thing_once(self, wire: Wire) -> None:
        async with wire.working(workers=2):
            for start in range(0, 300, 10):
                await wire.say(*range(start, start + 10))
            heard = await eventually(wire.heard, is_true=lambda heard: len(heard) >= 300, within=60)
        assert heard == list(range(300))

    async def test_the_envelope_keeps_sequence_and_correlation(self, wire: Wire) -> None:
        envelope = said(5, sequence=7)
        read = type(envelope).model_validate_json(envelope.to_json())
        assert (read, read.sequence, read.correlationid) == (envelope, 7, "c")


class TestRepetition:
    async def test_a_duplicate_has_no_second_effect(self, wire: Wire) -> None:
        envelope = said(1)
        async with wire.working():
            await wire.publish(envelope, envelope)
            await wire.publish(envelope, said(2))
            assert await eventually(wire.heard, is_true=lambda heard: 2 in heard) == [1, 2]
        assert await wire.dead() == []

    async def test_disorder_leaves_the_newest_in_the_read_copy(self, wire: Wire) -> None:
        number = uuid4()
        async with wire.working():
            for sequence in (3, 1, 2):
                await wire.publish(said(sequence * 10, number_id=number, sequence=sequence))
            await eventually(wire.heard, is_true=lambda heard: len(heard) == 3)
        assert await wire.latest(number) == 30


class TestFailure:
    async def test_a_passing_failure_is_tried_again(self, wire: Wire) -> None:
        wire.failing.add(1)

        async def cured() -> bool:
            wire.failing.clear()
            return True

        async with wire.working():
            await wire.say(1, 2)
            await eventually(wire.heard, is_true=lambda heard: heard == [2])
            await cured()
            assert await eventually(wire.heard, is_true=lambda heard: len(heard) == 2) == [1, 2]
        assert await wire.dead() == []

    async def test_the_last_failure_is_a_dead_letter_with_its_reason(self, wire: Wire) -> None:
        wire.failing.add(1)
        async with wire.working():
            await wire.say(1, 2)
            reasons = await eventually(wire.dead)
            assert reasons == ["ConnectionError: something outside does not answer"]
            assert await wire.heard() == [2]

    async def test_a_dead_letter_comes_back_on_command(self, wire: Wire) -> None:
        wire.failing.add(1)
        letters = wire.bus.dead_letters(wire.worker.consumer)
        async with wire.working():
            await wire.say(1)
            await eventually(wire.dead)
            wire.failing.clear()
            assert await letters.retry() == 1
            assert await eventually(wire.heard) == [1]
        assert await wire.dead() == []

    async def test_only_the_chosen_dead_letter_comes_back(self, wire: Wire) -> None:
        wire.failing.update({1, 2})
        letters = wire.bus.dead_letters(wire.worker.consumer)
        async with wire.working():
            await wire.say(1, 2)
            dead = await eventually(letters.all, is_true=lambda dead: len(dead) == 2)
            wire.failing.clear()
            assert await letters.retry(dead[0].event_id) == 1
            assert len(await eventually(wire.heard)) == 1
        assert [letter.event_id for letter in await letters.all()] == [dead[1].event_id]

    async def test_poison_dies_at_once_and_stops_nobody(self, wire: Wire) -> None:
        async with wire.working():
            await wire.say(-1, 2)
            assert await eventually(wire.dead) == ["negative numbers can never be heard"]
            assert await eventually(wire.heard) == [2]

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"not json", "malformed envelope"),
            (said(1).to_json().replace(b'"value":1', b'"value":"one"'), "data breaks the contract"),
            (said(1).to_json().replace(b"number.said.v1", b"number.sung.v1"), "unknown event type"),
        ],
    )
    async def test_what_breaks_the_contract_is_a_dead_letter(self, wire: Wire, body: bytes, reason: str) -> None:
        async with wire.working():
            await wire.publish_bodies((str(uuid4()), body))
            assert [reason in found for found in await eventually(wire.dead)] == [True]
        assert await wire.heard() == []


class TestContracts:
    def test_an_event_names_its_producer_and_subject(self) -> None:
        event: Event = NumberSaid(number_id=uuid4(), value=1)
        assert (event.producer(), event.subject) == ("toy", str(event.number_id))  # type: ignore[attr-defined]


async def say_and_change_ones_mind(wire: Wire) -> None:
    async with wire.context.database.transaction() as session:
        await emit(session, NumberSaid(number_id=uuid4(), value=13), sequence=1)
        raise RuntimeError("after all not")
