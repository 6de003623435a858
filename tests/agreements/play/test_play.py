"""Random people do random things to random agreements; a small model of the guides says what must come of it.

`table` has the processes, `guides` answers (where it leads, or the very rule that refuses), `notes` keeps the book,
`ways` finds how to get somewhere, `players` say it over HTTP, `witnesses` hold what everybody sees against the book.

The plays are the same each time, and a difference is told as the story that led there. More plays, others each time:
`WANGQIAN_PLAYS=500 pytest -n 0 tests/agreements/play`; then a difference is also shrunk to a shorter story, which takes
up to five minutes more.
"""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.testing.harness import ServiceHarness
from tests.agreements.conftest import Time
from tests.agreements.play import notes
from tests.agreements.play.guides import Book, Rostered
from tests.agreements.play.players import CAST, GRADUATES, Players
from tests.agreements.play.scene import Scene, Tally
from tests.agreements.play.stage import cleared
from tests.agreements.play.table import VERBS
from tests.agreements.play.ways import kinds_with

START = datetime(2026, 11, 23, 2, tzinfo=UTC)
PLAYS, STEPS = 10, 20
MORE_PLAYS = int(os.environ.get("WANGQIAN_PLAYS", "0"))
WHICH = st.integers(0, 999)
EMPLOYER, GRADUATE = st.integers(0, 1), st.integers(0, GRADUATES - 1)
MOSTLY = st.sampled_from([True, True, True, False])
LATER = {"an hour": timedelta(hours=1), "a day": timedelta(days=1), "three days": timedelta(days=3)}
AT_A_DEADLINE = {"just before a deadline": timedelta(microseconds=1), "a deadline": timedelta(0)}
ROSTER: dict[str, dict[str, Any]] = {
    "another name": {"known_as": ("学生甲", "31")},
    "another name and level": {"known_as": ("学生甲", "41")},
    "another level": {"known_as": ("学生", "41")},
    "as it was": {"known_as": ("学生", "31")},
    "may not sign": {"may_sign": False},
    "may sign": {"may_sign": True},
    "leaves": {"on_roster": False},
    "is there again": {"on_roster": True},
    "is of another department": {"elsewhere": True},
    "is of the department again": {"elsewhere": False},
}


