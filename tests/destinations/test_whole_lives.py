"""Every process of an agreement's life: when it stands in a destination's way, and what the graduate's outcome is."""

import importlib
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest

from agreements.records.states import LIVE, STANDING, Status
from common.contracts import agreements as said
from common.contracts.destinations import DestinationVoided, DestinationWithdrawn, OutcomeChanged
from common.messaging.consumer import Done
from common.messaging.envelope import seal
from deploy.docs.states import MACHINES
from destinations.copies.states import BEGINNINGS, MOVES, Standing, standing_after
from tests.contracts.variations import variations
from tests.destinations.people import Registrar, Signing

PROCESSES = [machine.module for machine in MACHINES if machine.module.startswith("agreements.")]
WITH_GRADUATE = (Status.SHEET_RETURNED, Status.SUPPLEMENT_RETURNED, Status.SUPPLEMENT_DRAFT)

Step = tuple[Any, dict[str, Any]]
"""An event and what is special about it."""
ACCEPTED: Step = (said.InvitationAccepted, {})
SIGNED: Step = (said.AgreementSigned, {})
RETURNED: Step = (said.AgreementReturned, {})
REQUESTED: Step = (said.RescissionRequested, {"by": "graduate", "review_step": None})
AGREED: Step = (said.RescissionAgreed, {"by": "employer"})
RESCINDED: Step = (said.AgreementRescinded, {})
ONLINE = (ACCEPTED, SIGNED, REQUESTED, AGREED, RESCINDED)
SHEET: Step = (said.OfflineAgreementSubmitted, {})
SUPPLEMENT: Step = (said.SupplementSubmitted, {})


def standing_of(status: Status) -> Standing:
    """What a status of agreements means to a destination."""
    if status in STANDING:
        return Standing.SIGNED
    if status in LIVE:
        return Standing.IN_REVIEW
    named = {Status.AWAITING_GRADUATE: Standing.INVITED, Status.RESCINDED: Standing.RESCINDED}
    return named.get(status, Standing.WITH_GRADUATE if status in WITH_GRADUATE else Standing.ENDED)


class TestStandings:
    @pytest.mark.parametrize("process", PROCESSES)
    def test_are_those_of_the_transition_tables(self, process: str) -> None:
        for line in importlib.import_module(process).TRANSITIONS:
            if line.event in (*MOVES, *BEGINNINGS):
                assert standing_of(line.target) in {standing_after(event) for event in variations(line.event)}, line
            else:
                assert standing_of(line.source) == standing_of(line.target), line

    def test_of_what_was_returned_depend_on_whose_turn_it_is(self) -> None:
        after = {event.kind: standing_after(event) for event in variations(said.AgreementReturned)}
        assert after["online"] is Standing.IN_REVIEW
        assert after["offline"] is after["supplement"] is Standing.WITH_GRADUATE


