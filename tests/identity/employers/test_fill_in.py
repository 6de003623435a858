"""Filling in the employer: checked values, one employer for each USCC, read-only when it must be."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common import clock
from common.auth.actors import CentreUser, EmployerUser
from common.testing.harness import ServiceHarness
from identity.employers.states import why_not_change, why_not_correct
from identity.verification.states import VerificationStatus
from tests.identity.support import EMPLOYER, TextMessages, employer_user, material, register, submit

OTHER_MOBILE = "13912340002"
OTHER_USCC = "91310115MA1TTT9930"


async def new_user(identity: ServiceHarness, texts: TextMessages, mobile: str) -> EmployerUser:
    return EmployerUser(id=await register(identity, texts, mobile), name=mobile, employer_id=None)


async def approved(identity: ServiceHarness, centre: CentreUser, user: EmployerUser) -> None:
    verification = await submit(identity, user)
    assert (await identity.client(centre).post(f"/v1/verifications/{verification}/approve")).status_code == 200


class TestFillingIn:
    async def test_shows_codes_with_labels_and_the_region_as_text(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        user = await new_user(identity, texts, OTHER_MOBILE)
        answer = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "region_code": "110108"})

        employer = answer.json()
        assert answer.status_code == 200
        assert employer["status"] == {"code": "unverified", "label": "未认证"}
        assert employer["nature"] == {"code": "39", "label": "其他企业"}
        assert employer["industry"] == {"code": "34", "label": "信息传输、软件和信息技术服务业"}
        assert employer["region"] == {"code": "110108", "label": "北京市海淀区"}
        assert employer["contact"]["phone"] == "0571-88886666"
        assert employer["verification"] is None
        assert (await identity.client(user).get("/v1/employer")).json() == employer

    async def test_stores_phones_encrypted(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await employer_user(identity, texts)

        [(row,)] = await identity.rows("SELECT to_jsonb(employers)::text FROM employers")
        assert "88886666" not in row
        assert "13812340001" not in row

    async def test_may_be_corrected_before_it_is_submitted(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        corrected = {**EMPLOYER, "uscc": OTHER_USCC, "name": "上海云栖数据有限公司", "contact_mobile": None}
        answer = await identity.client(user).put("/v1/employer", json=corrected)

        assert answer.status_code == 200
        assert (answer.json()["uscc"], answer.json()["version"]) == (OTHER_USCC, 2)
        assert answer.json()["contact"]["mobile"] is None
        assert len(await identity.rows("SELECT 1 FROM employers")) == 1

    async def test_twice_at_once_makes_one_employer(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await new_user(identity, texts, OTHER_MOBILE)
        client = identity.client(user)
        answers = await asyncio.gather(*(client.put("/v1/employer", json=EMPLOYER) for _ in range(3)))

        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert len(await identity.rows("SELECT 1 FROM employers")) == 1

    async def test_before_it_there_is_nothing_to_show(self, identity: ServiceHarness, texts: TextMessages) -> None:
        answer = await identity.client(await new_user(identity, texts, OTHER_MOBILE)).get("/v1/employer")

        assert (answer.status_code, answer.json()["code"]) == (404, "identity.employer_not_given")

    async def test_warns_of_what_a_reviewer_should_look_at(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await new_user(identity, texts, OTHER_MOBILE)
        # 330125 was 余杭县 until 1994; codes of abolished counties are taken with a warning.
        answer = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "region_code": "330125"})

        assert answer.status_code == 200
        assert any("已撤销" in warning for warning in answer.json()["warnings"])

    @pytest.mark.parametrize(("nature", "warned"), [("31", True), ("39", False)])
    async def test_warns_a_private_firm_that_chose_another_nature(
        self, identity: ServiceHarness, texts: TextMessages, nature: str, warned: bool
    ) -> None:
        user = await new_user(identity, texts, OTHER_MOBILE)
        given = {**EMPLOYER, "type": "民营企业", "nature_code": nature}
        warnings = (await identity.client(user).put("/v1/employer", json=given)).json()["warnings"]

        assert any("其他企业" in warning for warning in warnings) == warned

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"uscc": "91110108MA00TTT09X"}, "uscc"),
            ({"uscc": "91110108MA0OTTT09Y"}, "uscc"),
            ({"uscc": "91110108MA00TTT09"}, "uscc"),
            ({"nature_code": "25"}, "nature_code"),
            ({"nature_code": "民营企业"}, "nature_code"),
            ({"industry_code": "99"}, "industry_code"),
            ({"region_code": "999999"}, "region_code"),
            ({"region_code": 110108}, "region_code"),
            ({"name": ""}, "name"),
            ({"name": "企" * 101}, "name"),
            ({"name": "有限\u202e公司"}, "name"),
            ({"address": "路" * 201}, "address"),
            ({"postcode": "1234"}, "postcode"),
            ({"contact_phone": "call me"}, "contact_phone"),
            ({"contact_mobile": "12345"}, "contact_mobile"),
            ({"contact_email": "nobody@"}, "contact_email"),
            ({"status": "approved"}, "status"),
        ],
    )
    async def test_refuses_malformed_values_and_names_the_field(
        self, identity: ServiceHarness, texts: TextMessages, changes: dict[str, Any], field: str
    ) -> None:
        user = await new_user(identity, texts, OTHER_MOBILE)
        refused = await identity.client(user).put("/v1/employer", json={**EMPLOYER, **changes})

        assert refused.status_code == 422
        [fault] = refused.json()["errors"]
        assert fault["field"] == field
        assert fault["reason"]
        assert fault["remedy"]
        assert await identity.rows("SELECT 1 FROM employers") == []

    @pytest.mark.parametrize("uscc", ["N2510107MF0TTT56X5", "91110105MA00003490", "91440305MA000020XY"])
    async def test_takes_every_code_of_the_standard(
        self, identity: ServiceHarness, texts: TextMessages, uscc: str
    ) -> None:
        user = await new_user(identity, texts, OTHER_MOBILE)
        answer = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "uscc": uscc.lower()})

        assert answer.json()["uscc"] == uscc


class TestOneEmployerForEachUscc:
    async def test_of_two_users_at_once_one_wins(self, identity: ServiceHarness, texts: TextMessages) -> None:
        users = [await new_user(identity, texts, f"1391234000{n}") for n in range(4)]
        answers = await asyncio.gather(*(identity.client(user).put("/v1/employer", json=EMPLOYER) for user in users))

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "identity.uscc_being_filled_in"}
        assert len(await identity.rows("SELECT 1 FROM employers")) == 1

    async def test_a_verified_one_is_joined_not_registered_again(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        await approved(identity, centre, await employer_user(identity, texts))
        second = await new_user(identity, texts, OTHER_MOBILE)
        refused = await identity.client(second).put("/v1/employer", json=EMPLOYER)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_already_verified")
        assert "加入该单位" in refused.json()["remedy"]
        assert "010-67410355" in refused.json()["who_can_change"]

    async def test_one_under_review_is_not_taken(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await submit(identity, await employer_user(identity, texts))
        second = await new_user(identity, texts, OTHER_MOBILE)
        with time_machine.travel(clock.now() + timedelta(days=30)):
            refused = await identity.client(second).put("/v1/employer", json=EMPLOYER)

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_being_verified")

    async def test_two_that_take_over_each_others_code_do_not_wait_for_ever(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        codes = ("91110108MA00TTT09Y", "91310115MA1TTT9930")
        for number in range(8):
            mobiles = (f"1391235{number:04d}", f"1391236{number:04d}")
            users = [
                await employer_user(identity, texts, mobile, uscc=uscc)
                for mobile, uscc in zip(mobiles, codes, strict=True)
            ]
            with time_machine.travel(clock.now() + timedelta(hours=25)):
                answers = await asyncio.gather(
                    identity.client(users[0]).put("/v1/employer", json={**EMPLOYER, "uscc": codes[1]}),
                    identity.client(users[1]).put("/v1/employer", json={**EMPLOYER, "uscc": codes[0]}),
                )
            assert {answer.status_code for answer in answers} <= {200, 409}
            held = await identity.rows("SELECT uscc FROM employers WHERE holds_uscc")
            assert len(held) == len({row.uscc for row in held}) >= 1
            await identity.rows("UPDATE employers SET holds_uscc = false RETURNING 1")

    async def test_a_draft_left_lying_gives_way(self, identity: ServiceHarness, texts: TextMessages) -> None:
        first = await employer_user(identity, texts)
        second = await new_user(identity, texts, OTHER_MOBILE)
        with time_machine.travel(clock.now() + timedelta(hours=23)):
            assert (await identity.client(second).put("/v1/employer", json=EMPLOYER)).status_code == 409
        with time_machine.travel(clock.now() + timedelta(hours=25)):
            assert (await identity.client(second).put("/v1/employer", json=EMPLOYER)).status_code == 200

            late = await identity.client(first).post("/v1/employer/verifications", json=await material(identity, first))
            assert (late.status_code, late.json()["code"]) == (409, "identity.uscc_being_filled_in")

    async def test_a_draft_that_nobody_took_up_can_still_be_submitted(
        self, identity: ServiceHarness, texts: TextMessages
    ) -> None:
        first = await employer_user(identity, texts)
        with time_machine.travel(clock.now() + timedelta(days=30)):
            await submit(identity, first)

    async def test_the_database_defends_it(self, identity: ServiceHarness, texts: TextMessages) -> None:
        await employer_user(identity, texts)

        with pytest.raises(Exception, match="uq_employers_uscc_held"):
            await identity.rows(
                "INSERT INTO employers SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
                " FROM employers e RETURNING id"
            )


class TestReadOnly:
    async def test_while_under_review(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await submit(identity, user)
        refused = await identity.client(user).put("/v1/employer", json={**EMPLOYER, "name": "另一家公司"})

        assert (refused.status_code, refused.json()["code"]) == (409, "identity.employer_data_locked")
        assert (await identity.client(user).get("/v1/employer")).json()["name"] == EMPLOYER["name"]

    @pytest.mark.parametrize("status", [VerificationStatus.REMITTING, VerificationStatus.AWAITING_AMOUNT])
    def test_while_a_remittance_is_under_way_until_the_users_give_it_up(self, status: VerificationStatus) -> None:
        for refusal in (why_not_change(status), why_not_correct(status)):
            assert refusal is not None
            assert refusal.detail == "单位正在办理汇款认证，认证期间不能修改单位信息。"
            assert "撤回汇款认证" in refusal.advice
            assert refusal.who_can_change == "本单位用户"

    async def test_after_approval_with_who_can_change_it(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        await approved(identity, centre, user)
        refused = await identity.client(user).put("/v1/employer", json=EMPLOYER)

        assert refused.json()["code"] == "identity.employer_data_locked"
        assert refused.json()["who_can_change"] == "企业客服 010-67410355"
        actions = (await identity.client(user).get("/v1/employer")).json()["actions"]
        allowed = {action["action"]: action["allowed"] for action in actions}
        assert (allowed["change"], allowed["submit_material"], allowed["submit_account"]) == (False, False, False)

    async def test_not_before(self, identity: ServiceHarness, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)

        actions = (await identity.client(user).get("/v1/employer")).json()["actions"]
        allowed = {action["action"]: action["allowed"] for action in actions}
        assert (allowed["change"], allowed["submit_material"], allowed["submit_account"]) == (True, True, True)
