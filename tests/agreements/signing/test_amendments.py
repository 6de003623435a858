"""What the employer may still do to an invitation that nobody has answered."""

from typing import Any

import httpx
import pytest

from common.contracts.agreements import InvitationAmended, InvitationWithdrawn
from tests.agreements.conftest import Time
from tests.agreements.world import LETTER, RELOCATION, Person, World

HALF_A_DAY_LATE = "2026-11-15T12:00:00+08:00"
Invited = tuple[Person, dict[str, Any]]


@pytest.fixture
async def invited(world: World, time: Time) -> Invited:
    """A graduate with an invitation of 12 November that ends at midnight after the 14th."""
    employer, person = await world.employer(), await world.graduate()
    time.is_("2026-11-12T10:10:20+08:00")
    return person, await world.invite(employer, person, valid_days=2)


async def amend(world: World, sent: dict[str, Any], *, version: int = 1, **letter: Any) -> httpx.Response:
    body = {"letter": LETTER | letter, "version": version}
    return await world.post(world.employer_of(sent), sent["id"], "amend-invitation", **body)


class TestWithdraw:
    async def test_ends_it_and_tells_the_graduate_why(self, world: World, invited: Invited) -> None:
        person, sent = invited
        answer = await world.post(world.employer_of(sent), sent["id"], "withdraw-invitation", detail="岗位已取消")
        assert answer.json()["status"]["label"] == "单位已撤回邀请 签约失败"
        seen = await world.read(person, sent["id"])
        assert (seen["status"]["tab"]["label"], seen["timeline"][-1]["detail"]) == ("签约失败", "岗位已取消")
        [said] = await world.harness.emitted(InvitationWithdrawn)
        assert (str(said.agreement_id), said.detail) == (sent["id"], "岗位已取消")

    async def test_needs_no_word_and_leaves_room_for_another_invitation(self, world: World, invited: Invited) -> None:
        person, sent = invited
        employer = world.employer_of(sent)
        answer = await world.post(employer, sent["id"], "withdraw-invitation")
        assert (answer.status_code, answer.json()["timeline"][-1]["detail"]) == (200, None)
        assert (await world.invite(employer, person))["status"]["code"] == "awaiting_graduate"

    async def test_is_too_late_after_the_deadline(self, world: World, invited: Invited, time: Time) -> None:
        time.is_(HALF_A_DAY_LATE)
        sent = invited[1]
        refused = await world.post(world.employer_of(sent), sent["id"], "withdraw-invitation")
        assert (refused.status_code, refused.json()["rule"]) == (409, "before_the_deadline")

    async def test_is_too_late_after_an_answer(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.accept(person, sent["id"])
        refused = await world.post(world.employer_of(sent), sent["id"], "withdraw-invitation")
        told = refused.json()
        assert (refused.status_code, told["rule"], told["state"]) == (409, "status_allows_this_action", "in_review")
        assert "学生已应约提交审核中" in told["detail"]

    async def test_is_possible_while_signing_is_closed(self, world: World, invited: Invited) -> None:
        await world.open_signing(signing_open=False)
        sent = invited[1]
        assert (await world.post(world.employer_of(sent), sent["id"], "withdraw-invitation")).status_code == 200

    async def test_is_the_employers_own(self, world: World, invited: Invited) -> None:
        person, sent = invited
        stranger = await world.employer("乙公司")
        assert (await world.post(stranger, sent["id"], "withdraw-invitation")).status_code == 404
        for actor in (person, world.school):
            refused = await world.post(actor, sent["id"], "withdraw-invitation")
            assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")

    @pytest.mark.parametrize("detail", ["", " ", "字" * 501, "两\u0000字", 7])
    async def test_refuses_a_text_that_is_none(self, world: World, invited: Invited, detail: Any) -> None:
        sent = invited[1]
        refused = await world.post(world.employer_of(sent), sent["id"], "withdraw-invitation", detail=detail)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "detail")


