"""退回修改: a reviewer marks fields, the employer corrects them, the graduate confirms the difference."""

from typing import Any

import httpx
import pytest

from common.contracts.agreements import (
    AgreementCorrected,
    AgreementRejected,
    AgreementReturned,
    CorrectionConfirmed,
    CorrectionRefused,
)
from tests.agreements.world import LETTER, RELOCATION, Person, World

WHY = "岗位名称与实际不符"
Accepted = tuple[Person, dict[str, Any]]


@pytest.fixture
async def accepted(world: World) -> Accepted:
    """A graduate whose acceptance the department reviews."""
    employer, person = await world.employer(), await world.graduate()
    sent = await world.invite(employer, person, relocation=RELOCATION)
    return person, await world.accept(person, sent["id"])


async def give_back(world: World, agreement: dict[str, Any], *fields: str, by: Any = None) -> httpx.Response:
    body = {"detail": WHY, "fields": list(fields)}
    return await world.post(by or world.department, agreement["id"], "return", **body)


async def correct(world: World, agreement: dict[str, Any], **letter: Any) -> httpx.Response:
    body = LETTER | {"relocation": RELOCATION} | letter
    return await world.post(world.employer_of(agreement), agreement["id"], "correct", letter=body)


async def confirm(world: World, person: Person, agreement_id: str) -> httpx.Response:
    read = await world.terms(person, agreement_id)
    body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
    return await world.post(person, agreement_id, "confirm-correction", **body)


class TestReturn:
    async def test_marks_fields_and_tells_the_employer(self, world: World, accepted: Accepted) -> None:
        agreement = accepted[1]
        answer = await give_back(world, agreement, "letter.job_title", "relocation.file_phone", "letter.job_title")
        assert answer.json()["status"]["label"] == "退回修改 等待单位修改"
        seen = await world.read(world.employer_of(agreement), agreement["id"])
        assert seen["return_detail"] == WHY
        assert [field["label"] for field in seen["return_fields"]] == ["岗位名称", "档案转寄单位联系方式"]
        assert seen["due_at"]
        [said] = await world.harness.emitted(AgreementReturned)
        assert (said.step, said.detail) == ("department", WHY)
        assert said.return_fields == ["岗位名称", "档案转寄单位联系方式"]

    async def test_the_reviewer_chooses_from_the_fields_of_a_letter(self, world: World, accepted: Accepted) -> None:
        seen = await world.read(world.department, accepted[1]["id"])
        offered = [field["code"] for field in seen["markable_fields"]]
        assert "letter.regular_pay" in offered
        assert "letter.valid_days" not in offered
        assert (await give_back(world, accepted[1], *offered)).status_code == 200

    @pytest.mark.parametrize(
        "fields", [[], ["letter.valid_days"], ["job_title"], ["letter.job_title", "letter.no_such"], ["x" * 61]]
    )
    async def test_refuses_marks_that_are_none(self, world: World, accepted: Accepted, fields: list[str]) -> None:
        refused = await give_back(world, accepted[1], *fields)
        assert refused.status_code == 422
        fault = refused.json()["errors"][0]
        assert fault["field"] == "fields"
        assert fault["reason"].startswith(("邀请函中没有可标记的字段", "没有标记字段"))

    async def test_is_for_whose_step_it_is(self, world: World, accepted: Accepted) -> None:
        refused = await give_back(world, accepted[1], "letter.job_title", by=world.school)
        assert (refused.status_code, refused.json()["rule"]) == (409, "reviewer_is_at_this_step")


