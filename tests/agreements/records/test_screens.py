"""What one agreement says of itself to its readers, and to the printer."""

from typing import Any

import httpx

from agreements.records.queries.parts import REFUSED
from agreements.records.states import Status
from tests.agreements.offline.support import WHY, done, passed, submit, upload
from tests.agreements.world import LETTER, Person, World


class TestNotPassed:
    async def refused_copy(self, world: World, person: Person) -> dict[str, Any]:
        sheet = await submit(world, person)
        await passed(world, sheet["id"])
        await upload(world, person, sheet["id"])
        await world.pass_as(world.department, sheet["id"])
        return await done(world, world.school, sheet["id"], "reject", **WHY)

    async def test_is_noted_while_it_stands_so(self, world: World) -> None:
        shown = await self.refused_copy(world, await world.graduate())
        assert (shown["status"]["label"], shown["status"]["note"]) == ("签约审核不通过", "(学校审核不通过)")
        assert shown["rejection"]["detail"] == WHY["detail"]

    async def test_is_not_why_a_graduate_gave_it_up(self, world: World) -> None:
        person = await world.graduate()
        copy = await self.refused_copy(world, person)
        shown = await done(world, person, copy["id"], "discard")
        assert (shown["status"]["label"], shown["status"]["note"]) == ("学生已撤回", None)
        assert shown["rejection"] is None
        assert any(entry["detail"] == WHY["detail"] for entry in shown["timeline"])


class TestReviewWord:
    async def labels(self, world: World, agreement_id: str) -> tuple[list[str], dict[str, str]]:
        shown = await world.read(world.school, agreement_id)
        actions = {option["action"]: option["label"] for option in shown["actions"]}
        return [step["label"] for step in shown["progress"]], actions

    async def test_is_the_provinces_before_it_is_frozen(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        sent = await world.invite(await world.employer(), await world.graduate())
        steps, actions = await self.labels(world, sent["id"])
        assert steps[2:] == ["院系鉴证", "学校鉴证"]
        assert (actions["pass"], actions["reject"]) == ("鉴证通过", "鉴证不通过")

    async def test_stays_what_was_accepted(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await world.set_agreement_type("two_party")
        steps, actions = await self.labels(world, sent["id"])
        assert (steps[2:], actions["pass"]) == (["院系审核", "学校审核"], "审核通过")


class TestPrintedConfirmation:
    async def printed(self, world: World, agreement_id: str) -> dict[str, Any]:
        await passed(world, agreement_id)
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{agreement_id}/sheet")).json()
        return sheet["confirmations"]

    async def answer(self, world: World, person: Person, agreement_id: str, verb: str) -> httpx.Response:
        read = await world.terms(person, agreement_id)
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
        return await world.post(person, agreement_id, verb, **body)

    async def times(self, world: World, agreement_id: str, action: str) -> list[str]:
        timeline = (await world.read(world.school, agreement_id))["timeline"]
        return [entry["at"] for entry in timeline if entry["action"]["code"] == action]

    async def test_is_the_invitation_that_was_accepted_unchanged(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        confirmed = (await self.printed(world, sent["id"]))["employer"]
        assert (confirmed["by"], [confirmed["at"]]) == (employer.name, await self.times(world, sent["id"], "invite"))

    async def test_is_by_whoever_amended_it_last(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        body = {"letter": LETTER | {"job_title": "架构师"}, "version": 1}
        await done(world, world.employer_of(sent), sent["id"], "amend-invitation", **body)
        await world.accept(person, sent["id"])
        confirmed = (await self.printed(world, sent["id"]))["employer"]
        assert confirmed["by"] == "另一位专员"
        assert [confirmed["at"]] == await self.times(world, sent["id"], "amend_invitation")

    async def test_is_the_correction_that_the_graduate_confirmed(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await done(world, world.department, sent["id"], "return", detail="请核对。", fields=["letter.job_title"])
        for title, verb in (("架构师", "refuse-correction"), ("工程师", "confirm-correction")):
            letter = LETTER | {"job_title": title}
            await done(world, world.employer_of(sent), sent["id"], "correct", letter=letter)
            if verb == "refuse-correction":
                await done(world, person, sent["id"], verb, detail="不是约定的岗位。")
            else:
                assert (await self.answer(world, person, sent["id"], verb)).status_code == 200
        confirmed = await self.printed(world, sent["id"])
        corrections = await self.times(world, sent["id"], "correct")
        assert (confirmed["employer"]["at"], len(corrections)) == (corrections[-1], 2)
        assert confirmed["employer"]["at"] < confirmed["graduate"]["at"]


def test_the_note_knows_every_way_of_not_passing() -> None:
    named = {status for status in Status if status.value.endswith(("rejected", "refused"))}
    assert named - {Status.RESCISSION_REJECTED} == REFUSED
