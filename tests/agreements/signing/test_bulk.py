"""The same letter to many at once: one result for each, and nobody's refusal is another's."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import EmployerUser
from common.contracts.agreements import InvitationExpired, InvitationSent
from tests.agreements.conftest import Time
from tests.agreements.races.support import inconsistencies
from tests.agreements.records.test_list_costs import statements
from tests.agreements.world import LETTER, RELOCATION, Person, World


async def send(
    world: World, employer: EmployerUser, favourites: list[str], key: str | None = None, **letter: Any
) -> httpx.Response:
    body = {"favourite_ids": favourites, "letter": LETTER | letter}
    headers = {"Idempotency-Key": key} if key else {}
    return await world.as_(employer).post("/v1/invitations/bulk", json=body, headers=headers)


async def people(world: World, employer: EmployerUser, number: int) -> tuple[list[Person], list[str]]:
    """So many graduates, each a favourite."""
    found = [await world.graduate() for _ in range(number)]
    return found, [await world.favourite(employer, person) for person in found]


class TestBulk:
    async def test_invites_each_as_a_single_invitation_does(self, world: World) -> None:
        employer = await world.employer()
        persons, favourites = await people(world, employer, 3)
        answer = await send(world, employer, favourites, relocation=RELOCATION)
        told = answer.json()
        assert (answer.status_code, told["sent"], told["refused"]) == (200, 3, 0)
        assert [result["favourite_id"] for result in told["results"]] == favourites
        alone = await world.invite(employer, await world.graduate(), relocation=RELOCATION)
        for person, result in zip(persons, told["results"], strict=True):
            seen = await world.read(person, result["agreement_id"])
            assert (seen["job"], seen["relocation"], seen["contact"]) == (
                alone["job"],
                alone["relocation"],
                alone["contact"],
            )
            assert [entry["action"]["code"] for entry in seen["timeline"]] == ["invite"]
            assert (await world.accept(person, result["agreement_id"]))["status"]["code"] == "in_review"
        assert len(await world.harness.emitted(InvitationSent)) == 4
        edits = (await world.as_(employer).get("/v1/relocation-profile/edits")).json()["items"]
        assert len(edits) == 1
        assert await inconsistencies(world) == []

    async def test_each_refusal_names_its_rule_and_undoes_nobody_elses(self, world: World) -> None:
        employer = await world.employer()
        [fine, invited, signing], favourites = await people(world, employer, 3)
        await world.invite(employer, invited)
        await world.accept(signing, (await world.invite(employer, signing))["id"])
        other = await world.employer("乙公司")
        foreign = await world.favourite(other, await world.graduate())
        later = await world.graduate(cohort=2028)
        too_early = await world.favourite(employer, later)
        asked = [*favourites, foreign, str(uuid4()), too_early]
        told = (await send(world, employer, asked, report_by="2028-07-01")).json()
        assert (told["sent"], told["refused"]) == (1, 5)
        rules = [result["problem"] and result["problem"]["rule"] for result in told["results"]]
        assert rules == [
            None,
            "employer_has_no_open_invitation_to_graduate",
            "graduate_is_not_signing_with_this_employer",
            None,
            None,
            "signing_is_open",
        ]
        codes = [result["problem"]["code"] for result in told["results"][3:5]]
        assert codes == ["agreements.no_such_favourite"] * 2
        assert told["results"][1]["problem"]["who_can_change"]
        assert (await world.read(fine, told["results"][0]["agreement_id"]))["status"]["code"] == "awaiting_graduate"

    async def test_a_date_too_late_for_one_cohort_is_that_graduates_result(self, world: World) -> None:
        await world.open_signing(cohort=2026)
        employer = await world.employer()
        asked = [await world.favourite(employer, await world.graduate(cohort=cohort)) for cohort in (2026, 2027)]
        told = (await send(world, employer, asked, report_by="2028-07-01")).json()
        assert [bool(result["agreement_id"]) for result in told["results"]] == [False, True]
        problem = told["results"][0]["problem"]
        assert problem["detail"] == "报到期限不在2025年至2027年之间，与2026届毕业生不符"
        assert problem["remedy"] == "请核对年份。"
        assert problem["errors"] == [
            {"field": "letter.report_by", "reason": problem["detail"], "remedy": problem["remedy"]}
        ]

    async def test_what_the_clock_has_not_yet_ended_is_ended_first(self, world: World, time: Time) -> None:
        employer = await world.employer()
        time.is_("2026-11-12T10:00:00+08:00")
        [person, _], favourites = await people(world, employer, 2)
        await world.invite(employer, person, valid_days=1)
        time.is_("2026-11-14T00:00:00+08:00")
        assert (await send(world, employer, favourites)).json()["sent"] == 2
        assert len(await world.harness.emitted(InvitationExpired)) == 1
        assert await inconsistencies(world) == []

    async def test_the_same_key_sends_once_and_answers_the_same(self, world: World) -> None:
        employer = await world.employer()
        _, favourites = await people(world, employer, 2)
        first, second = [await send(world, employer, favourites, "one-and-the-same") for _ in range(2)]
        assert first.json() == second.json()
        assert len(await world.harness.emitted(InvitationSent)) == 2

    async def test_a_thousand_cost_as_many_statements_as_two(self, world: World) -> None:
        employer = await world.employer()
        costs = []
        for number in (2, 30):
            _, favourites = await people(world, employer, number)
            with statements(world) as said:
                assert (await send(world, employer, favourites)).json()["sent"] == number
            costs.append(len(said))
        assert costs[0] == costs[1] <= 16

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"favourite_ids": []}, "favourite_ids"),
            ({"favourite_ids": ["nobody"]}, "favourite_ids.0"),
            ({"favourite_ids": [str(uuid4())] * 2}, "favourite_ids"),
            ({"favourite_ids": [str(uuid4()) for _ in range(1001)]}, "favourite_ids"),
            ({"letter": LETTER | {"regular_pay": "面议"}}, "letter.regular_pay"),
            ({"letter": LETTER | {"report_by": "2020-01-01"}}, "letter.report_by"),
        ],
    )
    async def test_refuses_what_makes_no_sense_for_anybody(
        self, world: World, body: dict[str, Any], field: str
    ) -> None:
        employer = await world.employer()
        _, favourites = await people(world, employer, 1)
        whole = {"favourite_ids": favourites, "letter": LETTER} | body
        refused = await world.as_(employer).post("/v1/invitations/bulk", json=whole)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        assert await world.harness.emitted(InvitationSent) == []

    async def test_an_unverified_employer_invites_nobody(self, world: World) -> None:
        employer = await world.employer()
        _, favourites = await people(world, employer, 2)
        await world.forget_employers()
        told = (await send(world, employer, favourites)).json()
        assert {result["problem"]["rule"] for result in told["results"]} == {"employer_is_verified"}


class TestAtOnce:
    async def test_overlapping_requests_send_each_invitation_once(self, world: World) -> None:
        employer = await world.employer()
        _, favourites = await people(world, employer, 20)
        single = {"favourite_id": favourites[7], "letter": LETTER}
        answers = await asyncio.gather(
            send(world, employer, favourites),
            send(world, employer, favourites[::-1]),
            send(world, employer, favourites[5:15]),
            world.as_(employer).post("/v1/invitations", json=single),
        )
        assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
        sent = sum(answer.json()["sent"] for answer in answers[:3]) + (answers[3].status_code == 201)
        assert sent == 20
        assert len(await world.harness.emitted(InvitationSent)) == 20
        refused = {r["problem"]["code"] for a in answers[:3] for r in a.json()["results"] if r["problem"]}
        assert refused == {"agreements.invitation_still_open"}
        assert await inconsistencies(world) == []
