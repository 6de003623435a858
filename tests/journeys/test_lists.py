"""Many at once: invitations to all favourites, the lists with their counts and downloads, a batch of reviews."""

import asyncio
from uuid import uuid4

from deploy.demo.data import COHORT
from deploy.demo.people import Person, until
from deploy.demo.stage import Facts, Stage, path_of
from tests.journeys.casting import COLLEAGUES
from tests.journeys.conftest import SetStage
from tests.journeys.moves import rows_in

DECLINING = 1
STALE = "version_is_the_one_read"


class TestManyAtOnce:
    async def test_invited_together_and_reviewed_together(self, set_stage: SetStage) -> None:
        stage = await set_stage()
        invited = await all_invited(stage)
        for number in COLLEAGUES:
            graduate = await stage.enter(number)
            await stage.told(graduate, "收到签约邀请")
            await stage.accept(graduate, {"id": invited[number]})
        declining = await stage.enter(DECLINING)
        await declining.post(f"{path_of({'id': invited[DECLINING]})}/decline")
        assert await tabs_of(stage.employer) == {"signing": 3, "failed": 1}
        sheet = rows_in(await stage.employer.download("/agreements/v1/agreements/download?tab=signing"))
        assert {row["学生姓名"] for row in sheet} == {stage.data.people[number].name for number in COLLEAGUES}
        assert {row["最新状态"] for row in sheet} == {"学生已应约提交审核中"}

        waiting = await waiting_for(stage.department)
        stale = {"agreement_id": waiting[0]["agreement_id"], "version": 1}
        answer = await stage.department.post("/agreements/v1/reviews", passed([stale, *waiting[1:]]))
        assert [result["ok"] for result in answer["results"]] == [False, True, True]
        assert answer["results"][0]["problem"]["rule"] == STALE
        await stage.department.post("/agreements/v1/reviews", passed(waiting[:1]))
        answer = await stage.school.post("/agreements/v1/reviews", passed(await waiting_for(stage.school)))
        assert (answer["done"], answer["refused"]) == (3, 0)
        await everybody_has_an_agreement(stage, invited)


async def all_invited(stage: Stage) -> dict[int, str]:
    """Favourites, and one invitation to all of them; a favourite that nobody has is refused alone."""
    numbers = (*COLLEAGUES, DECLINING)
    kept = {number: (await stage.keep(stage.employer, number))["id"] for number in numbers}
    body = {"favourite_ids": [*kept.values(), str(uuid4())], "letter": stage.data.employer.letter()}
    answer = await stage.employer.post("/agreements/v1/invitations/bulk", body)
    assert (answer["sent"], answer["refused"]) == (len(numbers), 1)
    assert answer["results"][-1]["problem"]
    sent = {result["favourite_id"]: result["agreement_id"] for result in answer["results"]}
    return {number: sent[favourite_id] for number, favourite_id in kept.items()}


async def tabs_of(employer: Person) -> dict[str, int]:
    """The employer's tabs that hold something, once the workbench shows the same numbers."""
    counts = await employer.get("/agreements/v1/agreements/counts", cohort=COHORT)
    tabs = filled(counts)
    await until(lambda: employer.get("/stats/v1/workbench", cohort=COHORT), lambda bench: filled(bench) == tabs)
    return tabs


def filled(counts: Facts) -> dict[str, int]:
    return {tab["code"]: tab["count"] for tab in counts["tabs"] if tab["count"] and tab["code"] != "favourites"}


async def waiting_for(reviewer: Person) -> list[Facts]:
    """What the reviewer ticks in the list: everything that waits for its own step."""
    rows = (await reviewer.get("/agreements/v1/agreements", waiting_for_me=True))["items"]
    return [{"agreement_id": row["id"], "version": row["version"]} for row in rows]


def passed(items: list[Facts]) -> Facts:
    return {"decision": "pass", "items": items}


async def everybody_has_an_agreement(stage: Stage, invited: dict[int, str]) -> None:
    """A number, a record and a notice each, although they were passed together."""
    assert await tabs_of(stage.employer) == {"signed": 3, "failed": 1}
    graduates = [await stage.enter(number) for number in COLLEAGUES]
    await asyncio.gather(*(stage.told(graduate, "签约成功") for graduate in graduates))
    seen = [await stage.school.get(path_of({"id": invited[number]})) for number in COLLEAGUES]
    assert len({agreement["number"] for agreement in seen}) == len(COLLEAGUES)
    for agreement in seen:
        assert [entry["by_role"] for entry in agreement["timeline"]][-2:] == ["院系用户", "学校用户"]
