"""The employer is told and can appeal; the school that marked it answers."""

import asyncio
from typing import Any

import httpx
import pytest

from common.auth.actors import EmployerUser, SchoolUser
from common.contracts.identity import (
    EmployerMarked,
    EmployerMarkLifted,
    WarningAppealDismissed,
    WarningAppealed,
    WarningEmployerChanged,
)
from common.testing.harness import ServiceHarness
from identity.employers.tables import Employer
from identity.warnings.commands import announce_to_new_employer
from tests.identity.employers.support import is_refused
from tests.identity.warnings.support import NAME, USCC, Schools, registered_employer, uploaded

APPEAL = {"text": "培训费由第三方收取，与本单位无关。"}
OTHER_USCC = "91310115MA1TTT9930"


async def appeal(identity: ServiceHarness, user: EmployerUser, mark_id: str, **changes: Any) -> httpx.Response:
    return await identity.client(user).post(f"/v1/employer/warning-marks/{mark_id}/appeals", json=APPEAL | changes)


async def answer(
    identity: ServiceHarness, user: SchoolUser, mark_id: str, appeal_id: str, verb: str, **body: str
) -> httpx.Response:
    return await identity.client(user).post(f"/v1/warning-marks/{mark_id}/appeals/{appeal_id}/{verb}", json=body)


async def appealed(identity: ServiceHarness, schools: Schools) -> tuple[SchoolUser, EmployerUser, str, str]:
    """A school, an employer, its mark and the appeal against it."""
    user, employer = await schools.one("19901"), await registered_employer(identity)
    mark_id = (await schools.mark(user))["mark_id"]
    made = await appeal(identity, employer, mark_id)
    assert made.status_code == 201, made.text
    return user, employer, mark_id, made.json()[0]["appeals"][0]["id"]


