"""学校、院系: the review in both modes, its refusals, the list, and who sees nothing."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser, EmployerUser, ProvinceUser
from common.contracts.destinations import DestinationApproved, DestinationPassedByDepartment, DestinationRejected
from common.testing.harness import ServiceHarness
from tests.destinations.people import (
    OTHER_DEPARTMENT,
    OTHER_SCHOOL,
    Registrar,
    department_user,
    graduate,
    other_department_user,
    other_school_user,
    same_name_department_user,
    school_user,
    settings,
)


@pytest.fixture
async def department_first(registrar: Registrar) -> Registrar:
    """The school wants its departments to review first."""
    await registrar.harness.deliver(settings(review_mode="department_then_school"), sequence=2)
    return registrar


class TestPass:
    async def test_by_the_school_alone_approves(self, registrar: Registrar, destinations: ServiceHarness) -> None:
        approved = await registrar.approved(await registrar.meet())
        assert approved["status"] == {"code": "approved", "label": "去向登记审核通过"}
        assert approved["review_step"] is None
        assert len(await destinations.emitted(DestinationApproved)) == 1
        assert await destinations.emitted(DestinationPassedByDepartment) == []

    async def test_goes_from_the_department_to_the_school(self, department_first: Registrar) -> None:
        made = await department_first.submitted(await department_first.meet())
        passed = (await department_first.do(department_user, made["id"], "pass")).json()
        assert (passed["status"]["label"], passed["review_step"]["code"]) == ("去向登记审核中", "school")
        approved = (await department_first.do(school_user, made["id"], "pass")).json()
        assert approved["status"]["label"] == "去向登记审核通过"
        said = [envelope for envelope in await department_first.harness.envelopes() if "outcome" not in envelope.type]
        assert [(envelope.type.split(".")[2], envelope.sequence) for envelope in said] == [
            ("submitted", 1),
            ("passed-by-department", 2),
            ("approved", 3),
        ]

    async def test_is_not_the_schools_before_the_department(self, department_first: Registrar) -> None:
        made = await department_first.submitted(await department_first.meet())
        answer = await department_first.do(school_user, made["id"], "pass")
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.not_at_this_step")
        assert "院系用户" in answer.json()["who_can_change"]

    async def test_is_not_the_departments_where_the_school_reviews_alone(self, registrar: Registrar) -> None:
        made = await registrar.submitted(await registrar.meet())
        answer = await registrar.do(department_user, made["id"], "pass")
        assert (answer.status_code, answer.json()["code"]) == (409, "destinations.not_at_this_step")

    async def test_follows_the_mode_that_was_set_at_submission(self, department_first: Registrar) -> None:
        made = await department_first.submitted(await department_first.meet())
        await department_first.harness.deliver(settings(review_mode="school_only"), sequence=3)
        assert (await department_first.do(school_user, made["id"], "pass")).status_code == 409
        assert (await department_first.do(department_user, made["id"], "pass")).json()["review_step"][
            "code"
        ] == "school"

    async def test_goes_on_when_the_switch_is_turned_off(self, registrar: Registrar) -> None:
        made = await registrar.submitted(await registrar.meet())
        await registrar.harness.deliver(settings(destinations_open=False), sequence=2)
        assert (await registrar.do(school_user, made["id"], "pass")).status_code == 200

    async def test_has_one_winner_against_a_simultaneous_rejection(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        answers = await asyncio.gather(
            registrar.do(school_user, made["id"], "pass"),
            registrar.do(school_user, made["id"], "reject", reason="不实"),
            registrar.do(actor, made["id"], "withdraw"),
        )
        assert sorted(answer.status_code for answer in answers) in ([200, 409, 409], [200, 404, 404])
        assert len(await registrar.harness.rows("SELECT 1 FROM destination_history")) == 2

    async def test_is_not_repeated(self, registrar: Registrar) -> None:
        made = await registrar.approved(await registrar.meet())
        answer = await registrar.do(school_user, made["id"], "pass")
        assert answer.json()["code"] == "destinations.not_in_this_state"
        assert "去向登记审核通过" in answer.json()["detail"]


class TestReject:
    async def test_voids_the_registration_with_a_reason_the_graduate_reads(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        await registrar.do(school_user, made["id"], "reject", reason="情况说明与事实不符")
        seen = (await registrar.harness.client(actor).get(f"/v1/destinations/{made['id']}")).json()
        assert seen["status"]["label"] == "去向登记审核不通过"
        assert seen["reject_reason"] == "情况说明与事实不符"
        assert not any(action["allowed"] for action in seen["actions"])
        assert all(action["reason"] for action in seen["actions"])
        (said,) = await registrar.harness.emitted(DestinationRejected)
        assert said.reason == "情况说明与事实不符"
        assert (await registrar.submit(actor)).status_code == 201

    async def test_can_be_the_departments(self, department_first: Registrar) -> None:
        made = await department_first.submitted(await department_first.meet())
        answer = await department_first.do(department_user, made["id"], "reject", reason="请选择待就业")
        assert answer.json()["status"]["code"] == "rejected"

    @pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "长" * 501}, {"reason": 7}])
    async def test_needs_a_reason(self, registrar: Registrar, body: dict[str, Any]) -> None:
        made = await registrar.submitted(await registrar.meet())
        answer = await registrar.do(school_user, made["id"], "reject", **body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "reason"
        assert await registrar.status(school_user, made["id"]) == "去向登记审核中"


class TestHistory:
    async def test_tells_staff_who_it_was_and_the_graduate_which_role(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.approved(actor)
        for reader, names in ((school_user, [actor.name, "张老师"]), (actor, [actor.name, "学校用户"])):
            seen = (await registrar.harness.client(reader).get(f"/v1/destinations/{made['id']}")).json()
            assert [entry["by"] for entry in seen["history"]] == names

    async def test_is_never_rewritten(self, registrar: Registrar) -> None:
        await registrar.submitted(await registrar.meet())
        with pytest.raises(Exception, match="append-only"):
            await registrar.harness.rows("DELETE FROM destination_history RETURNING 1")


class TestList:
    async def test_pages_by_cursor_without_losing_or_repeating(self, registrar: Registrar) -> None:
        made = [(await registrar.submitted(await registrar.meet()))["id"] for _ in range(5)]
        client, seen, cursor = registrar.harness.client(school_user), [], None
        while True:
            params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/v1/destinations", params=params)).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == made[::-1]

    async def test_filters(self, registrar: Registrar) -> None:
        first = await registrar.approved(await registrar.meet(graduate(name="欧阳静怡")))
        second = await registrar.submitted(await registrar.meet(department=OTHER_DEPARTMENT), "70", sub_type="求职中")
        client = registrar.harness.client(school_user)
        for params, found in (
            ({"status": "approved"}, [first["id"]]),
            ({"status": "in_review", "review_step": "school"}, [second["id"]]),
            ({"review_step": "department"}, []),
            ({"destination_code": "70"}, [second["id"]]),
            ({"department": OTHER_DEPARTMENT}, [second["id"]]),
            ({"name": "欧阳静怡"}, [first["id"]]),
            ({"name": "阳静"}, [first["id"]]),
            ({"name": "%"}, []),
            ({"cohort": 2026}, []),
            ({"cohort": 2027}, [second["id"], first["id"]]),
        ):
            page = (await client.get("/v1/destinations", params=params)).json()
            assert [item["id"] for item in page["items"]] == found, params

    @pytest.mark.parametrize(
        "params", [{"status": "done"}, {"cohort": "next"}, {"limit": 0}, {"cursor": "%%"}, {"cursor": "WzFd"}]
    )
    async def test_refuses_what_it_cannot_read(self, registrar: Registrar, params: dict[str, Any]) -> None:
        answer = await registrar.harness.client(school_user).get("/v1/destinations", params=params)
        assert answer.status_code == 422

    async def test_shows_reviewers_what_they_can_do_in_each_row(self, registrar: Registrar) -> None:
        await registrar.submitted(await registrar.meet())
        for reader, allowed in ((school_user, [True, True]), (department_user, [False, False])):
            (row,) = (await registrar.harness.client(reader).get("/v1/destinations")).json()["items"]
            assert [action["action"] for action in row["actions"]] == ["pass", "reject"]
            assert [action["allowed"] for action in row["actions"]] == allowed


STRANGERS = [
    other_department_user,
    other_school_user,
    same_name_department_user,
    graduate(),
    graduate(school_code=OTHER_SCHOOL),
]
OUTSIDERS = [
    EmployerUser(id=uuid4(), name="人事", employer_id=uuid4()),
    ProvinceUser(id=uuid4(), name="省", province_code="330000"),
    CentreUser(id=uuid4(), name="中心"),
]
VERBS = ["pass", "reject", "withdraw", "void", "submit"]
BODIES: dict[str, dict[str, str]] = {"reject": {"reason": "不实"}, "submit": {"destination_code": "71"}}


class TestStrangers:
    @pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: f"{actor.role}-{actor.name}")
    async def test_find_nothing(self, registrar: Registrar, stranger: Any) -> None:
        made = await registrar.submitted(await registrar.meet())
        client = registrar.harness.client(stranger)
        assert (await client.get(f"/v1/destinations/{made['id']}")).status_code == 404
        assert (await client.get("/v1/destinations")).json()["items"] == []
        for verb in VERBS:
            answer = await registrar.do(stranger, made["id"], verb, **BODIES.get(verb, {}))
            assert answer.status_code in {403, 404}, verb
        assert await registrar.status(school_user, made["id"]) == "去向登记审核中"

    @pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda actor: actor.role)
    async def test_of_other_roles_are_not_let_in(self, registrar: Registrar, outsider: Any) -> None:
        client = registrar.harness.client(outsider)
        for path in ("/v1/destinations", f"/v1/destinations/{uuid4()}", "/v1/destination-types", "/v1/outcome"):
            assert (await client.get(path)).json()["code"] == "wrong_role", path

    async def test_without_a_token_are_asked_to_sign_in(self, registrar: Registrar) -> None:
        assert (await registrar.harness.client().get("/v1/destinations")).status_code == 401

    async def test_a_graduate_does_not_review_and_a_reviewer_does_not_register(self, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        assert (await registrar.do(actor, made["id"], "pass")).json()["code"] == "wrong_role"
        assert (await registrar.do(school_user, made["id"], "withdraw")).json()["code"] == "wrong_role"
        answer = await registrar.harness.client(school_user).post("/v1/destinations", json={"destination_code": "71"})
        assert answer.json()["code"] == "wrong_role"

    async def test_a_malformed_id_is_told_so(self, registrar: Registrar) -> None:
        assert (await registrar.harness.client(school_user).get("/v1/destinations/42")).status_code == 422
