"""The graduate's answers, and what happens when none comes."""

import hashlib
import json
from typing import Any

import pytest

from common.contracts.agreements import InvitationAccepted, InvitationDeclined, InvitationExpired
from tests.agreements.conftest import Time
from tests.agreements.world import DEPARTMENT, RELOCATION, Person, World

HALF_A_DAY_LATE = "2026-11-15T12:00:00+08:00"


@pytest.fixture
async def invited(world: World, time: Time) -> tuple[Person, dict[str, Any]]:
    """A graduate with an invitation of 12 November that ends at midnight after the 14th."""
    employer, person = await world.employer(), await world.graduate()
    time.is_("2026-11-12T10:10:20+08:00")
    return person, await world.invite(employer, person, valid_days=2, relocation=RELOCATION)


Invited = tuple[Person, dict[str, Any]]


class TestTerms:
    async def test_hold_everything_that_will_be_printed(self, world: World, invited: Invited) -> None:
        person, sent = invited
        terms = (await world.terms(person, sent["id"]))["terms"]
        assert terms["employer"]["uscc"] == "91110108MA00TTT09Y"
        assert (terms["graduate"]["name"], terms["graduate"]["version"]) == ("买买提·吐尔逊", 1)
        assert terms["job"] == sent["job"]
        assert terms["contact"] == sent["contact"]
        assert terms["relocation"] == sent["relocation"]
        assert terms["agreement_type"]["label"] == "三方协议"

    async def test_anybody_can_compute_the_hash(self, world: World, invited: Invited) -> None:
        read = await world.terms(invited[0], invited[1]["id"])
        canonical = json.dumps(read["terms"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert read["terms_sha256"] == hashlib.sha256(canonical.encode()).hexdigest()

    async def test_are_the_graduates_own(self, world: World, invited: Invited) -> None:
        stranger = await world.graduate(name="王䶮")
        answer = await world.as_(stranger).get(f"/v1/agreements/{invited[1]['id']}/terms")
        assert (answer.status_code, answer.json()["code"]) == (404, "agreements.no_such_agreement")


class TestAccept:
    async def test_starts_the_review_and_says_so(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.accept(person, sent["id"])
        [said] = await world.harness.emitted(InvitationAccepted)
        assert (said.graduate_id, said.department, said.review_step) == (person.id, DEPARTMENT, "department")

    async def test_other_invitations_stay_visible_and_cannot_be_accepted(self, world: World, invited: Invited) -> None:
        person, sent = invited
        other = await world.invite(await world.employer("乙公司"), person)
        await world.accept(person, sent["id"])
        seen = await world.read(person, other["id"])
        assert seen["status"]["code"] == "awaiting_graduate"
        options = {action["action"]: action for action in seen["actions"]}
        assert (options["accept"]["allowed"], options["accept"]["rule"]) == (False, "graduate_has_no_live_agreement")
        assert "北京示例科技有限公司" in options["accept"]["reason"]
        assert options["decline"]["allowed"]
        refused = await world.try_to_accept(person, other["id"])
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.graduate_signs_with_another")
        assert refused.json()["who_can_change"]
        assert len(await world.harness.emitted(InvitationAccepted)) == 1

    async def test_after_a_rejection_another_one_can_be_accepted(self, world: World, invited: Invited) -> None:
        person, sent = invited
        other = await world.invite(await world.employer("乙公司"), person)
        await world.accept(person, sent["id"])
        await world.post(world.department, sent["id"], "reject", reason_code="job_not_true", detail="岗位不存在")
        assert (await world.accept(person, other["id"]))["status"]["code"] == "in_review"

    async def test_names_the_terms_that_were_read(self, world: World, invited: Invited) -> None:
        person, sent = invited
        changed = "签约内容在您阅读后有变化（如单位信息或协议类型）。"
        for other, fact in (({"terms_sha256": "0" * 64}, changed), ({"version": 2}, "您阅读的是第2版，现为第1版。")):
            refused = await world.try_to_accept(person, sent["id"], **other)
            told = refused.json()
            assert (refused.status_code, told["code"], told["rule"]) == (
                409,
                "agreements.terms_changed",
                "terms_are_those_read",
            )
            assert (told["detail"], told["remedy"]) == (fact, "请重新阅读签约内容后再接受。")
        assert not await world.harness.emitted(InvitationAccepted)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"version": 1},
            {"version": "1", "terms_sha256": "0" * 64},
            {"version": 1, "terms_sha256": "x" * 64},
            {"version": 1, "terms_sha256": "0" * 63},
        ],
    )
    async def test_refuses_a_malformed_acceptance(self, world: World, invited: Invited, body: dict[str, Any]) -> None:
        refused = await world.as_(invited[0]).post(f"/v1/agreements/{invited[1]['id']}/accept", json=body)
        assert refused.status_code == 422

    async def test_counts_until_the_last_moment_and_not_after(self, world: World, invited: Invited, time: Time) -> None:
        person, sent = invited
        time.is_("2026-11-15T00:00:00+08:00")
        refused = await world.try_to_accept(person, sent["id"])
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.invitation_overdue",
            "before_the_deadline",
        )
        assert "2026-11-15 00:00:00" in told["detail"]
        time.is_("2026-11-14T23:59:59.999999+08:00")
        assert (await world.accept(person, sent["id"]))["status"]["code"] == "in_review"

    async def test_is_refused_while_signing_is_closed(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.open_signing(signing_open=False)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "signing_is_open")

    async def test_is_refused_when_the_graduate_may_no_longer_sign(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.correct(person, 2, may_sign=False)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "status_allows_this_action")
        assert refused.json()["state"] == "invalidated"

    async def test_an_unconfirmed_graduate_is_told_to_confirm_first(self, world: World, invited: Invited) -> None:
        person, sent = invited
        unconfirmed = world.unconfirmed(person)
        for method, path in (("GET", ""), ("GET", "/terms"), ("POST", "/accept"), ("POST", "/decline")):
            answer = await world.harness.client(unconfirmed).request(method, f"/v1/agreements/{sent['id']}{path}")
            assert (answer.status_code, answer.json()["code"]) == (403, "data_not_confirmed")


