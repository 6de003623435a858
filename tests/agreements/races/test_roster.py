"""The roster changes while somebody begins something with a graduate: what it no longer allows does not stay open."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from agreements.favourites import store as favourites
from agreements.signing.commands import invitations
from common.contracts.agreements import AgreementInvalidated, InvitationSent
from common.contracts.identity import GraduateCorrected, GraduateRemoved
from common.contracts.identity.graduates import GraduateFacts
from common.messaging.consumer import Done
from tests.agreements.favourite_imports.support import rehearsed, row_of, taken_over
from tests.agreements.races.support import Meanwhile, in_batches, inconsistencies
from tests.agreements.world import LETTER, Person, World

ROUNDS = 100
OPEN_INVITATIONS = """
SELECT 1 FROM agreements a JOIN graduates g USING (graduate_id)
WHERE a.status = 'awaiting_graduate' AND (NOT g.on_roster OR g.name <> a.graduate_name)
"""
VALID_FAVOURITES = """
SELECT 1 FROM favourites f JOIN graduates g USING (graduate_id)
WHERE f.invalid_at IS NULL AND (NOT g.on_roster OR g.name <> f.name)
"""
CHANGES = ["removed", "corrected"]


def change(person: Person, what: str) -> GraduateFacts:
    if what == "corrected":
        return GraduateCorrected.model_validate(person.facts | {"name": "更名"})
    return GraduateRemoved.model_validate(person.facts | {"may_sign": False, "on_roster": False, "reason": "转专业"})


def roster(world: World, person: Person, what: str = "removed") -> Meanwhile:
    return Meanwhile(world, lambda: world.harness.deliver(change(person, what), sequence=2))


@pytest.mark.parametrize("what", CHANGES)
class TestJustBeforeItBegins:
    async def test_an_invitation_does_not_outlive_it(
        self, world: World, monkeypatch: pytest.MonkeyPatch, what: str
    ) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        changed = roster(world, person, what)
        changed.before(monkeypatch, invitations, "begin")
        assert (await world.try_to_invite(employer, favourite)).status_code == 201
        assert await changed.result() == Done()
        assert await world.harness.rows(OPEN_INVITATIONS) == []
        assert len(await world.harness.emitted(AgreementInvalidated)) == 1
        assert await inconsistencies(world) == []

    async def test_nor_do_invitations_to_many(self, world: World, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        employer, people = await world.employer(), [await world.graduate() for _ in range(3)]
        sent_to = [await world.favourite(employer, person) for person in people]
        changed = roster(world, people[1], what)
        changed.before(monkeypatch, invitations, "begin_invitations")
        body = {"favourite_ids": sent_to, "letter": LETTER}
        assert (await world.as_(employer).post("/v1/invitations/bulk", json=body)).json()["sent"] == 3
        assert await changed.result() == Done()
        assert await world.harness.rows(OPEN_INVITATIONS) == []
        assert len(await world.harness.emitted(AgreementInvalidated)) == 1
        assert await inconsistencies(world) == []

    async def test_nor_does_a_favourite(self, world: World, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        employer, person = await world.employer(), await world.graduate()
        changed = roster(world, person, what)
        changed.before(monkeypatch, favourites, "add")
        assert (await world.as_(employer).post("/v1/favourites", json=person.as_known())).status_code == 201
        assert await changed.result() == Done()
        assert await world.harness.rows(VALID_FAVOURITES) == []

    async def test_nor_do_imported_favourites(self, world: World, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        employer, people = await world.employer(), [await world.graduate() for _ in range(3)]
        report = await rehearsed(world, employer, [row_of(person) for person in people])
        changed = roster(world, people[1], what)
        changed.before(monkeypatch, favourites, "add_all")
        assert (await taken_over(world, employer, report["id"]))["added"] == 3
        assert await changed.result() == Done()
        assert await world.harness.rows(VALID_FAVOURITES) == []


@pytest.mark.timeout(600)
class TestManyTimes:
    async def test_whoever_left_the_roster_has_no_open_invitation(self, world: World) -> None:
        """The invitation may come before, and then ends; it never comes after."""
        employer = await world.employer()

        async def round_(number: int) -> int:
            person = await world.graduate()
            favourite = await world.favourite(employer, person)

            async def invite(after: int) -> int:
                await _a_little_later(after)
                if number % 2:
                    return (await world.try_to_invite(employer, favourite)).status_code
                body: dict[str, Any] = {"favourite_ids": [favourite], "letter": LETTER}
                told = (await world.as_(employer).post("/v1/invitations/bulk", json=body)).json()
                return 201 if told["sent"] else 409

            async def remove(after: int) -> None:
                await _a_little_later(after)
                assert await world.harness.deliver(change(person, "removed"), sequence=2) == Done()

            answer, _ = await asyncio.gather(invite(number % 3), remove(number % 7))
            return answer

        outcomes = Counter(await in_batches(round_, ROUNDS))
        assert set(outcomes) == {201, 409}
        assert await world.harness.rows(OPEN_INVITATIONS) == []
        sent = len(await world.harness.emitted(InvitationSent))
        ended = len(await world.harness.emitted(AgreementInvalidated))
        assert sent == ended == outcomes[201]
        assert await inconsistencies(world) == []


async def _a_little_later(turns: int) -> None:
    """So that either may come first."""
    for _ in range(turns * 40):
        await asyncio.sleep(0)