class Play(RuleBasedStateMachine):
    """One play."""

    loop: asyncio.AbstractEventLoop
    harness: ServiceHarness
    time: Time
    tally: Tally

    @initialize(department_first=st.booleans(), goals=st.permutations(VERBS))
    def raise_curtain(self, department_first: bool, goals: list[str]) -> None:
        self.goals = goals
        self.time.is_(START)
        world = self._wait(cleared(self.harness))
        people = [Rostered(("学生", "31")) for _ in range(GRADUATES)]
        self.book = Book(now=START, roster=people, department_first=department_first)
        self.scene = Scene(self.loop, self.book, self._wait(Players.of(world)), self.tally)
        self._settle()
        self.go_on(0)
        self.go_on(1)

    @rule(which=WHICH)
    def go_on(self, which: int) -> None:
        """Each goal in its turn, so that plays get far."""
        self.goals = [*self.goals[1:], self.goals[0]]
        self.scene.go(self.goals[-1], which)

    @rule(which=WHICH)
    def go_further(self, which: int) -> None:
        """Twice as often as the rest."""
        self.go_on(which)

    @precondition(lambda self: self.book.records)
    @rule(which=WHICH, role=st.sampled_from(CAST), verb=st.sampled_from(VERBS))
    def press_any_button(self, which: int, role: str, verb: str) -> None:
        self.scene.do(list(self.book.records)[which % len(self.book.records)], role, verb)

    @rule(employer=EMPLOYER, graduate=GRADUATE, old=st.booleans())
    def invite(self, employer: int, graduate: int, old: bool) -> None:
        self.scene.invite(employer, graduate, old=old)

    @rule(kind=st.sampled_from(["offline", "supplement"]), employer=st.none() | EMPLOYER, graduate=GRADUATE)
    def submit(self, kind: str, employer: int | None, graduate: int) -> None:
        self.scene.submit(kind, employer, graduate)

    @rule(employer=EMPLOYER, graduate=GRADUATE)
    def keep(self, employer: int, graduate: int) -> None:
        self.scene.keep(employer, graduate)

    @precondition(lambda self: self.book.favourites)
    @rule(which=WHICH)
    def drop(self, which: int) -> None:
        self.scene.drop(self.book.favourites[which % len(self.book.favourites)])

    @rule(later=st.sampled_from([*LATER, *AT_A_DEADLINE]))
    def let_time_pass(self, later: str) -> None:
        """The clocks may be late: nobody runs them here."""
        open_ones = [each.deadline for each in self.book.going_on() if each.status == "awaiting_graduate"]
        deadline = min((each for each in open_ones if each), default=self.book.now)
        then = self.book.now + LATER[later] if later in LATER else deadline - AT_A_DEADLINE[later]
        self.book.now = max(self.book.now, then)
        self.time.is_(self.book.now)
        self.scene.story.append(f"It is {self.book.now} now ({later})")

    @rule()
    def run_the_clocks(self) -> None:
        """Two workers at once end each late invitation once."""
        late = notes.clock_ran(self.book)
        self.scene.story.append(f"The clocks run; {late} invitations expire")
        self.scene.same("so many expire", self._wait(self._run_twice("expire_invitations")), late)
        self._wait(self._run_twice("remind"))

    @rule(signing=MOSTLY, supplement=MOSTLY, department_first=st.booleans(), limit=st.integers(0, 3))
    def change_settings(self, signing: bool, supplement: bool, department_first: bool, limit: int) -> None:
        self.book.signing_open, self.book.supplement_open = signing, supplement
        self.book.department_first, self.book.limit = department_first, limit
        self._settle()

    @rule(graduate=GRADUATE, what=st.sampled_from(list(ROSTER)))
    def correct_the_roster(self, graduate: int, what: str) -> None:
        notes.roster_changed(self.book, graduate, **ROSTER[what])
        self.scene.story.append(f"The roster: graduate {graduate} {what}")
        self._wait(self.scene.players.roster(graduate, self.book.roster[graduate]))

    @invariant()
    def everybody_sees_the_same(self) -> None:
        self.scene.everybody_sees_the_same()

    def _settle(self) -> None:
        book = self.book
        mode = "department_then_school" if book.department_first else "school_only"
        said = f"signing {book.signing_open}, supplement {book.supplement_open}, {mode}, {book.limit} rescissions"
        self.scene.story.append(f"The school sets: {said}")
        changes: dict[str, Any] = {"signing_open": book.signing_open, "supplement_open": book.supplement_open}
        changes |= {"review_mode": mode, "rescission_limit": book.limit}
        self._wait(self.scene.players.world.open_signing(**changes))

    def _wait(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    async def _run_twice(self, job: str) -> int:
        return sum(await asyncio.gather(self.harness.run_job(job), self.harness.run_job(job)))


class TestThePlay:
    @pytest.mark.timeout(0 if MORE_PLAYS else 900)
    async def test_finds_no_difference_between_the_service_and_the_guides(
        self, harness: ServiceHarness, time: Time, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Playing(Play):
            tally = Tally()

        Playing.loop, Playing.harness, Playing.time = asyncio.get_running_loop(), harness, time
        limits = settings(
            max_examples=MORE_PLAYS or PLAYS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not MORE_PLAYS,
            database=None,
            phases=[Phase.generate, Phase.shrink]
            if MORE_PLAYS and not os.environ.get("NOSHRINK")
            else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        try:
            await asyncio.to_thread(run_state_machine_as_test, Playing, settings=limits)
        finally:
            capsys.readouterr()  # a story reads better without the log of its requests
        assert Playing.tally.done
        assert Playing.tally.refused


class TestEveryButton:
    @pytest.mark.timeout(600)
    async def test_leads_where_the_guides_say_on_every_kind_of_agreement(
        self, harness: ServiceHarness, time: Time, capsys: pytest.CaptureFixture[str]
    ) -> None:
        time.is_(START)
        loop, tally = asyncio.get_running_loop(), Tally()
        goals = [(verb, kind) for verb in VERBS for kind in kinds_with(verb)]
        try:
            for first in range(0, len(goals), GRADUATES):
                players = await Players.of(await cleared(harness))
                await players.world.open_signing()
                book = Book(now=START, roster=[Rostered(("学生", "31")) for _ in range(GRADUATES)])
                scene = Scene(loop, book, players, tally)
                await asyncio.to_thread(_reach, scene, goals[first : first + GRADUATES])
        finally:
            capsys.readouterr()
        assert set(tally.done) == set(VERBS)


def _reach(scene: Scene, goals: list[tuple[str, str]]) -> None:
    """Each goal with a graduate of its own."""
    for turn, (verb, kind) in enumerate(goals):
        typed_in = verb == "amend-employer"  # no other can be amended
        begun = scene.begin(kind, 0 if typed_in else turn, graduate=turn)
        assert begun, f"{kind} cannot begin"
        scene.walk(begun, verb, turn)
        scene.everybody_sees_the_same()
