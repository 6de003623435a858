"""Simultaneous requests against PostgreSQL: exactly one outcome, and everybody is told the same."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import httpx

from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementSigned,
    InvitationAccepted,
    InvitationExpired,
    InvitationSent,
)
from tests.agreements.conftest import Time
from tests.agreements.world import LETTER, Person, World

ROUNDS = 60
FEWER = 20


def outcome_of(answers: Iterable[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def consistent(world: World) -> bool:
    """Each agreement has as many history rows and events as versions, in the same order."""
    rows = await world.harness.rows(
        "SELECT a.id, a.version, a.status, array_agg(h.to_status ORDER BY h.version) AS went FROM agreements a"
        " JOIN agreement_history h ON h.agreement_id = a.id GROUP BY a.id"
    )
    said = Counter(envelope.subject for envelope in await world.harness.envelopes())
    return all(row.version == len(row.went) == said[str(row.id)] and row.went[-1] == row.status for row in rows)


async def acceptance(world: World, person: Person, agreement_id: str) -> dict[str, Any]:
    read = await world.terms(person, agreement_id)
    return {"version": read["version"], "terms_sha256": read["terms_sha256"]}


class TestTwoEmployers:
    async def test_one_acceptance_wins_always(self, world: World) -> None:
        employers = [await world.employer("甲公司"), await world.employer("乙公司")]
        for _ in range(ROUNDS):
            person = await world.graduate()
            sent = [(await world.invite(employer, person))["id"] for employer in employers]
            bodies = [await acceptance(world, person, agreement) for agreement in sent]
            accepts = [
                world.as_(person).post(f"/v1/agreements/{agreement}/accept", json=body)
                for agreement, body in zip(sent, bodies, strict=True)
            ]
            answers = await asyncio.gather(*accepts)
            assert outcome_of(answers) == {200: 1, 409: 1}
            [refused] = [answer.json() for answer in answers if answer.status_code == 409]
            assert refused["code"] == "agreements.graduate_signs_with_another"
            assert refused["rule"] == "graduate_has_no_live_agreement"
        live = await world.harness.rows("SELECT status, count(*) FROM agreements GROUP BY status ORDER BY status")
        assert [tuple(row) for row in live] == [("awaiting_graduate", ROUNDS), ("in_review", ROUNDS)]
        assert len(await world.harness.emitted(InvitationAccepted)) == ROUNDS
        assert await consistent(world)


class TestOneInvitation:
    async def test_a_double_click_accepts_once(self, world: World) -> None:
        employer = await world.employer()
        for _ in range(FEWER):
            person = await world.graduate()
            sent = (await world.invite(employer, person))["id"]
            body = await acceptance(world, person, sent)
            accepts = [world.as_(person).post(f"/v1/agreements/{sent}/accept", json=body) for _ in range(3)]
            assert outcome_of(await asyncio.gather(*accepts)) == {200: 1, 409: 2}
        assert await consistent(world)

    async def test_accept_and_decline_have_one_winner(self, world: World) -> None:
        employer = await world.employer()
        for _ in range(FEWER):
            person = await world.graduate()
            sent = (await world.invite(employer, person))["id"]
            body = await acceptance(world, person, sent)
            answers = await asyncio.gather(
                world.as_(person).post(f"/v1/agreements/{sent}/accept", json=body),
                world.as_(person).post(f"/v1/agreements/{sent}/decline"),
            )
            assert outcome_of(answers) == {200: 1, 409: 1}
        assert await consistent(world)

    async def test_accept_and_expire_around_the_deadline_have_one_winner(self, world: World, time: Time) -> None:
        """Time runs out while both are at work. An acceptance in time is never undone, a late one never counts."""
        employer = await world.employer()
        outcomes: Counter[str] = Counter()
        for round_ in range(FEWER):
            person = await world.graduate()
            time.is_("2026-11-12T10:00:00+08:00")
            sent = (await world.invite(employer, person, valid_days=1))["id"]
            body = await acceptance(world, person, sent)
            time.passes(f"2026-11-13T23:59:59.99{round_ % 4 + 6}+08:00", each_look=timedelta(milliseconds=1))
            answer, _ = await asyncio.gather(
                world.as_(person).post(f"/v1/agreements/{sent}/accept", json=body),
                world.harness.run_job("expire_invitations"),
            )
            time.is_("2026-11-14T00:00:01+08:00")
            await world.harness.run_job("expire_invitations")
            ended = await world.read(employer, sent)
            assert ended["status"]["code"] == {200: "in_review", 409: "expired"}[answer.status_code]
            assert ended["accepted_at"] is None or ended["accepted_at"] < ended["deadline"]
            outcomes[ended["status"]["code"]] += 1
        assert outcomes.keys() == {"in_review", "expired"}
        assert await consistent(world)

    async def test_expiry_by_many_workers_at_once_happens_once(self, world: World, time: Time) -> None:
        employer = await world.employer()
        time.is_("2026-11-12T10:00:00+08:00")
        for _ in range(FEWER):
            await world.invite(employer, await world.graduate(), valid_days=1)
        world.harness.context.settings = world.harness.context.settings.model_copy(update={"expiry_batch": 3})
        time.is_("2026-11-14T00:00:00+08:00")
        done = await asyncio.gather(*(world.harness.run_job("expire_invitations") for _ in range(4)))
        assert sum(done) == FEWER
        assert len(await world.harness.emitted(InvitationExpired)) == FEWER
        assert await consistent(world)


class TestInvitingTwice:
    async def test_two_users_of_an_employer_send_one_invitation(self, world: World) -> None:
        employer = await world.employer()
        for _ in range(FEWER):
            person = await world.graduate()
            body = {"favourite_id": await world.favourite(employer, person), "letter": LETTER}
            invites = [world.as_(employer).post("/v1/invitations", json=body) for _ in range(3)]
            answers = await asyncio.gather(*invites)
            assert outcome_of(answers) == {201: 1, 409: 2}
            refused = {answer.json()["code"] for answer in answers if answer.status_code == 409}
            assert refused == {"agreements.invitation_still_open"}
        assert len(await world.harness.emitted(InvitationSent)) == FEWER
        assert await consistent(world)

    async def test_the_same_key_at_the_same_moment_sends_one_and_answers_the_same(self, world: World) -> None:
        employer = await world.employer()
        body = {"favourite_id": await world.favourite(employer, await world.graduate()), "letter": LETTER}
        key = {"Idempotency-Key": "one-and-the-same"}
        answers = await asyncio.gather(
            *(world.as_(employer).post("/v1/invitations", json=body, headers=key) for _ in range(4))
        )
        assert outcome_of(answers) == {201: 4}
        assert len({answer.json()["id"] for answer in answers}) == 1


class TestReviewingTwice:
    async def test_two_reviewers_pass_once_at_each_step(self, world: World) -> None:
        employer = await world.employer()
        for _ in range(FEWER):
            person = await world.graduate()
            sent = (await world.invite(employer, person))["id"]
            await world.accept(person, sent)
            for reviewer in (world.department, world.school):
                passes = [world.post(reviewer, sent, "pass") for _ in range(3)]
                assert outcome_of(await asyncio.gather(*passes)) == {200: 1, 409: 2}
        assert len(await world.harness.emitted(AgreementPassedByDepartment)) == FEWER
        assert len(await world.harness.emitted(AgreementSigned)) == FEWER
        assert await consistent(world)

    async def test_pass_and_reject_have_one_winner(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        employer = await world.employer()
        for _ in range(FEWER):
            person = await world.graduate()
            sent = (await world.invite(employer, person))["id"]
            await world.accept(person, sent)
            answers = await asyncio.gather(
                world.post(world.school, sent, "pass"),
                world.post(world.school, sent, "reject", reason_code="other", detail="信息有误"),
            )
            assert outcome_of(answers) == {200: 1, 409: 1}
        assert await consistent(world)

    async def test_simultaneous_approvals_number_without_a_gap(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        employer = await world.employer()
        waiting = []
        for _ in range(FEWER):
            person = await world.graduate()
            sent = (await world.invite(employer, person))["id"]
            await world.accept(person, sent)
            waiting.append(sent)
        signed = await asyncio.gather(*(world.pass_as(world.school, sent) for sent in waiting))
        serials = sorted(int(agreement["number"][9:16]) for agreement in signed)
        assert serials == list(range(1, FEWER + 1))