class TestBeginningToSign:
    @pytest.mark.parametrize(("kind", "submitted"), [("offline", SHEET), ("supplement", SUPPLEMENT)])
    async def test_on_paper_voids_an_approved_destination(
        self, registrar: Registrar, kind: str, submitted: Any
    ) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await Signing(actor, kind=kind).go_through(registrar.harness, submitted)
        assert await registrar.status(actor, made["id"]) == "已作废"
        (voided,) = await registrar.harness.emitted(DestinationVoided)
        assert voided.cause == "signing"
        assert (await registrar.submit(actor)).json()["code"] == "destinations.agreement_in_review"

    @pytest.mark.parametrize(("kind", "submitted"), [("offline", SHEET), ("supplement", SUPPLEMENT)])
    async def test_on_paper_makes_a_draft_of_one_in_review(
        self, registrar: Registrar, kind: str, submitted: Any
    ) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await Signing(actor, kind=kind).go_through(registrar.harness, submitted)
        assert await registrar.status(actor, made["id"]) == "草稿"
        assert [event.cause for event in await registrar.harness.emitted(DestinationWithdrawn)] == ["signing"]

    @pytest.mark.parametrize("back", [RETURNED, (said.SupplementWithdrawn, {})], ids=["returned", "withdrawn"])
    async def test_frees_the_graduate_while_it_is_theirs_and_again_not_when_sent_again(
        self, registrar: Registrar, back: Any
    ) -> None:
        actor = await registrar.meet()
        signing = Signing(actor, kind="supplement")
        await signing.go_through(registrar.harness, SUPPLEMENT, back)
        made = await registrar.approved(actor)
        await signing.go_through(registrar.harness, SUPPLEMENT)
        assert await registrar.status(actor, made["id"]) == "已作废"

    async def test_again_arriving_after_its_rejection_still_ends_what_was_registered_before(
        self, registrar: Registrar
    ) -> None:
        actor = await registrar.meet()
        signing = Signing(actor, kind="supplement")
        await signing.go_through(registrar.harness, SUPPLEMENT, RETURNED)
        made = await registrar.approved(actor)
        await registrar.harness.deliver(signing.golden(said.AgreementRejected), sequence=4)
        assert await registrar.status(actor, made["id"]) == "去向登记审核通过"
        await registrar.harness.deliver(signing.golden(said.SupplementSubmitted), sequence=3)
        assert await registrar.status(actor, made["id"]) == "已作废"

    async def test_arriving_late_spares_what_was_registered_afterwards(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        signing = Signing(actor, kind="offline")
        late = seal(signing.golden(said.OfflineAgreementSubmitted), sequence=1, correlation_id=None, causation_id=None)
        late = late.model_copy(update={"time": late.time - timedelta(days=1)})
        await registrar.harness.deliver(signing.golden(said.ApplicationDiscarded), sequence=2)
        made = await registrar.approved(actor)
        assert await registrar.harness.deliver_envelope(late) == Done()
        assert await registrar.status(actor, made["id"]) == "去向登记审核通过"

    async def test_online_goes_on_while_the_employer_corrects(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        signing = Signing(actor)
        steps: list[Step] = [RETURNED, (said.AgreementCorrected, {}), (said.CorrectionRefused, {})]
        for step in steps:
            await signing.go_through(registrar.harness, ACCEPTED, step)
            assert (await registrar.submit(actor)).json()["code"] == "destinations.agreement_in_review"

    async def test_with_a_typed_in_employer_is_signing_too(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        typed_in = {"employer_id": None, "employer_name": "手填的公司"}
        submitted, signed = (said.SupplementSubmitted, typed_in), (said.AgreementSigned, typed_in)
        await Signing(actor, kind="supplement").go_through(registrar.harness, submitted, signed)
        assert await registrar.outcome(actor) == ("10", "agreement")
        answer = (await registrar.submit(actor)).json()
        assert (answer["code"], "手填的公司" in answer["detail"]) == ("destinations.agreement_signed", True)


class TestRescission:
    @pytest.mark.parametrize(
        "asked",
        [
            (REQUESTED,),
            (REQUESTED, AGREED),
            (REQUESTED, (said.RescissionDeclined, {"by": "employer"})),
            (REQUESTED, (said.RescissionWithdrawn, {"by": "graduate"})),
            (REQUESTED, AGREED, (said.RescissionPassedByDepartment, {})),
            (REQUESTED, (said.RescissionReturned, {})),
            (REQUESTED, AGREED, (said.RescissionRejected, {})),
            ((said.AgreementAmended, {}),),
            ((said.AgreementDisputed, {}), (said.DisputeDismissed, {})),
        ],
        ids=lambda asked: asked[-1][0].__name__,
    )
    async def test_that_is_not_through_leaves_the_agreement_standing(
        self, registrar: Registrar, asked: tuple[Any, ...]
    ) -> None:
        actor = await registrar.meet()
        await Signing(actor).go_through(registrar.harness, ACCEPTED, SIGNED, *asked)
        assert await registrar.outcome(actor) == ("10", "agreement")
        refused = (await registrar.submit(actor)).json()
        assert refused["code"] == "destinations.agreement_signed"
        assert "请先" in refused["remedy"]
        assert "解约" in refused["remedy"]

    @pytest.mark.parametrize("form", ["online", "offline", "forced"])
    async def test_makes_the_graduate_one_who_seeks_employment(self, registrar: Registrar, form: str) -> None:
        actor = await registrar.meet()
        await Signing(actor).go_through(registrar.harness, ACCEPTED, SIGNED, (said.AgreementRescinded, {"form": form}))
        found = (await registrar.harness.client(actor).get("/v1/outcome")).json()
        assert (found["outcome"], found["source"]["label"]) == ({"code": "70", "label": "待就业"}, "解约")
        told = [event.outcome_code for event in await registrar.harness.emitted(OutcomeChanged)]
        assert told == ["10", "70"]

    async def test_lasts_until_there_is_something_else(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await Signing(actor).go_through(registrar.harness, *ONLINE)
        made = await registrar.approved(actor)
        assert await registrar.outcome(actor) == ("71", "destination")
        await registrar.do(actor, made["id"], "void")
        assert await registrar.outcome(actor) == ("70", "rescission")
        again = Signing(actor)
        await again.go_through(registrar.harness, ACCEPTED)
        assert await registrar.outcome(actor) == ("70", "rescission")
        await again.go_through(registrar.harness, SIGNED)
        assert await registrar.outcome(actor) == ("10", "agreement")

    @pytest.mark.parametrize("ending", [said.AgreementVoided, said.AgreementInvalidated])
    async def test_is_not_what_voiding_and_invalidation_are(self, registrar: Registrar, ending: Any) -> None:
        actor = await registrar.meet()
        await Signing(actor).go_through(registrar.harness, ACCEPTED, SIGNED, (ending, {}))
        assert await registrar.outcome(actor) == (None, "none")
        assert (await registrar.submit(actor)).status_code == 201

    @pytest.mark.parametrize("order", [*permutations(range(4))][::3])
    async def test_has_the_same_effect_in_any_order(self, registrar: Registrar, order: tuple[int, ...]) -> None:
        actor = await registrar.meet()
        await registrar.approved(actor)
        signing, life = Signing(actor), (ACCEPTED, SIGNED, REQUESTED, RESCINDED)
        for place in order:
            kind, changes = life[place]
            assert await registrar.harness.deliver(signing.golden(kind, **changes), sequence=place + 1) == Done()
        assert await registrar.outcome(actor) == ("70", "rescission")

    @pytest.mark.parametrize("seed", range(3))
    async def test_stays_so_for_any_repetition(self, registrar: Registrar, seed: int) -> None:
        random, actor = Random(seed), await registrar.meet()
        signing = Signing(actor)
        told = [(signing.golden(kind, **changes), n) for n, (kind, changes) in enumerate(ONLINE, start=1)]
        told += random.choices(told, k=5)
        random.shuffle(told)
        for event, sequence in told:
            assert await registrar.harness.deliver(event, sequence=sequence) == Done()
        assert await registrar.outcome(actor) == ("70", "rescission")
