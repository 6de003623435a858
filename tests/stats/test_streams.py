"""Any events in any order, repeated, one by one or at once: the counters equal a recount, and the truth in the end."""

import asyncio
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from common.contracts import agreements as said
from common.contracts.event import Event
from common.messaging.consumer import Done
from common.messaging.envelope import Envelope, seal
from common.testing.harness import ServiceHarness
from stats.counting.commands import recount
from stats.counting.states import NO_EMPLOYER, Deltas, Place, graduate_key
from stats.counting.states.statuses import status_after
from tests.stats.world import OTHER_SCHOOL, SCHOOL, Agreement, Person

SENT = (said.InvitationSent, said.InvitationAmended)
SIGNED = (*SENT, said.InvitationAccepted, said.AgreementPassedByDepartment, said.AgreementSigned)
RESCISSION = (said.RescissionRequested, said.RescissionAgreed, said.RescissionPassedByDepartment)
SHEET = (said.OfflineAgreementSubmitted, said.OfflineAgreementPrepared, said.SealedCopySubmitted)
LIVES: tuple[tuple[str, tuple[type[said.AgreementFacts], ...]], ...] = (
    ("online", SENT),
    ("online", (*SENT, said.InvitationDeclined)),
    ("online", (*SENT, said.InvitationExpired)),
    ("online", (*SENT, said.InvitationWithdrawn)),
    ("online", (*SENT, said.InvitationAccepted, said.AgreementReturned, said.AgreementCorrected)),
    ("online", (*SIGNED[:-1], said.AgreementRejected)),
    ("online", (*SIGNED, said.AgreementAmended)),
    ("online", (*SIGNED, said.AgreementDisputed, said.AgreementVoided)),
    ("online", (*SIGNED, *RESCISSION, said.AgreementRescinded)),
    ("offline", (*SHEET, said.SealedCopyRefused)),
    ("offline", (*SHEET, said.AgreementPassedByDepartment, said.AgreementSigned, said.RescissionRequested)),
    ("supplement", (said.SupplementSubmitted, said.SupplementWithdrawn)),
    ("supplement", (said.SupplementSubmitted, said.AgreementSigned)),
    ("supplement", (said.SupplementSubmitted, said.AgreementPassedByDepartment)),
)
Truth = Counter[tuple[object, ...]]


def stream(random: Random) -> tuple[list[tuple[Event, int]], Truth]:
    """Events of a small world and what has to be counted when all have been heard."""
    events: list[tuple[Event, int]] = []
    truth: Truth = Counter()
    employers = [Agreement(Person()).employer_id for _ in range(3)]
    for _ in range(8):
        first = Person(cohort=random.choice((2026, 2027)), school_code=random.choice((SCHOOL, OTHER_SCHOOL)))
        moves = random.choices(("计算机学院", "哲学系", "其他院系"), k=random.randint(1, 3))
        events += [(first.on_roster(department=moves[0]), 1)]
        events += [(first.corrected(department=name), n) for n, name in enumerate(moves[1:], start=2)]
        last = replace(first, department=moves[-1])
        place = (last.cohort, last.school_code, last.department)
        truth["graduate", *place, NO_EMPLOYER, ""] += 1
        for kind, life in random.choices(LIVES, k=random.randint(0, 3)):
            known = replace(first, department=random.choice(moves))
            typed_in = kind != "online" and random.random() < 0.5
            agreement = Agreement(known, None if typed_in else random.choice(employers), kind=kind)
            told = [agreement.golden(step) for step in life]
            events += [(event, n) for n, event in enumerate(told, start=1)]
            stands = [status for status in map(status_after, told) if status][-1]
            truth["agreement", *place, agreement.employer_id or NO_EMPLOYER, stands.value] += 1
        codes = random.choices(("10", "70", "801", None), k=random.randint(0, 3))
        events += [(first.outcome(code), n) for n, code in enumerate(codes, start=1)]
        if codes and codes[-1]:
            truth["outcome", *place, NO_EMPLOYER, codes[-1]] += 1
    return events, truth


def disordered(events: list[tuple[Event, int]], random: Random) -> list[Envelope]:
    """Shuffled, a third of them twice: half of those as the same message, half said again."""
    sealed = [seal(event, sequence=n, correlation_id=None, causation_id=None) for event, n in events]
    again = random.sample(events, k=len(events) // 6)
    sealed += random.sample(sealed, k=len(sealed) // 6)
    sealed += [seal(event, sequence=n, correlation_id=None, causation_id=None) for event, n in again]
    random.shuffle(sealed)
    return sealed


async def counted(harness: ServiceHarness) -> Truth:
    rows = await harness.rows(
        "SELECT kind, cohort, school_code, department, employer_id, category, n FROM counters WHERE n > 0"
    )
    return Counter({tuple(row[:6]): row.n for row in rows})


async def assert_counters_equal_a_recount(harness: ServiceHarness) -> None:
    async with harness.context.database.transaction() as session:
        assert await recount(session, repair=False) == []


class TestDeltas:
    def test_come_in_one_order_so_that_no_two_transactions_deadlock(self) -> None:
        first, second = (graduate_key(Place(2027, SCHOOL, name)) for name in ("哲学系", "计算机学院"))
        there, back = Deltas(), Deltas()
        there.move(first, second)
        back.move(second, first)
        assert [key for key, _ in there.in_order()] == [key for key, _ in back.in_order()]

    def test_that_cancel_out_change_nothing(self) -> None:
        key, deltas = graduate_key(Place(2027, SCHOOL, "哲学系")), Deltas()
        deltas.move(key, key)
        assert deltas.in_order() == []


class TestCounters:
    @pytest.mark.parametrize("seed", range(6))
    async def test_equal_a_recount_after_every_event(self, stats: ServiceHarness, seed: int) -> None:
        random = Random(seed)
        events, truth = stream(random)
        for envelope in disordered(events, random):
            assert isinstance(await stats.deliver_envelope(envelope), Done)
            await assert_counters_equal_a_recount(stats)
        assert await counted(stats) == truth

    @pytest.mark.parametrize("seed", range(6, 10))
    async def test_equal_a_recount_when_many_workers_count_at_once(self, stats: ServiceHarness, seed: int) -> None:
        random = Random(seed)
        events, truth = stream(random)
        envelopes = disordered(events, random)
        for start in range(0, len(envelopes), 8):
            batch = envelopes[start : start + 8]
            verdicts = await asyncio.gather(*(stats.deliver_envelope(envelope) for envelope in batch))
            assert [verdict for verdict in verdicts if not isinstance(verdict, Done)] == []
            await assert_counters_equal_a_recount(stats)
        assert await counted(stats) == truth
