"""Golden samples: what is said today must still be understood tomorrow."""

import json
import re
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import ValidationError

from common.contracts.event import REGISTRY, Event
from common.contracts.events import said_events
from common.messaging.consumer import Dead
from deploy.embedded.foundation import service_named
from tests.architecture.rules import SERVICES
from tests.conftest import HarnessOf
from tests.contracts.samples import GOLDEN, sample_of
from tests.contracts.settings import settings_for

OURS = [kind for kind in said_events() if kind.producer() in SERVICES]
TYPE = re.compile(r"^[a-z]+\.[a-z-]+\.[a-z-]+\.v[1-9]\d*$")
PERSONAL = re.compile(r"id_number$|mobile|phone|email|account_number|bank")


def golden(kind: type[Event]) -> dict:
    return json.loads((GOLDEN / f"{kind.type}.json").read_text(encoding="utf-8"))


class TestGoldenSamples:
    @pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
    def test_every_event_reads_its_sample_and_says_the_same(self, kind: type[Event]) -> None:
        assert kind.model_validate(golden(kind)).model_dump(mode="json") == golden(kind)

    @pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
    def test_every_event_is_named_and_placed_by_the_rules(self, kind: type[Event]) -> None:
        assert TYPE.match(kind.type)
        assert kind.__module__ == f"common.contracts.{kind.producer()}"
        assert kind.subject_field in kind.model_fields

    @pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
    def test_no_event_carries_what_identifies_a_person_outside(self, kind: type[Event]) -> None:
        assert [name for name in kind.model_fields if PERSONAL.search(name)] == []

    def test_no_sample_is_left_of_an_event_that_is_gone(self) -> None:
        assert {path.stem for path in Path(GOLDEN).glob("*.json")} == {kind.type for kind in OURS}

    def test_a_removed_or_a_new_required_field_would_show(self) -> None:
        class Renamed(Event):
            type = "toy.golden.renamed.v1"
            subject_field: ClassVar[str] = "new_name"
            new_name: str

        REGISTRY.pop(Renamed.type)
        with pytest.raises(ValidationError):
            Renamed.model_validate({"old_name": "x"})
        assert sample_of(OURS[0]).keys() == OURS[0].model_fields.keys()


class TestListeners:
    def test_every_event_has_somebody_who_listens(self) -> None:
        """The relay publishes `mandatory`: an event that nobody listens to would wait in its outbox for ever."""
        heard = {event_type for name in SERVICES for event_type in service_named(name).reactions.types}
        assert {kind.type for kind in OURS} - heard == set()

    def test_nobody_listens_to_an_event_that_does_not_exist(self) -> None:
        heard = {event_type for name in SERVICES for event_type in service_named(name).reactions.types}
        assert heard - {kind.type for kind in OURS} == set()

    @pytest.mark.parametrize("name", SERVICES)
    async def test_every_listener_understands_every_sample(self, name: str, harness_of: HarnessOf) -> None:
        service = service_named(name)
        harness = await harness_of(service, **settings_for(name))
        for event_type in service.reactions.types:
            kind = REGISTRY[event_type]
            verdict = await harness.deliver(kind.model_validate(golden(kind)))
            assert not isinstance(verdict, Dead), (event_type, verdict)
