"""为什么不能签约 over HTTP: who may ask about whom, and that the answer follows what happens."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from common.auth.actors import Actor, CentreUser, DepartmentUser, EmployerUser, Graduate, SchoolUser
from common.testing.harness import ServiceHarness
from tests.identity.employers.support import verified
from tests.identity.roster.support import OTHER_CODE, department, enrol, graduate_id_of, school, upload
from tests.identity.support import TextMessages, employer_user, register, submit


async def asked(identity: ServiceHarness, actor: Actor, path: str = "/v1/eligibility") -> dict[str, Any]:
    answer = await identity.client(actor).get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def missing(identity: ServiceHarness, actor: Actor, path: str = "/v1/eligibility") -> list[str]:
    return [check["code"] for check in (await asked(identity, actor, path))["checks"] if not check["passed"]]


class TestAnEmployersUser:
    async def test_follows_every_step_to_the_approval(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        newcomer = EmployerUser(id=await register(identity, texts), name="x", employer_id=None)
        assert await missing(identity, newcomer) == ["personal_data_given", "belongs_to_employer", "employer_verified"]
        user = await employer_user(identity, texts, "13912340002")
        assert await missing(identity, user) == ["employer_verified"]
        verification = await submit(identity, user)
        waiting = next(check for check in (await asked(identity, user))["checks"] if not check["passed"])
        assert "材料审核中" in waiting["fact"]
        assert "中心" in waiting["who_can_change"]
        reviewer = identity.client(centre)
        refusal = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}
        await reviewer.post(f"/v1/verifications/{verification}/reject", json=refusal)
        rejected = next(check for check in (await asked(identity, user))["checks"] if not check["passed"])
        assert "授权书未加盖公章" in rejected["fact"]
        again = await submit(identity, user)
        await reviewer.post(f"/v1/verifications/{again}/approve")
        answer = await asked(identity, user)
        assert answer["open"] is True
        assert answer["elsewhere"]["path"] == "/agreements/v1/eligibility"

    async def test_stays_suspended_with_that_reason_until_the_centre_lifts_it(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await verified(identity, texts, centre)
        reviewer = identity.client(centre)
        why = {"reason_code": "complaint_confirmed", "detail": "经核实冒用单位名义"}
        await reviewer.post(f"/v1/employers/{user.employer_id}/suspend", json=why)
        verification = await submit(identity, user)
        assert await missing(identity, user) == ["employer_verified", "employer_not_suspended"]
        refusal = {"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}
        await reviewer.post(f"/v1/verifications/{verification}/reject", json=refusal)
        [suspended] = [check for check in (await asked(identity, user))["checks"] if not check["passed"]]
        assert suspended["code"] == "employer_not_suspended"
        assert "冒用单位名义" in suspended["fact"]
        assert "公章" not in suspended["fact"]
        await reviewer.post(f"/v1/verifications/{await submit(identity, user)}/approve")
        assert await missing(identity, user) == []

    async def test_can_be_asked_about_by_the_centre(
        self, identity: ServiceHarness, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        path = f"/v1/employers/{user.employer_id}/eligibility"
        assert await missing(identity, centre, path) == ["employer_verified"]
        assert (await identity.client(centre).get(f"/v1/employers/{uuid4()}/eligibility")).status_code == 404


async def graduate(identity: ServiceHarness, row: dict[str, str]) -> Graduate:
    graduate_id = await graduate_id_of(identity, row["姓名"])
    return Graduate(
        id=uuid4(), name=row["姓名"], graduate_id=UUID(graduate_id), school_code="19901", cohort=2027, confirmed=False
    )


class TestAGraduate:
    async def test_is_told_to_confirm_and_then_nothing_is_missing(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        actor = await graduate(identity, rows[0])
        assert await missing(identity, actor) == ["data_confirmed"]
        confirmed = await identity.client(actor).post("/v1/graduate/confirmation", json={"version": 1})
        assert confirmed.status_code == 200, confirmed.text
        assert (await asked(identity, actor))["open"] is True

    async def test_is_told_what_the_school_has_changed(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        actor = await graduate(identity, rows[0])
        await upload(identity, [rows[0] | {"是否可以签约": "否"}])
        assert "school_allows" in await missing(identity, actor)

    async def test_can_be_asked_about_by_the_own_school_alone(self, identity: ServiceHarness) -> None:
        rows = await enrol(identity, 1)
        path = f"/v1/graduates/{await graduate_id_of(identity, rows[0]['姓名'])}/eligibility"
        assert await missing(identity, school(), path) == ["enrolment_agrees", "data_confirmed"]

        async def refused(actor: SchoolUser | DepartmentUser) -> httpx.Response:
            return await identity.client(actor).get(path)

        assert (await refused(school(OTHER_CODE))).status_code == 404
        assert (await refused(department("没有这个学院"))).status_code == 404
