"""Golden samples: what is said today must still be understood tomorrow."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from common.contracts.agreements import AgreementSigned
from common.contracts.event import REGISTRY, Event
from common.contracts.events import said_events
from common.messaging.consumer import Dead, Done, TryAgain, Verdict
from deploy.embedded.foundation import service_named
from tests.architecture.rules import SERVICES
from tests.conftest import HarnessOf
from tests.contracts.samples import GOLDEN
from tests.contracts.settings import settings_for

OURS = [kind for kind in said_events() if kind.producer() in SERVICES]
TYPED = [kind for kind in OURS if "agreement_type" in kind.model_fields]
TYPE = re.compile(r"^[a-z]+\.[a-z-]+\.[a-z-]+\.v[1-9]\d*$")
PERSONAL = re.compile(r"id_number$|mobile|phone|email|account_number|bank")


def golden(kind: type[Event]) -> dict:
    return json.loads((GOLDEN / f"{kind.type}.json").read_text(encoding="utf-8"))


def understands(kind: type[BaseModel], sample: dict) -> None:
    """Today's contract reads yesterday's sample and says the same again."""
    assert kind.model_validate(sample).model_dump(mode="json") == sample


def copy_of(kind: type[Event], without: str = "", **changed: Any) -> type[BaseModel]:
    """The same contract with other fields; not an event, so that nobody finds it in the registry."""
    fields = {name: (field.annotation, field) for name, field in kind.model_fields.items() if name != without}
    return create_model(f"Changed{kind.__name__}", __config__=ConfigDict(extra="ignore"), **{**fields, **changed})


def is_understood(verdict: Verdict) -> bool:
    """Done, and for the first time. A crash is a `TryAgain`; no listener may need more than the event itself."""
    return verdict == Done()


class TestGoldenSamples:
    @pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
    def test_every_event_reads_its_sample_and_says_the_same(self, kind: type[Event]) -> None:
        understands(kind, golden(kind))

    @pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
    def test_every_event_is_named_and_placed_by_the_rules(self, kind: type[Event]) -> None:
        assert TYPE.match(kind.type)
        assert f"{kind.__module__}.".startswith(f"common.contracts.{kind.producer()}.")
        assert kind.subject_field in kind.model_fields

    @pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
    def test_no_event_carries_what_identifies_a_person_outside(self, kind: type[Event]) -> None:
        assert [name for name in kind.model_fields if PERSONAL.search(name)] == []

    @pytest.mark.parametrize("kind", TYPED, ids=lambda kind: kind.type)
    def test_what_was_said_before_events_named_the_type_of_agreement_is_still_understood(
        self, kind: type[Event]
    ) -> None:
        yesterday = {name: value for name, value in golden(kind).items() if name != "agreement_type"}
        assert kind.model_validate(yesterday).model_dump(mode="json") == golden(kind) | {"agreement_type": None}

    def test_no_sample_is_left_of_an_event_that_is_gone(self) -> None:
        assert {path.stem for path in Path(GOLDEN).glob("*.json")} == {kind.type for kind in OURS}


class TestTheCheck:
    """A changed copy of a real contract fails the very check that all real ones pass."""

    def test_lets_an_unchanged_copy_pass(self) -> None:
        understands(copy_of(AgreementSigned), golden(AgreementSigned))

    def test_shows_a_new_required_field(self) -> None:
        changed = copy_of(AgreementSigned, signed_by_hand=(bool, ...))
        with pytest.raises(ValidationError, match="signed_by_hand"):
            understands(changed, golden(AgreementSigned))

    def test_shows_a_removed_field(self) -> None:
        with pytest.raises(AssertionError, match="agreement_number"):
            understands(copy_of(AgreementSigned, without="agreement_number"), golden(AgreementSigned))

    def test_shows_a_renamed_field(self) -> None:
        changed = copy_of(AgreementSigned, without="agreement_number", number=(str, ...))
        with pytest.raises(ValidationError, match="number"):
            understands(changed, golden(AgreementSigned))

    def test_shows_a_field_of_another_type(self) -> None:
        changed = copy_of(AgreementSigned, agreement_number=(int, ...))
        with pytest.raises(AssertionError, match="agreement_number"):
            understands(changed, golden(AgreementSigned))


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
            assert is_understood(verdict), (event_type, verdict)

    @pytest.mark.parametrize("verdict", [TryAgain("KeyError: 'x'"), Dead("poison"), Done(duplicate=True)])
    def test_a_crash_is_no_understanding(self, verdict: Verdict) -> None:
        assert not is_understood(verdict)
