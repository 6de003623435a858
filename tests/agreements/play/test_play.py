"""Random people do random things to random agreements; a small model of the guides says what must come of it.

`table` has the processes, `guides` answers (where it leads, or the very rule that refuses), `notes` keeps the book,
`ways` finds how to get somewhere, `players` say it over HTTP, `witnesses` hold what everybody sees against the book.

The plays are the same each time. More of them, others each time: `WANGQIAN_PLAYS=500 pytest tests/agreements/play`.
A difference is shrunk to a short play and told as a story.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
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
from tests.agreements.play.guides import Book, Favourite, Rostered, Stands
from tests.agreements.play.players import CAST, GRADUATES, Players
from tests.agreements.play.stage import cleared, refusal_in
from tests.agreements.play.table import BINDS, LINES, VERBS, roles_of
from tests.agreements.play.ways import kinds_with, way_to
from tests.agreements.play.witnesses import buttons, differences, standing
from tests.agreements.world import World

START = datetime(2026, 11, 23, 2, tzinfo=UTC)
PLAYS, STEPS = 20, 25
MORE_PLAYS = int(os.environ.get("WANGQIAN_PLAYS", "0"))
WHICH = st.integers(0, 999)
EMPLOYER, GRADUATE = st.integers(0, 1), st.integers(0, GRADUATES - 1)
MOSTLY = st.sampled_from([True, True, True, False])
LATER = st.sampled_from(["an hour", "a day", "three days", "just before a deadline", "a deadline"])
ROSTER = {
    "name": {"known_as": ("学生甲", "31")},
    "name and level": {"known_as": ("学生甲", "41")},
    "level": {"known_as": ("学生", "41")},
    "as it was": {"known_as": ("学生", "31")},
    "may not sign": {"may_sign": False},
    "may sign": {"may_sign": True},
    "leaves": {"on_roster": False},
    "returns": {"on_roster": True},
}


class Play(RuleBasedStateMachine):
    """One play. Hypothesis runs it in a thread of its own; the service lives in the test's event loop."""

    loop: asyncio.AbstractEventLoop
    harness: ServiceHarness
    time: Time
    done: Counter[str]
    refused: Counter[str]
    """How often what was allowed was done, and which rules refused what was not, over all plays."""

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    @initialize(department_first=st.booleans(), goals=st.permutations(VERBS))
    def raise_curtain(self, department_first: bool, goals: list[str]) -> None:
        self.story: list[str] = []
        self.goals = goals
        people = [Rostered(("学生", "31")) for _ in range(GRADUATES)]
        self.book = Book(now=START, roster=people, department_first=department_first)
        self._set_clock(START)
        self.world: World = self.wait(cleared(self.harness))
        self.players: Players = self.wait(Players.of(self.world))
        self._settle()

    @rule(which=WHICH)
    def go_on(self, which: int) -> None:
        """Towards the next goal by the shortest way, so that plays get far."""
        self.goals = [*self.goals[1:], self.goals[0]]
        goal = self.goals[-1]
        numbers = list(self.book.records)
        for number in numbers[which % (len(numbers) or 1) :] or numbers:
            if self._go(number, goal, which):
                return
        begun = self._begin(kinds_with(goal)[which % len(kinds_with(goal))], which)
        if begun:
            self._go(begun, goal, which)

    @rule(which=WHICH)
    def go_further(self, which: int) -> None:
        """Twice as often as the rest."""
        self.go_on(which)

    @precondition(lambda self: self.book.records)
    @rule(which=WHICH, role=st.sampled_from(CAST), verb=st.sampled_from(VERBS))
    def act(self, which: int, role: str, verb: str) -> None:
        numbers = list(self.book.records)
        self._do(numbers[which % len(numbers)], role, verb)

    @rule(employer=EMPLOYER, graduate=GRADUATE, old=st.booleans())
    def invite(self, employer: int, graduate: int, old: bool) -> str | None:
        """From the favourites, one that is 失效 if it is to be an old one."""
        kept = self.book.kept(employer, graduate, invalid=True) if old else None
        kept = kept or self.book.kept(employer, graduate) or self.keep(employer, graduate)
        if kept is None:
            return None
        answer = self.wait(self.players.invite(employer, kept.number))
        if self._as_the_guides(f"employer {employer} invites {kept}", answer, self.book.invited(kept)):
            sent = answer.json()
            notes.invited(self.book, sent["id"], kept, datetime.fromisoformat(sent["deadline"]))
            return str(sent["id"])
        return None

    @rule(kind=st.sampled_from(["offline", "supplement"]), employer=st.none() | EMPLOYER, graduate=GRADUATE)
    def submit(self, kind: str, employer: int | None, graduate: int) -> str | None:
        to = self.book.submitted(kind, graduate)
        answer = self.wait(self.players.submit(kind, employer, graduate))
        if self._as_the_guides(f"graduate {graduate} submits {kind} with employer {employer}", answer, to):
            assert isinstance(to, Stands)
            notes.submitted(self.book, answer.json()["id"], kind, employer, graduate, to)
            return str(answer.json()["id"])
        return None

    @rule(employer=EMPLOYER, graduate=GRADUATE)
    def keep(self, employer: int, graduate: int) -> Favourite | None:
        """加入收藏夹: only who is on the roster can be found."""
        someone, there = self.book.roster[graduate], self.book.kept(employer, graduate)
        to: Stands | str = "favourite_exists" if there else Stands("kept", None)
        to = to if someone.on_roster else "no_such_graduate"
        answer = self.wait(self.players.keep(employer, graduate))
        if not self._as_the_guides(f"employer {employer} keeps graduate {graduate}", answer, to):
            return None
        self.book.favourites.append(Favourite(answer.json()["id"], employer, graduate, someone.known_as))
        return self.book.favourites[-1]

    @precondition(lambda self: self.book.favourites)
    @rule(which=WHICH)
    def drop(self, which: int) -> None:
        favourite = self.book.favourites.pop(which % len(self.book.favourites))
        answer = self.wait(self.players.drop(favourite.employer, favourite.number))
        self._as_the_guides(f"{favourite} is removed", answer, Stands("removed", None))

    @rule(later=LATER)
    def let_time_pass(self, later: str) -> None:
        """The clock may be late: nobody runs it here."""
        steps = {"an hour": timedelta(hours=1), "a day": timedelta(days=1), "three days": timedelta(days=3)}
        open_ones = [
            each.deadline for each in self.book.going_on() if each.deadline and each.status == "awaiting_graduate"
        ]
        deadline = min(open_ones, default=self.book.now)
        before = timedelta(microseconds=1) if later == "just before a deadline" else timedelta(0)
        self.book.now = self.book.now + steps[later] if later in steps else max(self.book.now, deadline - before)
        self._set_clock(self.book.now)
        self.story.append(f"It is {self.book.now} now ({later}).")

    @rule()
    def run_the_clocks(self) -> None:
        """Two workers at once end each late invitation once."""
        late, ended = notes.clock_ran(self.book), self.wait(self._run_twice("expire_invitations"))
        self.wait(self._run_twice("remind"))
        self._same(f"{late} invitations expire", ended, late)

    @rule(signing=MOSTLY, supplement=MOSTLY, department_first=st.booleans(), limit=st.integers(0, 3))
    def change_settings(self, signing: bool, supplement: bool, department_first: bool, limit: int) -> None:
        self.book.signing_open, self.book.supplement_open = signing, supplement
        self.book.department_first, self.book.limit = department_first, limit
        self._settle()

    @rule(graduate=GRADUATE, what=st.sampled_from(list(ROSTER)))
    def correct_the_roster(self, graduate: int, what: str) -> None:
        notes.roster_changed(self.book, graduate, **ROSTER[what])
        self.story.append(f"The roster of graduate {graduate}: {what}.")
        self.wait(self.players.roster(graduate, self.book.roster[graduate]))

    @invariant()
    def everybody_sees_the_same(self) -> None:
        found = self.wait(differences(self.players, self.book))
        self._same("what everybody sees", found, [])

    def _go(self, number: str, goal: str, turn: int) -> bool:
        way = way_to(self.book, number, goal, turn)
        for role, verb in way or []:
            self._do(number, role, verb)
        return way is not None

    def _begin(self, kind: str, turn: int) -> str | None:
        bound = {each.graduate for each in self.book.records.values() if each.status in BINDS}
        free = [each for each in range(GRADUATES) if each not in bound and not self.book.roster[each].barred]
        graduate = free[turn % len(free)] if free else turn % GRADUATES
        if kind == "online":
            return self.invite(turn % 2, graduate, False)
        return self.submit(kind, (None, 0, 1)[turn % 3], graduate)

    def _do(self, number: str, role: str, verb: str) -> None:
        record = self.book.records[number]
        to = self._guess(number, role, verb)
        told = f"{role} does {verb} to {number[-4:]}, {record}"
        if role in ("employer", "graduate", "department", "school") and (role, record.employer) != ("employer", None):
            seen = self.wait(self.players.read(number, self.players.actor(record, role)))
            self._same(f"buttons when {told}", buttons(seen), self.book.shown(number, role))
        answer = self.wait(self.players.act(number, record, role, verb))
        if not self._as_the_guides(told, answer, to):
            return
        assert isinstance(to, Stands)
        notes.done(self.book, number, role, verb, to)
        self.done[verb] += 1
        if verb == "amend-invitation":
            record.deadline = datetime.fromisoformat(answer.json()["deadline"])
        seen = self.wait(self.players.read(number, self.world.school))
        self._same(told, standing(seen), (record.status, record.step, record.disputed))

    def _guess(self, number: str, role: str, verb: str) -> Stands | str:
        part = {"rival": "employer", "stranger": "graduate"}.get(role)
        if part is None:
            return self.book.answer(number, role, verb)
        return "no_such_agreement" if part in roles_of(verb) else "wrong_role"

    def _as_the_guides(self, told: str, answer: httpx.Response, to: Stands | str) -> bool:
        """Whether it was done; the service does and refuses what the guides do and refuse, by the same rule."""
        self.story.append(f"{told}: {to}")
        expected = to if isinstance(to, str) else None
        self._same(told, refusal_in(answer), expected)
        self.refused[expected or ""] += 1
        return expected is None

    def _same(self, told: str, service: object, guides: object) -> None:
        if service != guides:
            story = "\n".join(f"{number:3}. {line}" for number, line in enumerate(self.story, 1))
            found = "\n".join(map(str, service)) if isinstance(service, list) else service
            raise AssertionError(f"\n{story}\n\n{told}\nThe service: {found}\nThe guides:  {guides}")

    def _settle(self) -> None:
        mode = "department_then_school" if self.book.department_first else "school_only"
        switches = {"signing_open": self.book.signing_open, "supplement_open": self.book.supplement_open}
        self.story.append(f"The school sets {switches}, {mode}, {self.book.limit} rescissions.")
        self.wait(self.world.open_signing(**switches, review_mode=mode, rescission_limit=self.book.limit))

    def _set_clock(self, now: datetime) -> None:
        self.time.is_(now)

    async def _run_twice(self, job: str) -> int:
        return sum(await asyncio.gather(self.harness.run_job(job), self.harness.run_job(job)))


class TestThePlay:
    @pytest.mark.timeout(0 if MORE_PLAYS else 900)
    async def test_finds_no_difference_between_the_service_and_the_guides(
        self, harness: ServiceHarness, time: Time, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Playing(Play):
            done: Counter[str] = Counter()
            refused: Counter[str] = Counter()

        Playing.loop, Playing.harness, Playing.time = asyncio.get_running_loop(), harness, time
        limits = settings(
            max_examples=MORE_PLAYS or PLAYS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not MORE_PLAYS,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        try:
            await asyncio.to_thread(run_state_machine_as_test, Playing, settings=limits)
        finally:
            capsys.readouterr()  # a story is read better without the log of its requests
        assert set(Playing.done) == set(VERBS), Playing.done
        rules = {each for line in LINES for each in line.rules}
        assert rules <= set(Playing.refused), rules - set(Playing.refused)
