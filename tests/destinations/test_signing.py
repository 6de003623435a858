"""When a graduate signs: destinations give way, whatever the order the events arrive in; outcomes stay right."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest

from common.contracts.destinations import DestinationVoided, DestinationWithdrawn, OutcomeChanged
from common.messaging.consumer import Done
from common.messaging.envelope import seal
from common.testing.harness import ServiceHarness
from tests.destinations.people import LONG_AGO, Registrar, Signing, enrolled, graduate, school_user


class TestInvitationAccepted:
    async def test_voids_an_approved_destination(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await Signing(actor).say(registrar.harness, "sent", "accepted")
        seen = (await registrar.harness.client(actor).get(f"/v1/destinations/{made['id']}")).json()
        assert seen["status"]["label"] == "已作废"
        assert seen["history"][-1]["action"]["label"] == "因签约自动变更"
        assert seen["history"][-1]["by"] == "系统"
        (said,) = await registrar.harness.emitted(DestinationVoided)
        assert said.cause == "signing"

    async def test_makes_a_draft_of_one_in_review(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await Signing(actor).say(registrar.harness, "accepted")
        assert await registrar.status(actor, made["id"]) == "草稿"
        assert await registrar.harness.emitted(DestinationVoided) == []
        (said,) = await registrar.harness.emitted(DestinationWithdrawn)
        assert (str(said.destination_id), said.cause) == (made["id"], "signing")

    async def test_leaves_a_draft_and_finished_ones_alone(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        rejected = await registrar.submitted(actor)
        await registrar.do(school_user, rejected["id"], "reject", reason="不实")
        draft = await registrar.submitted(actor)
        await registrar.do(actor, draft["id"], "withdraw")
        await Signing(actor).say(registrar.harness, "accepted")
        assert await registrar.status(actor, rejected["id"]) == "去向登记审核不通过"
        assert await registrar.status(actor, draft["id"]) == "草稿"

    async def test_does_not_touch_anybody_else(self, registrar: Registrar) -> None:
        bystander = await registrar.meet()
        made = await registrar.approved(bystander)
        await Signing(await registrar.meet()).say(registrar.harness, "accepted")
        assert await registrar.status(bystander, made["id"]) == "去向登记审核通过"

    @pytest.mark.parametrize("kind", ["sent", "declined", "expired"])
    async def test_is_the_only_answer_that_counts(self, registrar: Registrar, kind: str) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await Signing(actor).say(registrar.harness, kind)
        assert await registrar.status(actor, made["id"]) == "去向登记审核通过"

    @pytest.mark.parametrize("order", list(permutations(("accepted", "passed", "signed"))), ids="-".join)
    async def test_has_the_same_effect_in_any_order_before_signing(
        self, registrar: Registrar, order: tuple[str, ...]
    ) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await Signing(actor).say(registrar.harness, *order)
        assert await registrar.status(actor, made["id"]) == "已作废"
        assert await registrar.outcome(actor) == ("10", "agreement")
        assert len(await registrar.harness.emitted(DestinationVoided)) == 1

    @pytest.mark.parametrize("order", list(permutations(("accepted", "passed", "rejected"))), ids="-".join)
    async def test_has_the_same_effect_in_any_order_before_a_rejection(
        self, registrar: Registrar, order: tuple[str, ...]
    ) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await Signing(actor).say(registrar.harness, *order)
        assert await registrar.status(actor, made["id"]) == "已作废"
        assert await registrar.outcome(actor) == (None, "none")
        assert (await registrar.submit(actor)).status_code == 201

    async def test_arriving_late_spares_what_was_registered_after_the_rejection(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        signing = Signing(actor, accepted_at=LONG_AGO)
        await signing.say(registrar.harness, "rejected")
        made = await registrar.approved(actor)
        await signing.say(registrar.harness, "accepted")
        assert await registrar.status(actor, made["id"]) == "去向登记审核通过"
        assert await registrar.outcome(actor) == ("71", "destination")

    async def test_arriving_late_ends_what_was_registered_meanwhile(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        signing = Signing(actor, accepted_at=datetime.now(UTC) - timedelta(minutes=1))
        made = await registrar.approved(actor)
        await signing.say(registrar.harness, "accepted")
        assert await registrar.status(actor, made["id"]) == "已作废"

    async def test_twice_does_the_same_as_once(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await registrar.approved(actor)
        event, sequence = Signing(actor).event("accepted")
        envelope = seal(event, sequence=sequence, correlation_id=None, causation_id=None)
        assert await registrar.harness.deliver_envelope(envelope) == Done()
        assert await registrar.harness.deliver_envelope(envelope) == Done(duplicate=True)
        assert await registrar.harness.deliver(event, sequence=sequence) == Done()
        assert len(await registrar.harness.emitted(DestinationVoided)) == 1

    async def test_and_a_simultaneous_pass_end_in_one_truth(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await asyncio.gather(
            registrar.do(school_user, made["id"], "pass"), Signing(actor).say(registrar.harness, "accepted")
        )
        assert await registrar.status(actor, made["id"]) in {"已作废", "草稿"}
        assert await registrar.outcome(actor) == (None, "none")


class TestOutcome:
    async def test_is_nothing_at_first(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        found = (await registrar.harness.client(actor).get("/v1/outcome")).json()
        assert found == {
            "version": 0,
            "outcome": None,
            "source": {"code": "none", "label": "未登记"},
            "changed_at": None,
        }

    async def test_follows_the_graduates_life(self, registrar: Registrar, destinations: ServiceHarness) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor, "70", sub_type="求职中")
        assert await registrar.outcome(actor) == ("70", "destination")
        await registrar.do(actor, made["id"], "void")
        assert await registrar.outcome(actor) == (None, "none")
        await registrar.approved(actor, "71")
        await Signing(actor).say(destinations, "sent", "accepted", "passed", "signed")
        assert await registrar.outcome(actor) == ("10", "agreement")
        said = [envelope for envelope in await destinations.envelopes() if envelope.type == OutcomeChanged.type]
        assert [(envelope.sequence, envelope.data["outcome_code"]) for envelope in said] == [
            (1, "70"),
            (2, None),
            (3, "71"),
            (4, None),
            (5, "10"),
        ]

    async def test_is_not_said_again_when_nothing_changed(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await registrar.do(school_user, made["id"], "reject", reason="不实")
        await Signing(actor).say(registrar.harness, "sent", "accepted", "rejected")
        assert await registrar.harness.emitted(OutcomeChanged) == []

    async def test_is_known_even_before_the_roster(self, registrar: Registrar) -> None:
        actor = graduate()
        await Signing(actor).say(registrar.harness, "signed")
        await registrar.meet(actor)
        assert await registrar.outcome(actor) == ("10", "agreement")

    async def test_stays_with_the_agreement_that_stands_when_another_fails(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        failed, standing = Signing(actor), Signing(actor)
        await standing.say(registrar.harness, "signed")
        await failed.say(registrar.harness, "accepted", "rejected")
        assert await registrar.outcome(actor) == ("10", "agreement")

    @pytest.mark.parametrize("seed", range(5))
    async def test_is_the_same_for_any_order_and_repetition(self, registrar: Registrar, seed: int) -> None:
        random = Random(seed)
        actors = [await registrar.meet() for _ in range(4)]
        events: list[tuple[Any, int]] = [(enrolled(actor), 2) for actor in actors]
        expected = {}
        for actor in actors:
            await registrar.approved(actor)
            lives = random.sample([("sent", "declined"), ("accepted", "rejected"), ("accepted", "signed")], k=2)
            events += [signing.event(kind) for life in lives for signing in [Signing(actor)] for kind in life]
            accepted = any("accepted" in life for life in lives)
            signed = any("signed" in life for life in lives)
            expected[actor] = ("10", "agreement") if signed else (None, "none") if accepted else ("71", "destination")
        events += random.choices(events, k=len(events))
        random.shuffle(events)
        for event, sequence in events:
            assert isinstance(await registrar.harness.deliver(event, sequence=sequence), Done)
        assert {actor: await registrar.outcome(actor) for actor in actors} == expected
        await _versions_follow_each_other(registrar.harness)


async def _versions_follow_each_other(harness: ServiceHarness) -> None:
    said = [envelope for envelope in await harness.envelopes() if envelope.type == OutcomeChanged.type]
    for subject in {envelope.subject for envelope in said}:
        own = [envelope.sequence for envelope in said if envelope.subject == subject]
        assert own == list(range(1, len(own) + 1))