class TestCorrect:
    async def test_changes_what_is_marked_and_waits_for_the_graduate(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await give_back(world, agreement, "letter.job_title")
        answer = await correct(world, agreement, job_title="测试工程师")
        corrected = answer.json()
        assert (answer.status_code, corrected["status"]["label"]) == (200, "单位已修改 等待学生确认")
        assert (corrected["job_title"], corrected["deadline"]) == ("测试工程师", agreement["deadline"])
        changes = (await world.terms(person, agreement["id"]))["changes"]
        assert [(one["title"], one["before"], one["after"]) for one in changes] == [
            ("岗位名称", "算法工程师", "测试工程师")
        ]
        [said] = await world.harness.emitted(AgreementCorrected)
        assert said.terms_version == 2

    async def test_refuses_every_field_that_is_not_marked_by_name(self, world: World, accepted: Accepted) -> None:
        await give_back(world, accepted[1], "letter.job_title")
        moved = RELOCATION | {"file_contact": "李敏"}
        refused = await correct(world, accepted[1], job_title="测试工程师", penalty="1", relocation=moved)
        told = refused.json()
        assert (refused.status_code, [fault["field"] for fault in told["errors"]]) == (
            422,
            ["letter.penalty", "letter.relocation.file_contact"],
        )
        assert "违约金" in told["errors"][0]["reason"]
        assert (await world.read(world.school, accepted[1]["id"]))["status"]["code"] == "correction"

    async def test_refuses_a_correction_that_corrects_nothing(self, world: World, accepted: Accepted) -> None:
        await give_back(world, accepted[1], "letter.job_title")
        refused = await correct(world, accepted[1])
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "letter")

    async def test_another_time_to_answer_is_refused_and_not_dropped(self, world: World, accepted: Accepted) -> None:
        await give_back(world, accepted[1], "letter.job_title")
        refused = await correct(world, accepted[1], job_title="测试工程师", valid_days=9)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "letter.valid_days")
        kept = await correct(world, accepted[1], job_title="测试工程师", valid_days=LETTER["valid_days"])
        assert kept.status_code == 200

    async def test_who_no_longer_takes_the_file_leaves_out_where_it_went(
        self, world: World, accepted: Accepted
    ) -> None:
        await give_back(world, accepted[1], "relocation.accepts_file", "relocation.accepts_household")
        assert (await correct(world, accepted[1], relocation=None)).status_code == 200

    async def test_an_impossible_date_is_refused_when_it_is_the_correction(
        self, world: World, accepted: Accepted
    ) -> None:
        await give_back(world, accepted[1], "letter.report_by")
        for date in ("2020-01-01", "2031-01-01"):
            refused = await correct(world, accepted[1], report_by=date)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "letter.report_by")

    async def test_is_refused_before_anything_was_returned(self, world: World, accepted: Accepted) -> None:
        refused = await correct(world, accepted[1], job_title="测试工程师")
        told = refused.json()
        assert (refused.status_code, told["rule"], told["state"]) == (409, "status_allows_this_action", "in_review")


class TestWhatTheSchoolHasAmended:
    """The employer corrects the letter that is shown, and the graduate reads all of the difference."""

    PLACE = "上海市浦东新区"

    @pytest.fixture
    async def returned(self, world: World, accepted: Accepted) -> Accepted:
        """Amended by the school, then returned for its 岗位名称."""
        body = {"changes": {"letter.work_place": self.PLACE}, "detail": "单位来函变更工作地点。"}
        assert (await world.post(world.school, accepted[1]["id"], "amend", **body)).status_code == 200
        await give_back(world, accepted[1], "letter.job_title")
        return accepted

    async def changes(self, world: World, person: Person, agreement: dict[str, Any]) -> list[tuple[str, str]]:
        read = await world.terms(person, agreement["id"])
        return [(one["title"], one["after"]) for one in read["changes"]]

    async def test_is_confirmed_with_the_correction(self, world: World, returned: Accepted) -> None:
        person, agreement = returned
        shown = (await world.read(world.employer_of(agreement), agreement["id"]))["job"]
        answer = await correct(world, agreement, work_place=shown["work_place"], job_title="测试工程师")
        assert answer.status_code == 200, answer.text
        assert await self.changes(world, person, agreement) == [
            ("岗位名称", "测试工程师"),
            ("实际工作地点", self.PLACE),
        ]
        confirmed = (await confirm(world, person, agreement["id"])).json()
        assert (confirmed["job"]["title"], confirmed["job"]["work_place"]) == ("测试工程师", self.PLACE)
        [row] = await world.harness.rows("SELECT terms_sha256, letter FROM agreements")
        assert row.letter["work_place"] == self.PLACE
        assert row.terms_sha256 == (await world.terms(person, agreement["id"]))["terms_sha256"]

    async def test_stands_again_when_the_correction_is_refused(self, world: World, returned: Accepted) -> None:
        person, agreement = returned
        accepted = (await world.terms(person, agreement["id"]))["terms_sha256"]
        for title in ("测试工程师", "软件工程师"):
            answer = await correct(world, agreement, work_place=self.PLACE, job_title=title)
            assert answer.status_code == 200, answer.text
            assert ("实际工作地点", self.PLACE) in await self.changes(world, person, agreement)
            answer = await world.post(person, agreement["id"], "refuse-correction", detail="与商定的不同")
            assert (answer.json()["job"]["title"], answer.json()["job"]["work_place"]) == ("算法工程师", self.PLACE)
            assert (await world.terms(person, agreement["id"]))["terms_sha256"] == accepted

    async def test_is_not_taken_back_by_the_employer(self, world: World, returned: Accepted) -> None:
        refused = await correct(world, returned[1], job_title="测试工程师")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "letter.work_place")