class TestStaleCopies:
    async def test_terms_read_before_a_correction_cannot_be_accepted_after_it(
        self, world: World, invited: Invited
    ) -> None:
        person, sent = invited
        read = await world.terms(person, sent["id"])
        await world.correct(person, 2, major_name="数学")
        body = {"version": read["version"], "terms_sha256": read["terms_sha256"]}
        refused = await world.as_(person).post(f"/v1/agreements/{sent['id']}/accept", json=body)
        assert refused.json()["code"] == "agreements.terms_changed"
        accepted = await world.accept(person, sent["id"])
        assert accepted["graduate"]["major"] == "数学"

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "买买提"},
            {"person_index": "other"},
            {"school_code": "19902", "school_name": "上海示例大学"},
            {"level_code": "11"},
        ],
    )
    async def test_an_invitation_to_somebody_since_corrected_cannot_be_accepted(
        self, world: World, invited: Invited, change: dict[str, Any]
    ) -> None:
        person, sent = invited
        await world.correct(person, 2, **change)
        refused = await world.try_to_accept(person, sent["id"])
        told = refused.json()
        assert (refused.status_code, told["rule"], told["state"]) == (409, "status_allows_this_action", "invalidated")
        [accept] = [a for a in (await world.read(person, sent["id"]))["actions"] if a["action"] == "accept"]
        assert (accept["allowed"], accept["rule"]) == (False, "status_allows_this_action")

    async def test_the_employer_invites_the_corrected_graduate_again(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.correct(person, 2, name="买买提")
        person.facts["name"] = "买买提"
        await world.post(person, sent["id"], "decline")
        employer = world.employer_of(sent)
        client = world.as_(employer)
        [kept] = await world.harness.rows("SELECT id FROM favourites")
        await client.delete(f"/v1/favourites/{kept.id}")
        again = await world.invite(employer, person)
        assert (await world.accept(person, again["id"]))["graduate"]["name"] == "买买提"

    async def test_an_acceptance_goes_by_what_is_known_and_keeps_its_version(
        self, world: World, invited: Invited
    ) -> None:
        """Identity's correction is still under way: signing does not wait for it, and prints what was accepted."""
        person, sent = invited
        await world.accept(person, sent["id"])
        await world.correct(person, 2, major_name="数学")
        [row] = await world.harness.rows("SELECT graduate_version, major_name, status FROM agreements")
        assert tuple(row) == (1, "软件工程", "in_review")

    async def test_an_older_correction_that_arrives_late_changes_nothing(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.correct(person, 3, major_name="数学")
        await world.correct(person, 2, may_sign=False)
        assert (await world.accept(person, sent["id"]))["graduate"]["major"] == "数学"

    async def test_the_employer_of_an_invitation_may_be_corrected(self, world: World, invited: Invited) -> None:
        person, sent = invited
        read = await world.terms(person, sent["id"])
        employer = world.employer_of(sent)
        await world.verify(employer, sequence=2, address="搬家以后的地址")
        assert (await world.terms(person, sent["id"]))["terms_sha256"] != read["terms_sha256"]


class TestDecline:
    async def test_ends_it(self, world: World, invited: Invited) -> None:
        person, sent = invited
        declined = await world.post(person, sent["id"], "decline")
        assert declined.json()["status"]["label"] == "学生已拒绝签约 签约失败"
        assert declined.json()["status"]["tab"]["label"] == "签约失败"
        [said] = await world.harness.emitted(InvitationDeclined)
        assert str(said.agreement_id) == sent["id"]

    async def test_cannot_be_taken_back(self, world: World, invited: Invited) -> None:
        person, sent = invited
        await world.post(person, sent["id"], "decline")
        refused = await world.try_to_accept(person, sent["id"])
        told = refused.json()
        assert (refused.status_code, told["code"], told["state"]) == (409, "agreements.not_in_this_state", "declined")
        assert "学生已拒绝签约 签约失败" in told["detail"]
        assert told["who_can_change"] == "用人单位，可再次发起签约邀请"

    async def test_is_possible_while_signing_is_closed(self, world: World, invited: Invited) -> None:
        await world.open_signing(signing_open=False)
        assert (await world.post(invited[0], invited[1]["id"], "decline")).status_code == 200

    async def test_is_not_possible_after_the_deadline(self, world: World, invited: Invited, time: Time) -> None:
        time.is_(HALF_A_DAY_LATE)
        refused = await world.post(invited[0], invited[1]["id"], "decline")
        assert (refused.status_code, refused.json()["rule"]) == (409, "before_the_deadline")


class TestExpiry:
    async def test_the_clock_ends_what_nobody_answered(self, world: World, invited: Invited, time: Time) -> None:
        person, sent = invited
        time.is_("2026-11-14T23:59:59.999999+08:00")
        assert await world.harness.run_job("expire_invitations") == 0
        time.is_("2026-11-15T00:00:00+08:00")
        assert await world.harness.run_job("expire_invitations") == 1
        assert await world.harness.run_job("expire_invitations") == 0
        seen = await world.read(person, sent["id"])
        assert seen["status"]["label"] == "签约邀请逾期未回应 签约失败"
        assert (seen["timeline"][-1]["action"]["label"], seen["timeline"][-1]["by"]) == ("逾期未回应", "系统")
        [said] = await world.harness.emitted(InvitationExpired)
        assert str(said.agreement_id) == sent["id"]

    async def test_leaves_alone_what_was_answered(self, world: World, invited: Invited, time: Time) -> None:
        person, sent = invited
        await world.accept(person, sent["id"])
        time.is_(HALF_A_DAY_LATE)
        assert await world.harness.run_job("expire_invitations") == 0
        assert (await world.read(person, sent["id"]))["status"]["code"] == "in_review"

    async def test_works_in_batches_until_none_is_left(self, world: World, invited: Invited, time: Time) -> None:
        employer = await world.employer("乙公司")
        for _ in range(4):
            await world.invite(employer, await world.graduate(), valid_days=1)
        world.harness.context.settings = world.harness.context.settings.model_copy(update={"expiry_batch": 2})
        time.is_(HALF_A_DAY_LATE)
        assert await world.harness.run_job("expire_invitations") == 5
        assert len(await world.harness.emitted(InvitationExpired)) == 5
