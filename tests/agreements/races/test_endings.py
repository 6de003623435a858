"""Endings that meet something else: exactly one order of events, and everybody is told the same."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from agreements.records import store
from common.auth.actors import Graduate
from common.contracts.agreements import (
    AgreementDisputed,
    AgreementInvalidated,
    AgreementPassedByDepartment,
    AgreementSigned,
    AgreementVoided,
    InvitationAccepted,
    RescissionRequested,
)
from common.contracts.identity import GraduateRemoved
from common.messaging.consumer import Done
from common.messaging.outbox import emit_all
from tests.agreements.endings.support import NOT_MINE, WHY
from tests.agreements.races.support import (
    ROUNDS,
    both,
    in_batches,
    inconsistencies,
    live_agreements_per_graduate,
    refused_with,
    statuses_of,
)
from tests.agreements.rescission.support import FURTHER_STUDY
from tests.agreements.world import COHORT, SCHOOL, Person, World

FEWER = 100
PLANT = text("""
INSERT INTO agreements SELECT (jsonb_populate_record(a, jsonb_build_object(
    'id', new.id, 'graduate_id', new.owner, 'number', new.number, 'version', 1))).*
FROM agreements a, unnest(CAST(:ids AS uuid[]), CAST(:owners AS uuid[]), CAST(:numbers AS text[]))
    AS new (id, owner, number)