class TestTheEmployer:
    async def test_reads_which_school_what_and_why_and_not_who(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        user, employer = await schools.one("19901"), await registered_employer(identity)
        await schools.mark(user)
        told = await identity.client(employer).get("/v1/employer/warning-marks")
        [mark] = told.json()
        assert mark["school"] == {"code": "19901", "label": "示例大学19901"}
        assert mark["types"] == [{"code": "fake", "label": "虚假单位"}]
        assert mark["actions"][0]["allowed"]
        assert user.name not in told.text

    async def test_is_told_of_marks_by_name_too(self, identity: ServiceHarness, schools: Schools) -> None:
        employer = await registered_employer(identity)
        await schools.mark(await schools.one("19901"), uscc=None)
        assert len((await identity.client(employer).get("/v1/employer/warning-marks")).json()) == 1

    async def test_hears_that_its_appeal_against_a_mark_by_name_was_upheld(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        user = await schools.one("19901")
        mark_id = (await schools.mark(user, uscc=None))["mark_id"]
        employer = await registered_employer(identity)
        await registered_employer(identity, OTHER_USCC)
        made = (await appeal(identity, employer, mark_id)).json()[0]["appeals"][0]["id"]
        await answer(identity, user, mark_id, made, "uphold")
        [lifted] = await identity.emitted(EmployerMarkLifted)
        assert lifted.employer_id == employer.employer_id

    async def test_hears_of_marks_in_force_once_it_is_verified(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        first, second = await schools.open(2)
        await schools.mark(first, uscc=None)
        await schools.mark(second)
        employer = await registered_employer(identity)
        async with identity.context.database.transaction() as session:
            verified = await session.get_one(Employer, employer.employer_id)
            await announce_to_new_employer(session, identity.context, verified)
        told = [event.school_code for event in await identity.emitted(EmployerMarked) if event.employer_id]
        assert sorted(told) == ["19901", "19902"]

    async def test_is_told_nothing_before_it_has_proved_who_it_is(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        impostor = await registered_employer(identity, verified=False)
        mark = await schools.mark(await schools.one("19901"))
        seen = await identity.client(impostor).get("/v1/employer/warning-marks")
        assert (seen.status_code, seen.json()["rule"]) == (409, "employer_is_verified")
        assert (await appeal(identity, impostor, mark["mark_id"])).status_code == 409

    async def test_cannot_appeal_for_another(self, identity: ServiceHarness, schools: Schools) -> None:
        other = await registered_employer(identity, OTHER_USCC, "别的公司")
        mark = await schools.mark(await schools.one("19901"))
        assert (await appeal(identity, other, mark["mark_id"])).status_code == 404
        assert (await identity.client(other).get("/v1/employer/warning-marks")).json() == []

    async def test_hands_in_its_own_files_alone(self, identity: ServiceHarness, schools: Schools) -> None:
        employer = await registered_employer(identity)
        mark_id = (await schools.mark(await schools.one("19901")))["mark_id"]
        owner = f"employer:{employer.employer_id}"
        own = await uploaded(identity, owner, "appeal_evidence")
        others = await uploaded(identity, "school:19901", "appeal_evidence")
        assert (await appeal(identity, employer, mark_id, file_ids=[others])).status_code == 404
        assert (await appeal(identity, employer, mark_id, file_ids=[own])).status_code == 201
        [said] = await identity.emitted(WarningAppealed)
        assert (said.school_code, [str(file_id) for file_id in said.file_ids]) == ("19901", [own])

    async def test_appeals_once_at_a_time(self, identity: ServiceHarness, schools: Schools) -> None:
        employer = await registered_employer(identity)
        mark_id = (await schools.mark(await schools.one("19901")))["mark_id"]
        answers = await asyncio.gather(*(appeal(identity, employer, mark_id) for _ in range(3)))
        assert sorted(made.status_code for made in answers) == [201, 409, 409]
        assert {made.json()["rule"] for made in answers if made.status_code == 409} == {"no_appeal_is_open"}
        assert len(await identity.emitted(WarningAppealed)) == 1

    async def test_that_has_removed_a_user_is_not_spoken_for_by_the_old_token(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        gone = await registered_employer(identity)
        mark_id = (await schools.mark(await schools.one("19901")))["mark_id"]
        await identity.rows(f"UPDATE employer_users SET employer_id = NULL WHERE id = '{gone.id}' RETURNING 1")
        assert is_refused(await appeal(identity, gone, mark_id))
        assert is_refused(await identity.client(gone).get("/v1/employer/warning-marks"))
        assert await identity.emitted(WarningAppealed) == []


class TestTheSchool:
    async def test_upholds_and_the_mark_is_lifted(self, identity: ServiceHarness, schools: Schools) -> None:
        user, employer, mark_id, appeal_id = await appealed(identity, schools)
        upheld = await answer(identity, user, mark_id, appeal_id, "uphold")
        assert upheld.json()["status"] == {"code": "lifted", "label": "申诉成立已解除"}
        [lifted] = await identity.emitted(EmployerMarkLifted)
        assert (lifted.because, lifted.employer_id) == ("appeal_upheld", employer.employer_id)
        assert (await identity.emitted(WarningEmployerChanged))[-1].marks == []
        assert not (await schools.advice(user))["warned"]

    async def test_dismisses_with_a_reason_that_the_employer_reads(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        user, employer, mark_id, appeal_id = await appealed(identity, schools)
        assert (await answer(identity, user, mark_id, appeal_id, "dismiss")).status_code == 422
        dismissed = await answer(identity, user, mark_id, appeal_id, "dismiss", answer="转账记录显示收款人为该单位")
        assert dismissed.json()["status"]["code"] == "live"
        [said] = await identity.emitted(WarningAppealDismissed)
        assert said.reason == "转账记录显示收款人为该单位"
        [mark] = (await identity.client(employer).get("/v1/employer/warning-marks")).json()
        assert mark["appeals"][0]["status"]["label"] == "申诉不成立"
        assert mark["appeals"][0]["answer"] == said.reason
        assert mark["actions"][0]["allowed"]

    async def test_answers_only_once(self, identity: ServiceHarness, schools: Schools) -> None:
        user, _, mark_id, appeal_id = await appealed(identity, schools)
        answers = await asyncio.gather(
            answer(identity, user, mark_id, appeal_id, "uphold"),
            answer(identity, user, mark_id, appeal_id, "dismiss", answer="不成立"),
        )
        assert sorted(given.status_code for given in answers) == [200, 409]

    @pytest.mark.parametrize("verb", ["uphold", "dismiss"])
    async def test_does_not_answer_a_new_appeal_with_the_id_of_an_old_one(
        self, identity: ServiceHarness, schools: Schools, verb: str
    ) -> None:
        user, employer, mark_id, old = await appealed(identity, schools)
        await answer(identity, user, mark_id, old, "dismiss", answer="不成立")
        await appeal(identity, employer, mark_id)
        stale = await answer(identity, user, mark_id, old, verb, answer="仍不成立")
        assert (stale.status_code, stale.json()["code"]) == (409, "identity.warning_appeal_not_open")
        assert await identity.rows("SELECT answer FROM warning_appeals ORDER BY id") == [("不成立",), (None,)]

    async def test_of_another_school_has_no_say(self, identity: ServiceHarness, schools: Schools) -> None:
        _, _, mark_id, appeal_id = await appealed(identity, schools)
        other = await schools.one("19902")
        assert (await answer(identity, other, mark_id, appeal_id, "uphold")).status_code == 404

    async def test_that_removes_the_mark_ends_the_appeal(self, identity: ServiceHarness, schools: Schools) -> None:
        user, employer, mark_id, _ = await appealed(identity, schools)
        await schools.remove(user, mark_id)
        [mark] = (await identity.client(employer).get("/v1/employer/warning-marks")).json()
        assert mark["appeals"][0]["status"]["label"] == "标记已解除"
        assert not mark["actions"][0]["allowed"]

    async def test_that_removes_the_mark_at_the_same_moment_leaves_no_appeal_open(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        user, employer = await schools.one("19901"), await registered_employer(identity)
        for _ in range(5):
            mark_id = (await schools.mark(user))["mark_id"]
            made, _ = await asyncio.gather(appeal(identity, employer, mark_id), schools.remove(user, mark_id))
            assert made.status_code in (201, 409)
        assert await identity.rows("SELECT 1 FROM warning_appeals WHERE status = 'open'") == []

    @pytest.mark.parametrize("verb", ["uphold", "dismiss"])
    async def test_needs_an_appeal_to_answer(self, identity: ServiceHarness, schools: Schools, verb: str) -> None:
        user = await schools.one("19901")
        mark = await schools.mark(user)
        assert mark["name"] == NAME
        assert mark["uscc"] == USCC
        nobody = "0193b0a0-0000-7000-8000-000000000007"
        assert (await answer(identity, user, mark["mark_id"], nobody, verb, answer="不成立")).status_code == 404
