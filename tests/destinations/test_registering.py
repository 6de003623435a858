"""毕业生: choosing a type, submitting, withdrawing, voiding; and every refusal on the way."""

import asyncio
from uuid import uuid4

import pytest

from common.contracts.destinations import DestinationSubmitted, DestinationVoided, DestinationWithdrawn
from common.testing.harness import ServiceHarness
from tests.destinations.people import (
    SCHOOL,
    Registrar,
    Signing,
    corrected,
    department_user,
    graduate,
    school_user,
    settings,
)


class TestListTypes:
    async def test_shows_a_graduate_every_type_with_what_it_asks_for(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        menu = (await registrar.harness.client(actor).get("/v1/destination-types")).json()
        by_code = {item["code"]: item for item in menu["items"]}
        assert menu["cohort_label"] == "2027届"
        assert [code for code, item in by_code.items() if item["open"]] == ["70", "71", "72"]
        assert by_code["801"]["group"] == {"code": "80", "label": "升学"}
        assert by_code["70"]["fields"][0]["options"] == ["求职中", "签约中", "拟参加公招考试", "拟创业"]
        assert "directed" not in by_code
        assert menu["actions"][0]["allowed"] is True

    async def test_shows_a_directed_graduate_their_one_type(self, registrar: Registrar) -> None:
        actor = await registrar.meet(training_mode_code="21")
        menu = (await registrar.harness.client(actor).get("/v1/destination-types")).json()
        assert [item["label"] for item in menu["items"]] == ["定向/委培毕业去向补充登记"]

    async def test_has_no_directed_type_for_cohorts_before_it_came(self, registrar: Registrar) -> None:
        client = registrar.harness.client(school_user)
        old = (await client.get("/v1/destination-types", params={"cohort": 2021})).json()
        new = (await client.get("/v1/destination-types", params={"cohort": 2022})).json()
        codes = [{item["code"] for item in menu["items"]} for menu in (old, new)]
        assert codes[1] - codes[0] == {"directed"}

    async def test_says_why_nothing_can_be_registered(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await Signing(actor).say(registrar.harness, "signed")
        menu = (await registrar.harness.client(actor).get("/v1/destination-types")).json()
        assert menu["actions"][0]["allowed"] is False
        assert menu["actions"][0]["rule"] == "graduate_has_no_live_agreement"


class TestRegister:
    async def test_begins_the_review_and_says_so(self, registrar: Registrar, destinations: ServiceHarness) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor, "71", reason="准备考研")
        assert made["status"] == {"code": "in_review", "label": "去向登记审核中"}
        assert made["review_step"] == {"code": "school", "label": "学校审核"}
        assert made["destination"] == {"code": "71", "label": "不就业拟升学"}
        assert made["fields"] == [{"name": "reason", "label": "情况说明", "value": "准备考研"}]
        (said,) = await destinations.emitted(DestinationSubmitted)
        assert (str(said.destination_id), said.destination_code, said.review_step) == (made["id"], "71", "school")

    async def test_begins_at_the_department_where_the_school_wants_that(self, registrar: Registrar) -> None:
        await registrar.harness.deliver(settings(review_mode="department_then_school"), sequence=2)
        made = await registrar.submitted(await registrar.meet())
        assert made["review_step"] == {"code": "department", "label": "院系审核"}

    async def test_needs_no_field_where_the_type_asks_for_none(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        answer = await registrar.harness.client(actor).post("/v1/destinations", json={"destination_code": "71"})
        assert answer.status_code == 201

    async def test_happens_once_for_one_key(self, registrar: Registrar, destinations: ServiceHarness) -> None:
        actor = await registrar.meet()
        client, key = destinations.client(actor), {"Idempotency-Key": uuid4().hex}
        body = {"destination_code": "71"}
        first = await client.post("/v1/destinations", json=body, headers=key)
        again = await client.post("/v1/destinations", json=body, headers=key)
        assert first.json() == again.json()
        assert len(await destinations.emitted(DestinationSubmitted)) == 1

    async def test_has_one_winner_when_sent_twice_at_once(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        answers = await asyncio.gather(*(registrar.submit(actor, "71") for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert len(await registrar.harness.rows("SELECT 1 FROM destinations")) == 1


class TestRegisterRefuses:
    async def test_while_the_switch_is_off_and_names_who_can_open_it(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await registrar.harness.deliver(settings(destinations_open=False), sequence=2)
        answer = await registrar.submit(actor)
        assert answer.status_code == 409
        assert answer.json()["code"] == "destinations.not_open"
        assert "学校用户" in answer.json()["who_can_change"]

    async def test_where_the_school_has_no_settings(self, registrar: Registrar) -> None:
        actor = await registrar.meet(graduate(cohort=2028))
        answer = await registrar.submit(actor)
        assert answer.json()["code"] == "destinations.not_open"
        assert "2028届尚未填写签约设置" in answer.json()["detail"]

    async def test_while_an_agreement_is_in_review(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await Signing(actor).say(registrar.harness, "sent", "accepted")
        assert (await registrar.submit(actor)).json()["code"] == "destinations.agreement_in_review"

    async def test_with_a_signed_agreement_and_says_to_rescind_first(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await Signing(actor).say(registrar.harness, "sent", "accepted", "signed")
        answer = await registrar.submit(actor)
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.agreement_signed")
        assert "请先解约" in answer.json()["title"]

    @pytest.mark.parametrize("end", [("declined",), ("expired",), ("accepted", "rejected")])
    async def test_nothing_once_the_agreement_has_ended(self, registrar: Registrar, end: tuple[str, ...]) -> None:
        actor = await registrar.meet()
        await Signing(actor).say(registrar.harness, "sent", *end)
        assert (await registrar.submit(actor)).status_code == 201

    async def test_a_second_one_and_names_the_first(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        first = await registrar.submitted(actor)
        answer = await registrar.submit(actor, "70", sub_type="求职中")
        assert answer.json()["code"] == "destinations.destination_exists"
        assert answer.json()["destination_id"] == first["id"]

    @pytest.mark.parametrize("code", ["10", "11", "12", "271", "46", "502", "75", "76", "801", "85"])
    async def test_types_that_are_not_open_yet(self, registrar: Registrar, code: str) -> None:
        answer = await registrar.submit(await registrar.meet(), code)
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.type_not_open")

    @pytest.mark.parametrize(("mode", "code"), [("21", "71"), ("41", "70"), ("1", "directed"), ("22", "directed")])
    async def test_types_of_another_training_mode(self, registrar: Registrar, mode: str, code: str) -> None:
        answer = await registrar.submit(await registrar.meet(training_mode_code=mode), code)
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.type_not_for_training_mode")
        assert "学校就业部门" in answer.json()["who_can_change"]

    async def test_while_the_roster_has_not_arrived(self, registrar: Registrar) -> None:
        answer = await registrar.submit(graduate())
        assert (answer.status_code, answer.json()["code"]) == (503, "destinations.roster_not_here")
        assert answer.headers["retry-after"] == "5"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"destination_code": "999"}, "destination_code"),
            ({"destination_code": "65"}, "destination_code"),
            ({"destination_code": "7"}, "destination_code"),
            ({"destination_code": 71}, "destination_code"),
            ({}, "destination_code"),
            ({"destination_code": "70"}, "fields.sub_type"),
            ({"destination_code": "70", "fields": {"sub_type": "度假中"}}, "fields.sub_type"),
            ({"destination_code": "71", "fields": {"reason": "长" * 201}}, "fields.reason"),
            ({"destination_code": "71", "fields": {"reason": "\u202e反"}}, "fields.reason"),
            ({"destination_code": "71", "fields": {"salary": "1"}}, "fields.salary"),
            ({"destination_code": "71", "fields": {"reason": 5}}, "fields.reason"),
            ({"destination_code": "71", "fields": []}, "fields"),
            ({"destination_code": "71", "fields": {f"f{n}": "x" for n in range(41)}}, "fields"),
            ({"destination_code": "71", "proof": "x"}, "proof"),
        ],
    )
    async def test_malformed_forms_by_field(self, registrar: Registrar, body: dict, field: str) -> None:
        actor = await registrar.meet()
        answer = await registrar.harness.client(actor).post("/v1/destinations", json=body)
        assert answer.status_code == 422
        fault = next(fault for fault in answer.json()["errors"] if fault["field"] == field)
        assert fault["reason"]
        assert fault["remedy"]
        assert await registrar.harness.rows("SELECT 1 FROM destinations UNION ALL SELECT 1 FROM outbox") == []

    async def test_a_graduate_who_has_not_confirmed_the_data(self, registrar: Registrar) -> None:
        actor = await registrar.meet(graduate(confirmed=False))
        assert (await registrar.submit(actor)).json()["code"] == "data_not_confirmed"

    async def test_without_a_key(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        client = registrar.harness.client(actor)
        client.event_hooks = {}
        answer = await client.post("/v1/destinations", json={"destination_code": "71"})
        assert answer.json()["code"] == "idempotency_key_missing"


class TestWithdraw:
    async def test_makes_a_draft_that_can_be_edited_and_submitted_again(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor, "71")
        draft = (await registrar.do(actor, made["id"], "withdraw")).json()
        (said,) = await registrar.harness.emitted(DestinationWithdrawn)
        assert (str(said.destination_id), said.cause) == (made["id"], "graduate")
        assert draft["status"] == {"code": "draft", "label": "草稿"}
        assert [action["action"] for action in draft["actions"] if action["allowed"]] == ["submit"]
        body = {"destination_code": "70", "fields": {"sub_type": "拟创业"}}
        again = (await registrar.do(actor, made["id"], "submit", **body)).json()
        assert (again["status"]["code"], again["destination"]["label"]) == ("in_review", "待就业")
        assert [entry["destination"]["code"] for entry in again["history"]] == ["71", "71", "70"]

    async def test_is_too_late_once_the_department_has_passed(self, registrar: Registrar) -> None:
        await registrar.harness.deliver(settings(review_mode="department_then_school"), sequence=2)
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await registrar.do(department_user, made["id"], "pass")
        answer = await registrar.do(actor, made["id"], "withdraw")
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.review_has_begun")

    async def test_hides_the_draft_from_the_school(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await registrar.do(actor, made["id"], "withdraw")
        client = registrar.harness.client(school_user)
        assert (await client.get(f"/v1/destinations/{made['id']}")).status_code == 404
        assert (await client.get("/v1/destinations")).json()["items"] == []
        assert (await registrar.do(school_user, made["id"], "pass")).status_code == 404

    async def test_lets_a_draft_be_submitted_under_the_same_rules_only(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await registrar.do(actor, made["id"], "withdraw")
        await Signing(actor).say(registrar.harness, "signed")
        answer = await registrar.do(actor, made["id"], "submit", destination_code="71")
        assert answer.json()["code"] == "destinations.agreement_signed"
        draft = (await registrar.harness.client(actor).get(f"/v1/destinations/{made['id']}")).json()
        assert draft["actions"][0]["allowed"] is False
        assert draft["actions"][0]["who_can_change"]


class TestVoid:
    async def test_ends_an_approved_destination_without_any_review(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        voided = (await registrar.do(actor, made["id"], "void")).json()
        assert voided["status"] == {"code": "voided", "label": "已作废"}
        assert not any(action["allowed"] for action in voided["actions"])
        assert all(action["reason"] for action in voided["actions"])
        (said,) = await registrar.harness.emitted(DestinationVoided)
        assert said.cause == "graduate"

    async def test_leaves_a_record_the_school_can_see(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await registrar.do(actor, made["id"], "void")
        seen = (await registrar.harness.client(school_user).get(f"/v1/destinations/{made['id']}")).json()
        assert [entry["action"]["label"] for entry in seen["history"]] == ["提交审核", "审核通过", "作废"]

    async def test_lets_the_graduate_register_anew(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        await registrar.do(actor, made["id"], "void")
        assert (await registrar.submit(actor, "72", sub_type="拟出国出境")).status_code == 201

    async def test_is_not_for_what_is_still_in_review(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        answer = await registrar.do(actor, made["id"], "void")
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.not_in_this_state")


class TestRosterCorrections:
    async def test_move_the_registration_to_the_new_department(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        path = f"/v1/destinations/{made['id']}"
        await registrar.harness.deliver(corrected(actor, department="哲学系"), sequence=3)
        await registrar.harness.deliver(corrected(actor, department="计算机学院"), sequence=2)
        assert (await registrar.harness.client(department_user).get(path)).status_code == 404
        seen = (await registrar.harness.client(school_user).get(path)).json()
        assert seen["graduate"]["department"] == "哲学系"
        assert seen["graduate"]["school"]["code"] == SCHOOL
