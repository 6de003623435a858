"""Random people do random things to random agreements; a small model of the guides says what must come of it."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.auth.actors import Actor
from common.testing.harness import ServiceHarness
from tests.agreements.conftest import Time
from tests.agreements.play.guides import VERBS, Book, Record
from tests.agreements.play.players import Players, moment
from tests.agreements.races.support import inconsistencies, live_agreements_per_graduate
from tests.agreements.world import COHORT, Person, World

START = datetime(2026, 11, 23, 2, tzinfo=UTC)
EMPLOYERS, GRADUATES = 2, 3
MOST_PLAYS, STEPS = 35, 8
MOSTLY = st.sampled_from([True, True, True, False])
KINDS = ("offline", "supplement")
ENDS = (
    *("withdraw-invitation", "discard", "reject", "withdraw-supplement"),
    *("void", "dispute", "uphold-dispute"),
)
"""What leads away from an agreement is drawn less often."""
ROLES = ("employer", "graduate", "department", "school", "rival", "stranger")


class Play(RuleBasedStateMachine):
    """One play. Hypothesis runs it in a thread of its own; the service lives in the test's event loop."""

    loop: asyncio.AbstractEventLoop
    world: World
    time: Time
    done: Counter[str]
    """How often what was allowed was done, over all plays."""

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    @initialize(department_first=st.booleans(), limit=st.integers(0, 2))
    def raise_curtain(self, department_first: bool, limit: int) -> None:
        self.book = Book(now=START, department_first=department_first, limit=limit)
        self.players: Players = self.wait(self._cast())
        self._set_clock(START)
        self._settle()
        self.sequence = 1
        self.here: Counter[str] = Counter()

    @rule(employer=st.integers(0, EMPLOYERS - 1), graduate=st.integers(0, GRADUATES - 1))
    def invite(self, employer: int, graduate: int) -> None:
        allowed = self.book.may_invite(employer, graduate)
        answer = self.wait(self.players.invite(employer, graduate))
        if not allowed:
            assert answer.status_code in (404, 409), answer.text
            return
        assert answer.status_code == 201, answer.text
        sent = answer.json()
        self.book.records[sent["id"]] = Record(
            "online", employer, graduate, "awaiting_graduate", deadline=moment(sent["deadline"])
        )

    @rule(kind=st.sampled_from(KINDS), graduate=st.integers(0, GRADUATES - 1))
    def submit(self, kind: str, graduate: int) -> None:
        allowed = self.book.may_submit(kind, graduate)
        answer = self.wait(self.players.submit(kind, graduate))
        if not allowed:
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 201, answer.text
        status = "sheet_in_review" if kind == "offline" else "supplement_in_review"
        first = "department" if self.book.department_first else "school"
        self.book.records[answer.json()["id"]] = Record(
            kind, None, graduate, status, first, department_first=self.book.department_first
        )

    @precondition(lambda self: self.book.records)
    @rule(which=st.integers(0, 99), role=st.sampled_from(ROLES), verb=st.sampled_from(VERBS))
    def act(self, which: int, role: str, verb: str) -> None:
        numbers = list(self.book.records)
        self._do(numbers[which % len(numbers)], role, verb)

    @rule(moves=st.lists(st.integers(0, 9999), min_size=8, max_size=16))
    def go_on(self, moves: list[int]) -> None:
        """Only what the guides allow, so that plays get far."""
        for move in moves:
            open_moves = self._open_moves()
            if not open_moves:
                employer, graduate = move % EMPLOYERS, move % GRADUATES
                self.invite(employer, graduate) if move % 2 else self.submit(KINDS[move % 4 // 2], graduate)
                continue
            onwards = [choice for choice in open_moves if choice[2] not in ENDS]
            choices = onwards if onwards and move % 10 else open_moves
            number, role, verb = self._rare(choices, move // 10)
            self._do(number, role, verb)

    @rule(days=st.integers(1, 4))
    def let_time_pass(self, days: int) -> None:
        self.book.time_passes(self.book.now + timedelta(days=days))
        self._set_clock(self.book.now)
        self.wait(self.world.harness.run_job("expire_invitations"))

    @rule(signing=MOSTLY, supplement=MOSTLY, department_first=st.booleans())
    def change_settings(self, signing: bool, supplement: bool, department_first: bool) -> None:
        self.book.signing_open, self.book.supplement_open = signing, supplement
        self.book.department_first = department_first
        self._settle()

    @precondition(lambda self: len(self.book.gone) == 0)
    @rule(graduate=st.integers(0, GRADUATES - 1))
    def leave_the_roster(self, graduate: int) -> None:
        self.sequence += 1
        self.book.leaves(graduate)
        self.wait(self.players.remove(graduate, self.sequence))

    def teardown(self) -> None:
        if hasattr(self, "players"):
            for number, record in self.book.records.items():
                self._compare(number, record)
            self.wait(self._close())

    def _rare(self, choices: list[tuple[str, str, str]], move: int) -> tuple[str, str, str]:
        """One of what was done least in this play."""
        least = min(self.here[verb] for _, _, verb in choices)
        rare = [choice for choice in choices if self.here[choice[2]] == least]
        return rare[move % len(rare)]

    def _open_moves(self) -> list[tuple[str, str, str]]:
        """Everything that can be done now."""
        return [
            (number, role, verb)
            for number, record in self.book.records.items()
            for role in ROLES[:4]
            for verb in VERBS
            if (record.employer is not None or role != "employer") and self.book.after(number, role, verb)
        ]

    def _do(self, number: str, role: str, verb: str) -> None:
        record = self.book.records[number]
        if record.employer is None and role == "employer":
            return  # nobody of a typed-in employer is on the platform
        to = self.book.after(number, role, verb)
        answer = self.wait(self.players.act(number, record, role, verb))
        if to is None:
            assert answer.status_code in (403, 404, 409), f"{role} {verb} {record}: {answer.status_code} {answer.text}"
            return
        assert answer.status_code == 200, f"{role} {verb} {record}: {answer.text}"
        self.book.note(number, role, verb, to)
        self.done[verb] += 1
        self.here[verb] += 1
        if verb == "amend-invitation":
            record.deadline = moment(answer.json()["deadline"])
        self._compare(number, record)

    def _compare(self, number: str, record: Record) -> None:
        seen = self.wait(self.players.read(number, self.world.school))
        step = seen["review_step"] and seen["review_step"]["code"]
        assert (seen["status"]["code"], step, seen["frozen"]) == (record.status, record.step, record.disputed), record

    def _settle(self) -> None:
        mode = "department_then_school" if self.book.department_first else "school_only"
        self.wait(
            self.world.open_signing(
                signing_open=self.book.signing_open,
                supplement_open=self.book.supplement_open,
                review_mode=mode,
                rescission_limit=self.book.limit,
            )
        )

    def _set_clock(self, now: datetime) -> None:
        self.loop.call_soon_threadsafe(self.time.is_, now)

    async def _cast(self) -> Players:
        employers = [await self.world.employer(f"第{number}公司") for number in range(EMPLOYERS)]
        return Players(self.world, employers, [await self.world.graduate() for _ in range(GRADUATES)])

    async def _close(self) -> None:
        assert await inconsistencies(self.world) == []
        assert await live_agreements_per_graduate(self.world) <= 1
        readers: list[Actor | Person] = [self.world.department, self.world.school]
        readers += [*self.players.employers, *self.players.graduates]
        for reader in readers:
            await self._tabs_count_their_rows(reader)

    async def _tabs_count_their_rows(self, reader: Actor | Person) -> None:
        client = self.world.as_(reader)
        counted = (await client.get("/v1/agreements/counts", params={"cohort": COHORT})).json()
        tabs = {tab["code"]: tab["count"] for tab in counted["tabs"]}
        rows: Counter[str] = Counter()
        cursor = None
        while True:
            page = (
                await client.get("/v1/agreements", params={"limit": 200} | ({"cursor": cursor} if cursor else {}))
            ).json()
            rows.update(row["status"]["tab"]["code"] for row in page["items"])
            if (cursor := page["next_cursor"]) is None:
                break
        assert {code: count for code, count in tabs.items() if count} == dict(rows)


class TestThePlay:
    @pytest.mark.timeout(900)
    async def test_finds_no_difference_between_the_service_and_the_guides(
        self, harness: ServiceHarness, world: World, time: Time
    ) -> None:
        class Playing(Play):
            done: Counter[str] = Counter()

        Playing.loop, Playing.world, Playing.time = asyncio.get_running_loop(), world, time
        limits = settings(
            max_examples=MOST_PLAYS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        await asyncio.to_thread(run_state_machine_as_test, Playing, settings=limits)
        assert set(Playing.done) == set(VERBS), Playing.done
