"""A school that the centre has given another name is the same school (decisions: a new name is no other school)."""

from dataclasses import replace
from uuid import uuid4

import pytest

from common.contracts.roster import RosterRow
from identity.graduates.schemas import Enrolment, EnrolmentRecord
from identity.graduates.states import differing_fields
from identity.roster.states import KeptGraduate, Particulars
from tests.identity.graduates.support import Door
from tests.identity.graduates.test_confirmation import confirm, profile_of, signed_in
from tests.identity.roster.support import centre, enrol, stored, upload
from tests.support.roster import SCHOOL_NAME, roster_rows

NEW_NAME = "示例科技大学"
VERSIONS = "SELECT version, identity_version FROM graduates ORDER BY version DESC"


async def rename(door: Door) -> None:
    body = {"version": 1, "reason": "教育部批准更名", "name": NEW_NAME}
    answer = await door.identity.client(centre()).patch("/v1/schools/19901", json=body)
    assert answer.status_code == 200, answer.text


class TestRosterOfARenamedSchool:
    async def test_with_the_new_name_asks_nobody_to_confirm_again(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        await confirm(door, graduate, 1)
        await rename(door)
        assert (await profile_of(door, graduate))["confirmed"] is True
        answer = await upload(door.identity, [dict(rows[0], 毕业院校=NEW_NAME)])
        assert (answer.status_code, answer.json()["changed"]) == (200, 1), answer.text
        assert (await profile_of(door, graduate))["confirmed"] is True
        ((_, identity_version),) = await door.identity.rows(VERSIONS)
        assert identity_version == 1
        assert (await door.sign_in(rows[0])).status_code == 200

    async def test_may_have_the_former_name_still(self, door: Door) -> None:
        rows = await enrol(door.identity, 2)
        await rename(door)
        answer = await upload(door.identity, rows)
        assert (answer.status_code, answer.json()["unchanged"]) == (200, 2), answer.text
        assert await stored(door.identity) == (2, 2)

    async def test_may_not_have_a_name_that_the_school_never_had(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await rename(door)
        answer = await upload(door.identity, [dict(rows[0], 毕业院校="别的大学")])
        assert answer.status_code == 422
        assert NEW_NAME in answer.json()["errors"][0]["reason"]

    async def test_together_with_a_change_of_name_is_a_change_of_identity(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await rename(door)
        await upload(door.identity, [dict(rows[0], 毕业院校=NEW_NAME, 姓名="阿依古丽")])
        assert await door.identity.rows(VERSIONS) == [(2, 2)]


class TestEnrolmentAtARenamedSchool:
    @pytest.mark.parametrize(
        ("school_code", "school_name", "differing"),
        [
            ("19901", "旧名大学", []),
            ("19902", SCHOOL_NAME, ["毕业院校"]),
            (None, SCHOOL_NAME, []),
            (None, NEW_NAME, []),
            (None, "别的大学", ["毕业院校"]),
            (None, "", ["毕业院校"]),
        ],
    )
    def test_is_known_by_code_or_by_any_name(
        self, school_code: str | None, school_name: str, differing: list[str]
    ) -> None:
        said = replace(Particulars.of_row(RosterRow.model_validate(roster_rows(1)[0])), school_name=SCHOOL_NAME)
        row = KeptGraduate(uuid4(), "19901", 2027, 1, 1, "roster", "p", said)
        enrolment = Enrolment(school_code=school_code, school_name=school_name, level_code=said.level)
        record = EnrolmentRecord(name=said.name, id_number=said.id_number, enrolments=[enrolment])
        assert differing_fields(row, record, {"19901": [NEW_NAME]}) == differing