class TestAmend:
    async def test_makes_new_terms_whose_deadline_begins_now(self, world: World, invited: Invited, time: Time) -> None:
        person, sent = invited
        time.is_("2026-11-14T18:00:00+08:00")
        answer = await amend(world, sent, job_title="架构师", valid_days=3)
        amended = answer.json()
        assert (answer.status_code, amended["job_title"], amended["job"]["title"]) == (200, "架构师", "架构师")
        assert amended["deadline"] == "2026-11-17T16:00:00Z"
        assert (amended["due_at"], amended["waiting_since"]) == (amended["deadline"], "2026-11-14T10:00:00Z")
        assert amended["graduate"] == sent["graduate"]
        [said] = await world.harness.emitted(InvitationAmended)
        assert (said.terms_version, said.job_title) == (2, "架构师")
        assert (await world.terms(person, sent["id"]))["version"] == 2

    async def test_shows_the_graduate_what_has_changed(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await amend(world, sent, regular_pay="15000", penalty=None, job_category_code="10", relocation=RELOCATION)
        changes = (await world.terms(person, sent["id"]))["changes"]
        told = {change["title"]: (change["before"], change["after"]) for change in changes}
        assert told["转正起薪"] == ("12000", "15000")
        assert told["违约金"] == ("5000.50", None)
        assert told["职位类别"][0] == sent["job"]["category"]["label"]
        assert told["接收档案"] == (False, True)
        assert told["档案转寄单位所在地"] == (None, "北京市海淀区")
        assert "岗位名称" not in told
        assert "应约有效期（天）" not in told

    async def test_a_change_of_the_days_alone_is_shown_with_the_new_deadline(
        self, world: World, invited: Invited, time: Time
    ) -> None:
        person, sent = invited
        time.is_("2026-11-14T18:00:00+08:00")
        assert (await amend(world, sent, valid_days=3)).status_code == 200
        told = [
            {"field": "letter.valid_days", "title": "应约有效期（天）", "before": 2, "after": 3},
            {
                "field": "deadline",
                "title": "应约截止时间",
                "before": "2026-11-15 00:00:00",
                "after": "2026-11-18 00:00:00",
            },
        ]
        assert (await world.terms(person, sent["id"]))["changes"] == told
        await amend(world, sent, version=2, valid_days=3, job_title="架构师")
        letters = (await world.as_(person).get(f"/v1/agreements/{sent['id']}/letters")).json()
        assert [[change["title"] for change in letter["changes"]] for letter in letters] == [
            ["应约有效期（天）", "应约截止时间"],
            ["岗位名称"],
        ]

    async def test_a_letter_that_says_the_same_is_refused(self, world: World, invited: Invited, time: Time) -> None:
        sent = invited[1]
        time.is_("2026-11-14T18:00:00+08:00")
        refused = await amend(world, sent)
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"], fault["reason"]) == (422, "letter", "内容没有变化")
        assert await world.harness.emitted(InvitationAmended) == []
        assert (await world.read(world.employer_of(sent), sent["id"]))["deadline"] == sent["deadline"]

    async def test_keeps_the_letter_that_was_replaced(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await amend(world, sent, job_title="架构师")
        await amend(world, sent, job_title="顾问", version=2)
        for reader in (person, world.employer_of(sent), world.school, world.department):
            letters = (await world.as_(reader).get(f"/v1/agreements/{sent['id']}/letters")).json()
            assert [(one["terms_version"], one["changes"][0]["after"]) for one in letters] == [
                (1, "架构师"),
                (2, "顾问"),
            ]
            assert letters[0]["because"]["label"] == "修改邀请"
        [row] = await world.harness.rows("SELECT letter FROM agreement_letters WHERE terms_version = 1")
        assert row.letter["job_title"] == LETTER["job_title"]
        assert str(LETTER["contact_phone"]) not in str(row.letter)

    async def test_what_was_read_before_is_not_accepted(self, world: World, invited: Invited) -> None:
        person, sent = invited
        read = await world.terms(person, sent["id"])
        await amend(world, sent, clauses="另有约定。")
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
        refused = await world.as_(person).post(f"/v1/agreements/{sent['id']}/accept", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.terms_changed")
        assert (await world.accept(person, sent["id"]))["status"]["code"] == "in_review"

    async def test_names_the_version_that_was_seen(self, world: World, invited: Invited) -> None:
        sent = invited[1]
        await amend(world, sent, job_title="架构师")
        refused = await amend(world, sent, job_title="顾问")
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.changed_meanwhile",
            "version_is_the_one_read",
        )
        assert (told["version"], told["title"]) == (2, "内容已有变化")

    async def test_refuses_a_version_that_no_agreement_ever_has(self, world: World, invited: Invited) -> None:
        refused = await amend(world, invited[1], version=10**30, job_title="顾问")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "version")
        assert (await amend(world, invited[1], version=2**31 - 1)).status_code == 409

    async def test_is_too_late_after_the_deadline(self, world: World, invited: Invited, time: Time) -> None:
        time.is_(HALF_A_DAY_LATE)
        refused = await amend(world, invited[1])
        assert (refused.status_code, refused.json()["rule"]) == (409, "before_the_deadline")

    async def test_is_like_a_new_offer(self, world: World, invited: Invited) -> None:
        await world.open_signing(signing_open=False)
        refused = await amend(world, invited[1])
        assert (refused.status_code, refused.json()["rule"]) == (409, "signing_is_open")
        listed = await world.as_(world.employer_of(invited[1])).get("/v1/agreements")
        [row] = listed.json()["items"]
        options = {action["action"]: action for action in row["actions"]}
        assert (options["amend_invitation"]["allowed"], options["amend_invitation"]["rule"]) == (
            False,
            "signing_is_open",
        )
        assert options["withdraw_invitation"]["allowed"]

    async def test_the_next_letter_starts_from_the_amended_one(self, world: World, invited: Invited) -> None:
        sent = invited[1]
        await amend(world, sent, job_title="架构师", relocation=RELOCATION)
        draft = (await world.as_(world.employer_of(sent)).get("/v1/invitations/draft")).json()
        assert (draft["letter"]["job_title"], draft["letter"]["contact_phone"]) == ("架构师", LETTER["contact_phone"])
        assert draft["relocation"]["file_receiver"] == RELOCATION["file_receiver"]

    @pytest.mark.parametrize(
        ("letter", "field"),
        [
            ({"job_title": ""}, "letter.job_title"),
            ({"job_category_code": "00"}, "letter.job_category_code"),
            ({"regular_pay": "面议"}, "letter.regular_pay"),
            ({"report_by": "2026-11-11"}, "letter.report_by"),
            ({"report_by": "2029-01-01"}, "letter.report_by"),
            ({"valid_days": 31}, "letter.valid_days"),
            ({"clauses": "字" * 2001}, "letter.clauses"),
        ],
    )
    async def test_refuses_what_an_invitation_may_not_hold(
        self, world: World, invited: Invited, letter: dict[str, Any], field: str
    ) -> None:
        refused = await amend(world, invited[1], **letter)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        assert await world.harness.emitted(InvitationAmended) == []

    async def test_is_the_employers_own(self, world: World, invited: Invited) -> None:
        sent = invited[1]
        body = {"letter": LETTER, "version": 1}
        stranger = await world.employer("乙公司")
        assert (await world.post(stranger, sent["id"], "amend-invitation", **body)).status_code == 404
        assert (await world.as_(stranger).get(f"/v1/agreements/{sent['id']}/letters")).status_code == 404
