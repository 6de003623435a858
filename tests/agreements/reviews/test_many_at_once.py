"""The same decision on many agreements: each has its own record and its own result."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import Actor, SchoolUser
from common.contracts.agreements import AgreementSigned
from tests.agreements.world import DEPARTMENT, World

WHY = {"reason_code": "other", "detail": "岗位名称与单位说明不符"}

MARKED = {"detail": "岗位名称不符", "fields": ["letter.job_title"]}
STALE = "version_is_the_one_read"


async def in_review(world: World, count: int) -> list[dict[str, Any]]:
    """So many agreements that wait for the department."""
    employer, found = await world.employer(), []
    for _ in range(count):
        person = await world.graduate()
        sent = await world.invite(employer, person)
        found.append(await world.accept(person, sent["id"]))
    return found


async def at_the_school(world: World, count: int) -> list[dict[str, Any]]:
    return [await world.pass_as(world.department, each["id"]) for each in await in_review(world, count)]


async def review(world: World, actor: Actor, rows: list[dict[str, Any]], **what: Any) -> httpx.Response:
    items = [{"agreement_id": row["id"], "version": row["version"]} for row in rows]
    return await world.as_(actor).post("/v1/reviews", json={"decision": "pass", "items": items} | what)


def outcomes(answer: httpx.Response) -> list[str]:
    """The status, or the code of the refusal, of each."""
    assert answer.status_code == 200, answer.text
    return [each["status"]["code"] if each["ok"] else each["problem"]["code"] for each in answer.json()["results"]]


class TestMany:
    async def test_each_gets_its_own_number_history_and_event(self, world: World) -> None:
        rows = await at_the_school(world, 3)
        answer = await review(world, world.school, rows)
        assert outcomes(answer) == ["signed"] * 3
        assert (answer.json()["done"], answer.json()["refused"]) == (3, 0)
        whole = [await world.read(world.school, row["id"]) for row in rows]
        assert len({each["number"] for each in whole}) == 3
        assert [each["timeline"][-1]["action"]["label"] for each in whole] == ["学校审核通过"] * 3
        assert [each["version"] for each in whole] == [each["version"] for each in answer.json()["results"]]
        said = await world.harness.emitted(AgreementSigned)
        assert {event.agreement_number for event in said} == {each["number"] for each in whole}

    async def test_one_refusal_undoes_no_other(self, world: World) -> None:
        first, waiting, last = await at_the_school(world, 2), await in_review(world, 1), await at_the_school(world, 1)
        answer = await review(world, world.school, [*first, *waiting, *last])
        assert outcomes(answer) == ["signed", "signed", "agreements.not_at_this_step", "signed"]
        refused = answer.json()["results"][2]["problem"]
        assert refused["rule"] == "reviewer_is_at_this_step"
        assert refused["title"]
        assert refused["detail"]
        assert (await world.read(world.school, waiting[0]["id"]))["version"] == waiting[0]["version"]

    async def test_rejects_all_for_the_same_reason(self, world: World) -> None:
        rows = await in_review(world, 2)
        assert outcomes(await review(world, world.department, rows, decision="reject", **WHY)) == ["rejected"] * 2
        for row in rows:
            rejection = (await world.read(world.department, row["id"]))["rejection"]
            assert (rejection["reason"]["code"], rejection["detail"]) == (WHY["reason_code"], WHY["detail"])

    async def test_what_has_changed_since_it_was_read_is_refused(self, world: World) -> None:
        [stale, fresh] = await in_review(world, 2)
        await world.pass_as(world.department, stale["id"])
        answer = await review(world, world.department, [stale, fresh])
        assert outcomes(answer) == ["agreements.changed_meanwhile", "in_review"]
        problem = answer.json()["results"][0]["problem"]
        assert (problem["rule"], bool(problem["who_can_change"])) == (STALE, True)

    async def test_those_of_others_are_not_there(self, world: World) -> None:
        [row] = await in_review(world, 1)
        stranger = SchoolUser(id=uuid4(), name="李老师", school_code="19902")
        unknown = {"id": str(uuid4()), "version": 1}
        assert outcomes(await review(world, stranger, [row, unknown])) == ["agreements.no_such_agreement"] * 2

    async def test_sent_twice_it_is_done_once(self, world: World) -> None:
        rows = await in_review(world, 2)
        items = [{"agreement_id": row["id"], "version": row["version"]} for row in rows]
        answers = [
            await world.as_(world.department).post(
                "/v1/reviews",
                json={"decision": "pass", "items": items},
                headers={"Idempotency-Key": "review-all-1"},
            )
            for _ in range(2)
        ]
        assert answers[0].json() == answers[1].json()
        assert outcomes(answers[1]) == ["in_review"] * 2


class TestBadInput:
    @pytest.mark.parametrize(
        ("what", "field"),
        [
            ({"decision": "accept"}, "decision"),
            ({"decision": "reject", "detail": "不符"}, "reason_code"),
            ({"decision": "reject", "reason_code": "other"}, "detail"),
            ({"decision": "reject", "reason_code": "unknown", "detail": "不符"}, "reason_code"),
            ({"decision": "return"}, "detail"),
            ({"decision": "return", "detail": "长" * 501}, "detail"),
            ({"reason_code": "other"}, "reason_code"),
            ({"detail": "其实有问题"}, "detail"),
            ({"fields": ["letter.job_title"]}, "fields"),
            ({"decision": "return", "detail": "不符", "reason_code": "other"}, "reason_code"),
            ({"decision": "return", "detail": "不符", "ruling": "mutual"}, "ruling"),
            ({"decision": "reject", **WHY, "fields": ["letter.job_title"]}, "fields"),
            ({"decision": "reject", **WHY, "ruling": "mutual"}, "ruling"),
            ({"items": []}, "items"),
            ({"items": [{"agreement_id": str(uuid4()), "version": 1}] * 2}, "items"),
            ({"items": [{"agreement_id": str(uuid4()), "version": 1} for _ in range(201)]}, "items"),
            ({"items": [{"agreement_id": "1", "version": 1}]}, "items.0.agreement_id"),
            ({"items": [{"agreement_id": str(uuid4()), "version": "1"}]}, "items.0.version"),
        ],
    )
    async def test_names_the_field(self, world: World, what: dict[str, Any], field: str) -> None:
        [row] = await in_review(world, 1)
        answer = await review(world, world.department, [row], **what)
        assert answer.status_code == 422
        assert field in [fault["field"] for fault in answer.json()["errors"]]
        assert (await world.read(world.department, row["id"]))["version"] == row["version"]

    async def test_parties_have_no_part_in_it(self, world: World) -> None:
        [row] = await in_review(world, 1)
        answer = await review(world, world.employer_of(row), [row])
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")


class TestWhatIsNotAskedHere:
    async def test_a_ruling_is_refused_where_nothing_is_rescinded(self, world: World) -> None:
        [row] = await at_the_school(world, 1)
        answer = await review(world, world.school, [row], ruling="mutual")
        assert outcomes(answer) == ["invalid"]
        problem = answer.json()["results"][0]["problem"]
        assert problem["errors"] == [
            {"field": "ruling", "reason": "此步骤不认定解约原因", "remedy": "请去掉认定的解约原因后重新提交。"}
        ]
        assert (problem["detail"], problem["remedy"]) == ("此步骤不认定解约原因", "请去掉认定的解约原因后重新提交。")
        assert (await world.read(world.school, row["id"]))["version"] == row["version"]

    async def test_marks_are_refused_where_something_is_rescinded(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await world.post(person, signed["id"], "request-rescission", reason="family")
        await world.post(world.employer_of(signed), signed["id"], "agree-rescission")
        row = await world.read(world.department, signed["id"])
        said = {"decision": "return", "detail": "请补充", "fields": ["letter.job_title"]}
        answer = await review(world, world.department, [row], **said)
        assert outcomes(answer) == ["invalid"]
        assert [fault["field"] for fault in answer.json()["results"][0]["problem"]["errors"]] == ["fields"]

    async def test_whoever_marks_what_no_letter_has_is_told_so(self, world: World) -> None:
        [row] = await in_review(world, 1)
        said = {"decision": "return", "detail": "请修改", "fields": ["letter.job_title", "x" * 61]}
        answer = await review(world, world.department, [row], **said)
        assert outcomes(answer) == ["invalid"]
        problem = answer.json()["results"][0]["problem"]
        assert problem["detail"] == f"邀请函中没有可标记的字段“{'x' * 60}…”"
        assert problem["remedy"].startswith("可标记的字段：letter.")
        assert "letter.job_title 岗位名称、" in problem["remedy"]


class TestOneThatWasRead:
    """A single review names the version that was read, as many at once do."""

    @pytest.mark.parametrize(("verb", "body"), [("pass", {}), ("reject", WHY), ("return", MARKED)])
    async def test_another_version_is_not_decided_on(self, world: World, verb: str, body: dict[str, Any]) -> None:
        [row] = await in_review(world, 1)
        await world.pass_as(world.department, row["id"])
        refused = await world.post(world.school, row["id"], verb, version=row["version"], **body)
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (409, "agreements.changed_meanwhile", STALE)
        assert told["who_can_change"]
        assert told["version"] == row["version"] + 1
        decided = await world.post(world.school, row["id"], verb, version=told["version"], **body)
        assert decided.status_code == 200, decided.text

    @pytest.mark.parametrize(
        ("verb", "body"),
        [("pass-rescission", {}), ("reject-rescission", WHY), ("return-rescission", {"detail": "请改"})],
    )
    async def test_nor_of_a_rescission(self, world: World, verb: str, body: dict[str, Any]) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await world.post(person, signed["id"], "request-rescission", reason="family")
        await world.post(world.employer_of(signed), signed["id"], "agree-rescission")
        refused = await world.post(world.department, signed["id"], verb, version=signed["version"], **body)
        assert (refused.status_code, refused.json()["rule"]) == (409, STALE)

    @pytest.mark.parametrize("version", [0, "4", 1.5, -1])
    async def test_a_version_is_a_number(self, world: World, version: Any) -> None:
        [row] = await in_review(world, 1)
        refused = await world.post(world.department, row["id"], "pass", version=version)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "version")

    async def test_a_pass_has_no_other_words(self, world: World) -> None:
        [row] = await in_review(world, 1)
        refused = await world.post(world.department, row["id"], "pass", detail="其实有问题")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "detail")


class TestTwoReviewers:
    async def test_overlapping_batches_in_reversed_order_never_wait_for_each_other_for_ever(self, world: World) -> None:
        await world.open_signing(cohort=2028)
        rows = await at_the_school(world, 6)
        employer = await world.employer("乙公司")
        for _ in range(4):
            person = await world.graduate(cohort=2028)
            sent = await world.invite(employer, person)
            await world.accept(person, sent["id"])
            rows.append(await world.pass_as(world.department, sent["id"]))
        other = SchoolUser(id=uuid4(), name="李老师", school_code=world.school.school_code)
        answers = await asyncio.gather(
            review(world, world.school, rows[:8]), review(world, other, list(reversed(rows[2:])))
        )
        signed = [outcome for answer in answers for outcome in outcomes(answer)]
        assert signed.count("signed") == len(rows)
        assert set(signed) == {"signed", "agreements.changed_meanwhile"}

    async def test_a_batch_and_single_reviews_do_neither(self, world: World) -> None:
        rows = await at_the_school(world, 6)
        singles = [world.post(world.school, row["id"], "pass") for row in reversed(rows)]
        answer, *others = await asyncio.gather(review(world, world.school, rows), *singles)
        done = outcomes(answer).count("signed") + [each.status_code for each in others].count(200)
        assert done == len(rows)
        assert {each.status_code for each in others} <= {200, 409}
        assert (await world.read(world.department, rows[0]["id"]))["graduate"]["department"] == DEPARTMENT