class TestAnswer:
    async def test_confirming_starts_the_review_anew_in_the_frozen_mode(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await world.pass_as(world.department, agreement["id"])
        await give_back(world, agreement, "letter.job_title", by=world.school)
        await correct(world, agreement, job_title="测试工程师")
        await world.open_signing(review_mode="school_only", signing_open=False)
        answer = await confirm(world, person, agreement["id"])
        confirmed = answer.json()
        assert (confirmed["status"]["code"], confirmed["review_step"]["code"]) == ("in_review", "department")
        assert (confirmed["accepted_at"], confirmed["return_fields"]) == (agreement["accepted_at"], [])
        [said] = await world.harness.emitted(CorrectionConfirmed)
        assert said.review_step == "department"
        await world.pass_as(world.department, agreement["id"])
        signed = await world.pass_as(world.school, agreement["id"])
        assert (signed["status"]["code"], signed["job"]["title"]) == ("signed", "测试工程师")
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{agreement['id']}/sheet")).json()
        assert sheet["terms_sha256"] == (await world.terms(person, agreement["id"]))["terms_sha256"]

    async def test_confirming_names_the_terms_that_were_read(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        read = await world.terms(person, agreement["id"])
        await give_back(world, agreement, "letter.job_title")
        await correct(world, agreement, job_title="测试工程师")
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
        refused = await world.post(person, agreement["id"], "confirm-correction", **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.terms_changed")
        now = await world.terms(person, agreement["id"])
        body = {"version": now["version"], "terms_sha256": read["terms_sha256"]}
        told = (await world.post(person, agreement["id"], "confirm-correction", **body)).json()
        assert told["detail"] == "签约内容在您阅读后有变化（如单位信息或协议类型）。"
        assert told["remedy"] == "请重新阅读签约内容后再确认。"

    async def test_refusing_lets_what_was_accepted_stand_again(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await give_back(world, agreement, "letter.job_title")
        await correct(world, agreement, job_title="测试工程师")
        answer = await world.post(person, agreement["id"], "refuse-correction", detail="与商定的不同")
        refused = answer.json()
        assert (refused["status"]["code"], refused["job_title"]) == ("correction", "算法工程师")
        [said] = await world.harness.emitted(CorrectionRefused)
        assert said.detail == "与商定的不同"
        seen = await world.read(world.employer_of(agreement), agreement["id"])
        assert [field["code"] for field in seen["return_fields"]] == ["letter.job_title"]
        await correct(world, agreement, job_title="软件工程师")
        [change] = (await world.terms(person, agreement["id"]))["changes"]
        assert (change["before"], change["after"]) == ("算法工程师", "软件工程师")
        assert (await confirm(world, person, agreement["id"])).status_code == 200
        letters = (await world.as_(world.school).get(f"/v1/agreements/{agreement['id']}/letters")).json()
        assert [one["because"]["label"] for one in letters] == ["提交修改", "不同意修改", "提交修改"]

    @pytest.mark.parametrize("detail", ["", " ", "字" * 501, None])
    async def test_refusing_needs_a_reason(self, world: World, accepted: Accepted, detail: Any) -> None:
        refused = await world.post(accepted[0], accepted[1]["id"], "refuse-correction", detail=detail)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "detail")

    async def test_the_graduate_signs_with_nobody_else_meanwhile(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await give_back(world, agreement, "letter.job_title")
        other = await world.invite(await world.employer("乙公司"), person)
        refused = await world.try_to_accept(person, other["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")

    async def test_the_school_ends_a_correction_that_nobody_makes(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await give_back(world, agreement, "letter.job_title")
        why = {"reason_code": "job_not_true", "detail": "单位不再回复"}
        assert (await world.post(world.department, agreement["id"], "reject", **why)).status_code == 409
        answer = await world.post(world.school, agreement["id"], "reject", **why)
        assert answer.json()["status"]["code"] == "rejected"
        [said] = await world.harness.emitted(AgreementRejected)
        assert (said.step, said.detail) == ("school", "单位不再回复")
        seen = await world.read(person, agreement["id"])
        assert (seen["rejection"]["step"]["code"], seen["timeline"][-1]["by"]) == ("school", "学校用户")
        assert (seen["return_detail"], seen["return_fields"]) == (None, [])

    async def test_number_and_history_stay(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await give_back(world, agreement, "letter.job_title")
        await correct(world, agreement, job_title="测试工程师")
        confirmed = (await confirm(world, person, agreement["id"])).json()
        went = [entry["action"]["code"] for entry in confirmed["timeline"]]
        assert went == ["invite", "accept", "return", "correct", "confirm_correction"]
        assert confirmed["version"] == 5

    async def test_everything_is_the_parties_own(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await give_back(world, agreement, "letter.job_title")
        stranger = await world.employer("乙公司")
        body = {"letter": LETTER | {"relocation": RELOCATION, "job_title": "测试工程师"}}
        assert (await world.post(stranger, agreement["id"], "correct", **body)).status_code == 404
        assert (await world.post(person, agreement["id"], "correct", **body)).status_code == 403
        other = await world.graduate(name="王䶮")
        read: dict[str, Any] = {"version": 1, "terms_sha256": "0" * 64}
        assert (await world.post(other, agreement["id"], "confirm-correction", **read)).status_code == 404
        assert (await world.post(other, agreement["id"], "refuse-correction", detail="不是我")).status_code == 404
