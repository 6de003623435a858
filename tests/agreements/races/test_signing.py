"""Answers, changes of mind, the clock and reviewers at the same moment, a thousand times each.

In every round exactly one is served; whoever comes second is told the state or the rule that the first has made true.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from common.contracts.agreements import (
    AgreementSigned,
    InvitationAccepted,
    InvitationAmended,
    InvitationExpired,
    InvitationWithdrawn,
)
from tests.agreements.conftest import Time
from tests.agreements.races.support import (
    AT_ONCE,
    ROUNDS,
    acceptances,
    both,
    crowd,
    in_batches,
    inconsistencies,
    invite_all,
    live_agreements_per_graduate,
    one_won,
    refused_with,
    statuses_of,
    where_they_stand,
)
from tests.agreements.world import LETTER, World

Answers = tuple[httpx.Response, ...]
pytestmark = pytest.mark.timeout(600)


def all_have_one_winner(rounds: Sequence[Answers]) -> bool:
    return len(rounds) == ROUNDS and all(one_won(answers) for answers in rounds)


class TestAcceptTwo:
    async def test_two_employers_accepted_at_once_are_one_agreement(self, world: World) -> None:
        people = await crowd(world)
        sent = [await invite_all(world, await world.employer(name), people) for name in ("甲公司", "乙公司")]
        bodies = [await acceptances(world, people, agreements) for agreements in sent]

        async def round_(number: int) -> Answers:
            person = people[number]
            return await both(
                *(world.post(person, sent[side][number], "accept", **bodies[side][number]) for side in (0, 1))
            )

        rounds = await in_batches(round_)
        assert all_have_one_winner(rounds)
        assert refused_with(rounds) == {
            ("agreements.graduate_signs_with_another", "graduate_has_no_live_agreement"): ROUNDS
        }
        stands = await where_they_stand(world)
        assert Counter(stands.values()) == {"in_review": ROUNDS, "awaiting_graduate": ROUNDS}
        for number, answers in enumerate(rounds):
            winner = next(side for side in (0, 1) if answers[side].status_code == 200)
            assert stands[sent[winner][number]] == "in_review"
        assert len(await world.harness.emitted(InvitationAccepted)) == ROUNDS
        assert await live_agreements_per_graduate(world) == 1
        assert await inconsistencies(world) == []


class TestAcceptAndWithdraw:
    async def test_one_of_both_counts(self, world: World) -> None:
        employer, people = await world.employer(), await crowd(world)
        sent = await invite_all(world, employer, people)
        bodies = await acceptances(world, people, sent)

        async def round_(number: int) -> Answers:
            accept = world.post(people[number], sent[number], "accept", **bodies[number])
            withdraw = world.post(employer, sent[number], "withdraw-invitation")
            if number % 2:
                return await both(accept, withdraw)
            return (await both(withdraw, accept))[::-1]

        rounds = await in_batches(round_)
        assert all_have_one_winner(rounds)
        outcomes = statuses_of(rounds)
        assert set(outcomes) == {(200, 409), (409, 200)}
        assert refused_with(rounds) == {("agreements.not_in_this_state", "status_allows_this_action"): ROUNDS}
        stands = await where_they_stand(world)
        for number, (accepted, withdrawn) in enumerate(rounds):
            won, lost = (accepted, withdrawn) if accepted.status_code == 200 else (withdrawn, accepted)
            assert won.json()["status"]["code"] == lost.json()["state"] == stands[sent[number]]
        assert len(await world.harness.emitted(InvitationAccepted)) == outcomes[200, 409]
        assert len(await world.harness.emitted(InvitationWithdrawn)) == outcomes[409, 200]
        assert await inconsistencies(world) == []


class TestAcceptAndAmend:
    async def test_nobody_is_bound_to_terms_they_have_not_read(self, world: World) -> None:
        employer, people = await world.employer(), await crowd(world)
        sent = await invite_all(world, employer, people)
        bodies = await acceptances(world, people, sent)

        async def round_(number: int) -> Answers:
            accept = world.post(people[number], sent[number], "accept", **bodies[number])
            body = {"letter": LETTER | {"job_title": "架构师"}, "version": 1}
            amend = world.post(employer, sent[number], "amend-invitation", **body)
            if number % 2:
                return await both(accept, amend)
            return (await both(amend, accept))[::-1]

        rounds = await in_batches(round_)
        assert all_have_one_winner(rounds)
        outcomes = statuses_of(rounds)
        assert set(outcomes) == {(200, 409), (409, 200)}
        assert refused_with(rounds) == {
            ("agreements.not_in_this_state", "status_allows_this_action"): outcomes[200, 409],
            ("agreements.terms_changed", "terms_are_those_read"): outcomes[409, 200],
        }
        rows = await world.harness.rows(
            "SELECT status, job_title, terms_version, count(*) FROM agreements GROUP BY 1, 2, 3"
        )
        assert {tuple(row) for row in rows} == {
            ("in_review", "算法工程师", 1, outcomes[200, 409]),
            ("awaiting_graduate", "架构师", 2, outcomes[409, 200]),
        }
        assert len(await world.harness.emitted(InvitationAmended)) == outcomes[409, 200]
        assert await inconsistencies(world) == []


class TestAcceptAndExpire:
    async def test_an_answer_in_time_is_never_undone_and_a_late_one_never_counts(
        self, world: World, time: Time
    ) -> None:
        """Time runs out while graduates answer and two workers end what nobody answered."""
        people = await crowd(world)
        time.is_("2026-11-12T10:00:00+08:00")
        sent = await invite_all(world, await world.employer(), people, valid_days=1)
        bodies = await acceptances(world, people, sent)
        answers: list[httpx.Response] = []
        for start in range(0, ROUNDS, AT_ONCE):
            batch = range(start, start + AT_ONCE)
            looks = timedelta(microseconds=200 + start % 7 * 40)
            time.passes("2026-11-13T23:59:59.980000+08:00", each_look=looks)
            *told, _, _ = await asyncio.gather(
                *(world.post(people[number], sent[number], "accept", **bodies[number]) for number in batch),
                world.harness.run_job("expire_invitations"),
                world.harness.run_job("expire_invitations"),
            )
            answers += [answer for answer in told if isinstance(answer, httpx.Response)]
        time.is_("2026-11-14T00:00:01+08:00")
        await world.harness.run_job("expire_invitations")
        stands = await where_they_stand(world)
        ended = {200: "in_review", 409: "expired"}
        assert [stands[agreement] for agreement in sent] == [ended[answer.status_code] for answer in answers]
        rules = set(refused_with([answers]))
        assert rules <= {
            ("agreements.not_in_this_state", "status_allows_this_action"),
            ("agreements.invitation_overdue", "before_the_deadline"),
        }
        counted = Counter(answer.status_code for answer in answers)
        assert set(counted) == {200, 409}
        assert len(await world.harness.emitted(InvitationExpired)) == counted[409]
        late = await world.harness.rows("SELECT 1 FROM agreements WHERE accepted_at >= deadline")
        assert late == []
        assert await inconsistencies(world) == []


class TestPassAndPass:
    async def test_two_reviewers_pass_once_and_number_without_a_gap(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        people = await crowd(world)
        sent = await invite_all(world, await world.employer(), people)
        bodies = await acceptances(world, people, sent)
        colleague = replace(world.school, id=uuid4(), name="钱老师")

        async def accept(number: int) -> httpx.Response:
            return await world.post(people[number], sent[number], "accept", **bodies[number])

        assert {answer.status_code for answer in await in_batches(accept)} == {200}

        async def round_(number: int) -> Answers:
            return await both(*(world.post(reviewer, sent[number], "pass") for reviewer in (world.school, colleague)))

        rounds = await in_batches(round_)
        assert all_have_one_winner(rounds)
        assert refused_with(rounds) == {("agreements.not_in_this_state", "status_allows_this_action"): ROUNDS}
        numbers = [row.number for row in await world.harness.rows("SELECT number FROM agreements ORDER BY number")]
        assert [int(number[9:16]) for number in numbers] == list(range(1, ROUNDS + 1))
        assert len(await world.harness.emitted(AgreementSigned)) == ROUNDS
        assert await inconsistencies(world) == []