WHERE a.id = CAST(:like AS uuid)
""")


async def ended(world: World) -> Counter[str]:
    """How many agreements stand where."""
    rows = await world.harness.rows("SELECT status, count(*) AS many FROM agreements GROUP BY status")
    return Counter({row.status: row.many for row in rows})


async def planted(world: World, signed: dict[str, Any], number: int) -> list[tuple[str, Graduate]]:
    """So many agreements like a signed one, each of a graduate of its own and at the beginning of its history."""
    graduates = [
        Graduate(
            id=uuid4(), name=f"毕业生{place}", graduate_id=uuid4(), school_code=SCHOOL, cohort=COHORT, confirmed=True
        )
        for place in range(number)
    ]
    ids = [uuid4() for _ in graduates]
    said = (await world.harness.emitted(AgreementSigned))[0]
    first = {
        "version": 1,
        "at": said.signed_at,
        "actor_role": "clock",
        "actor_id": None,
        "actor_name": "系统",
        "action": "pass",
        "from_status": "in_review",
        "to_status": "signed",
        "at_step": "school",
        "reason": None,
        "detail": None,
    }
    async with world.harness.context.database.transaction() as session:
        owners = [graduate.graduate_id for graduate in graduates]
        numbers = [f"{place:018}" for place in range(number)]
        await session.execute(PLANT, {"like": signed["id"], "ids": ids, "owners": owners, "numbers": numbers})
        await store.add_first_history(session, [{"agreement_id": agreement, **first} for agreement in ids])
        changed = [
            {"agreement_id": agreement, "graduate_id": owner} for agreement, owner in zip(ids, owners, strict=True)
        ]
        await emit_all(session, [(said.model_copy(update=facts), 1) for facts in changed])
    return [(str(agreement), graduate) for agreement, graduate in zip(ids, graduates, strict=True)]


async def reviewed(world: World, person: Person) -> str:
    """An agreement that the department is about to pass."""
    sent = await world.invite(await world.employer(), person)
    return str((await world.accept(person, sent["id"]))["id"])


@pytest.mark.timeout(600)
class TestVoidAndRescission:
    async def test_void_wins_in_the_end_whichever_comes_first(self, world: World) -> None:
        """The request may come before, and then ends with the agreement; it never comes after."""
        employer = await world.employer()
        signed = await planted(world, await world.signed(employer, await world.graduate()), ROUNDS)

        async def round_(number: int) -> tuple[httpx.Response, ...]:
            agreement, graduate = signed[number]
            void = world.post(world.school, agreement, "void", **WHY)
            ask = world.post(graduate if number % 2 else employer, agreement, "request-rescission", **FURTHER_STUDY)
            return await (both(void, ask) if number % 4 < 2 else _turned(ask, void))

        rounds = await in_batches(round_)
        outcomes = statuses_of(rounds)
        assert set(outcomes) <= {(200, 200), (200, 409)}
        assert set(refused_with(rounds)) <= {("agreements.not_in_this_state", "status_allows_this_action")}
        assert await ended(world) == {"voided": ROUNDS, "signed": 1}
        assert len(await world.harness.emitted(AgreementVoided)) == ROUNDS
        assert len(await world.harness.emitted(RescissionRequested)) == outcomes[200, 200]
        assert await inconsistencies(world) == []


@pytest.mark.timeout(600)
class TestDisputeAndPass:
    async def test_a_case_stops_the_review_or_follows_it(self, world: World) -> None:
        async def round_(number: int) -> tuple[httpx.Response, ...]:
            person = await world.graduate()
            agreement = await reviewed(world, person)
            dispute = world.post(person, agreement, "dispute", **NOT_MINE)
            passing = world.post(world.department, agreement, "pass")
            return await (both(dispute, passing) if number % 2 else _turned(passing, dispute))

        rounds = await in_batches(round_, FEWER)
        outcomes = statuses_of(rounds)
        assert set(outcomes) <= {(200, 200), (200, 409)}
        assert set(refused_with(rounds)) <= {("agreements.agreement_frozen", "agreement_is_not_frozen")}
        assert len(await world.harness.emitted(AgreementDisputed)) == FEWER
        assert len(await world.harness.emitted(AgreementPassedByDepartment)) == outcomes[200, 200]
        assert await inconsistencies(world) == []

    async def test_a_double_click_opens_one_case(self, world: World) -> None:
        person = await world.graduate()
        agreement = await reviewed(world, person)
        answers = await both(*(world.post(person, agreement, "dispute", **NOT_MINE) for _ in range(4)))
        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 3}
        assert len(await world.harness.rows("SELECT 1 FROM disputes")) == 1


@pytest.mark.timeout(600)
class TestAcceptAndRemoved:
    async def test_whoever_left_the_roster_has_no_live_agreement(self, world: World) -> None:
        """The acceptance may come before, and then ends with the rest; it never comes after."""
        employers = [await world.employer("甲公司"), await world.employer("乙公司")]

        async def round_(number: int) -> httpx.Response:
            person = await world.graduate()
            sent = [(await world.invite(employer, person))["id"] for employer in employers]
            read = await world.terms(person, sent[0])
            body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
            accept = world.as_(person).post(f"/v1/agreements/{sent[0]}/accept", json=body)
            answer, _ = await asyncio.gather(accept, _remove(world, person, after=number % 5))
            return answer

        answers = await in_batches(round_, FEWER)
        accepted = sum(answer.status_code == 200 for answer in answers)
        assert Counter(answer.status_code for answer in answers) == Counter({200: accepted, 409: FEWER - accepted})
        assert len(await world.harness.emitted(InvitationAccepted)) == accepted
        assert len(await world.harness.emitted(AgreementInvalidated)) == 2 * FEWER
        assert await ended(world) == {"invalidated": 2 * FEWER}
        assert await live_agreements_per_graduate(world) == 0
        assert await inconsistencies(world) == []


async def _turned(first: Any, second: Any) -> tuple[httpx.Response, ...]:
    """Both at once with the other one ahead; the answers in the usual order."""
    answers = await both(first, second)
    return answers[1], answers[0]


async def _remove(world: World, person: Person, after: int) -> None:
    """A little later, so that either may come first."""
    for _ in range(after * 40):
        await asyncio.sleep(0)
    event = GraduateRemoved.model_validate(person.facts | {"may_sign": False, "on_roster": False, "reason": "转专业"})
    assert await world.harness.deliver(event, sequence=2) == Done()
