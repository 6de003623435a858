"""确认修改 binds the graduate to new terms, so it needs a code as 接受 does: for exactly the corrected terms."""

import asyncio
from typing import Any

import httpx
import pytest

from agreements.acceptance_codes.states import WITHOUT_CODE
from tests.agreements.acceptance_codes.phones import Phones
from tests.agreements.world import LETTER, Person, World

WRONG = "agreements.acceptance_code_refused"
Corrected = tuple[Person, str]


async def read_terms(world: World, person: Person, agreement: str) -> dict[str, Any]:
    read = await world.terms(person, agreement)
    return {"version": read["version"], "terms_sha256": read["terms_sha256"]}


async def try_to_ask(world: World, person: Person, agreement: str, **other: Any) -> httpx.Response:
    body = await read_terms(world, person, agreement) | other
    return await world.post(person, agreement, "acceptance-codes", **body)


async def asked(world: World, person: Person, agreement: str) -> dict[str, Any]:
    answer = await try_to_ask(world, person, agreement)
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


async def try_to_confirm(world: World, person: Person, agreement: str, **other: Any) -> httpx.Response:
    body = await read_terms(world, person, agreement) | other
    return await world.post(person, agreement, "confirm-correction", **body)


async def refused(world: World, person: Person, agreement: str, **other: Any) -> tuple[int, str, str, int]:
    """Status, code, rule, tries left of a confirmation that fails."""
    told = (await try_to_confirm(world, person, agreement, **other)).json()
    return told["status"], told["code"], told["rule"], told["tries_left"]


async def confirmed_with(world: World) -> list[str | None]:
    """What the history says of confirmations."""
    rows = await world.harness.rows("SELECT detail FROM agreement_history WHERE action = 'confirm_correction'")
    return [row.detail for row in rows]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.fixture
async def corrected(world: World, phones: Phones) -> Corrected:
    """Accepted with a code, given back, corrected."""
    employer, person = await world.employer(), await world.graduate()
    agreement = (await world.invite(employer, person))["id"]
    await asked(world, person, agreement)
    assert (await world.try_to_accept(person, agreement, code=phones.newest())).status_code == 200
    back = await world.post(world.department, agreement, "return", detail="岗位名称有误。", fields=["letter.job_title"])
    assert back.status_code == 200, back.text
    right = await world.post(employer, agreement, "correct", letter=LETTER | {"job_title": "测试工程师"})
    assert right.status_code == 200, right.text
    return person, agreement


class TestConfirming:
    async def test_takes_the_code_that_came_and_only_once(
        self, world: World, phones: Phones, corrected: Corrected
    ) -> None:
        assert (await asked(world, *corrected))["required"] is True
        assert [sent["template"] for sent in phones.sent] == [
            "verification_for_acceptance",
            "verification_for_correction",
        ]
        assert phones.sent[-1]["params"]["employer"] == "北京示例科技有限公司"
        answer = await try_to_confirm(world, *corrected, code=phones.newest())
        assert (answer.status_code, answer.json()["status"]["code"]) == (200, "in_review")
        assert await confirmed_with(world) == [None]
        assert await world.harness.rows("SELECT state FROM acceptance_codes") == [("used",)] * 2
        again = await try_to_confirm(world, *corrected, code=phones.newest())
        assert again.json()["rule"] == "status_allows_this_action"

    async def test_without_or_with_a_wrong_code_names_the_rule_and_the_tries_left(
        self, world: World, phones: Phones, corrected: Corrected
    ) -> None:
        await asked(world, *corrected)
        assert await refused(world, *corrected) == (409, WRONG, "code_is_given", 5)
        guess = another(phones.newest())
        for left in (4, 3, 2, 1, 0):
            assert await refused(world, *corrected, code=guess) == (409, WRONG, "code_is_right", left)
        assert await refused(world, *corrected, code=phones.newest()) == (409, WRONG, "code_has_tries_left", 0)
        assert (await world.read(corrected[0], corrected[1]))["status"]["code"] == "confirming"
        assert await confirmed_with(world) == []

    async def test_of_many_guesses_at_once_five_are_answered(
        self, world: World, phones: Phones, corrected: Corrected
    ) -> None:
        await asked(world, *corrected)
        body = await read_terms(world, *corrected)
        right = phones.newest()
        codes = [*(f"{(int(right) + n) % 1_000_000:06d}" for n in range(1, 20)), right]
        person, agreement = corrected
        posted = (world.post(person, agreement, "confirm-correction", **body, code=code) for code in codes)
        rules = [answer.json().get("rule") for answer in await asyncio.gather(*posted)]
        accepted = rules[-1] is None
        assert rules.count("code_is_right") == 5 or (accepted and rules.count("code_is_right") < 5)
        assert None not in rules[:-1]

    async def test_the_code_of_the_acceptance_is_for_other_terms(
        self, world: World, phones: Phones, corrected: Corrected
    ) -> None:
        told = await refused(world, *corrected, code=phones.newest())
        assert told == (409, WRONG, "code_is_for_these_terms", 0)

    async def test_a_code_is_good_for_five_minutes(self, world: World, phones: Phones, corrected: Corrected) -> None:
        await asked(world, *corrected)
        await world.harness.rows("UPDATE acceptance_codes SET expires_at = now() RETURNING 1")
        assert (await refused(world, *corrected, code=phones.newest()))[2] == "code_is_fresh"

    async def test_a_malformed_code_is_no_guess(self, world: World, phones: Phones, corrected: Corrected) -> None:
        await asked(world, *corrected)
        answer = await try_to_confirm(world, *corrected, code="１２３４５６")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "code")
        assert {row.tries for row in await world.harness.rows("SELECT tries FROM acceptance_codes")} == {0}

    async def test_does_without_when_none_can_be_sent_and_its_history_says_so(
        self, world: World, phones: Phones, corrected: Corrected
    ) -> None:
        phones.away = True
        assert (await asked(world, *corrected))["required"] is False
        assert (await try_to_confirm(world, *corrected)).status_code == 200
        assert await confirmed_with(world) == [WITHOUT_CODE]

    async def test_not_without_having_asked(self, world: World, phones: Phones, corrected: Corrected) -> None:
        phones.away = True
        assert (await refused(world, *corrected))[2] == "code_is_for_these_terms"


class TestAsking:
    async def test_no_code_is_sent_for_what_could_not_be_confirmed(
        self, world: World, phones: Phones, corrected: Corrected
    ) -> None:
        sent = len(phones.sent)
        other = await try_to_ask(world, *corrected, terms_sha256="0" * 64)
        assert (other.status_code, other.json()["code"]) == (409, "agreements.terms_changed")
        assert "确认" in other.json()["who_can_change"]
        await asked(world, *corrected)
        assert (await try_to_confirm(world, *corrected, code=phones.newest())).status_code == 200
        late = await try_to_ask(world, *corrected)
        assert (late.status_code, late.json()["rule"]) == (409, "status_allows_this_action")
        assert len(phones.sent) == sent + 1
