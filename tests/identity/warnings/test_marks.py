"""预警单位管理 (guides/003 §9): who marks whom, what the lists show, and what is said of it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from common import clock
from common.auth.actors import CentreUser
from common.contracts.identity import EmployerMarked, EmployerMarkLifted, SchoolMark, WarningEmployerChanged
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import department, school
from tests.identity.warnings.support import MARK, NAME, USCC, Schools, registered_employer, school_user, uploaded


class TestMarking:
    async def test_shows_the_columns_of_the_guide(self, schools: Schools) -> None:
        user = await schools.one("19901")
        await schools.mark(user, industry_code="34", nature_code="39", types=["fake", "discrimination"])
        [row] = await schools.listed(user)
        assert (row["name"], row["uscc"]) == (NAME, USCC)
        assert row["nature"] == {"code": "39", "label": "其他企业"}
        assert row["industry"]["code"] == "34"
        assert [kind["label"] for kind in row["types"]] == ["就业歧视", "虚假单位"]
        assert row["operator"] == user.name
        assert [action["label"] for action in row["actions"] if action["allowed"]] == ["修改", "删除"]

    async def test_tells_the_employer_and_everybody_who_keeps_a_copy(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        employer = await registered_employer(identity)
        mark = await schools.mark(await schools.one("19901"))
        [marked] = await identity.emitted(EmployerMarked)
        assert (marked.employer_id, str(marked.mark_id)) == (employer.employer_id, mark["mark_id"])
        assert (marked.school_name, marked.reason) == ("示例大学19901", MARK["reason"])
        [changed] = await identity.emitted(WarningEmployerChanged)
        assert (changed.employer_key, changed.national) == (f"uscc:{USCC}", False)
        assert changed.marks == [SchoolMark(school_code="19901", warning_types=["fake"])]

    async def test_takes_the_verified_name_instead_of_a_typed_one(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        await registered_employer(identity)
        mark = await schools.mark(await schools.one("19901"), name="云栖公司", nature_code="10")
        assert (mark["name"], mark["nature"]["code"]) == (NAME, "39")

    async def test_does_not_trust_an_employer_that_is_not_verified(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        await registered_employer(identity, name="冒名公司", verified=False)
        assert (await schools.mark(await schools.one("19901")))["name"] == NAME
        assert (await identity.emitted(EmployerMarked))[0].employer_id is None

    async def test_twice_is_refused_and_names_the_rule(self, schools: Schools) -> None:
        user = await schools.one("19901")
        await schools.mark(user)
        again = await schools.try_to_mark(user, types=["irregular"])
        assert (again.status_code, again.json()["code"]) == (409, "identity.employer_already_marked")
        assert again.json()["rule"] == "one_live_mark"

    async def test_by_two_users_of_one_school_at_once_is_one_mark(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        await schools.one("19901")
        answers = await asyncio.gather(*(schools.try_to_mark(school_user("19901")) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert len(await identity.emitted(EmployerMarked)) == 1
        assert len(await identity.emitted(WarningEmployerChanged)) == 1

    async def test_without_a_code_goes_by_the_name_however_it_is_written(self, schools: Schools) -> None:
        user = await schools.one("19901")
        await schools.mark(user, uscc=None, name="云栖（杭州）数据有限公司")
        again = await schools.try_to_mark(user, uscc=None, name="云栖(杭州) 数据有限公司")
        assert again.status_code == 409

    async def test_is_refused_to_departments(self, identity: ServiceHarness, schools: Schools) -> None:
        await schools.one("19901")
        answer = await identity.client(department("计算机学院", "19901")).post("/v1/warning-marks", json=MARK)
        assert answer.status_code == 403

    async def test_is_refused_to_schools_that_do_not_take_part(self, schools: Schools) -> None:
        assert (await schools.try_to_mark(school("19909"))).status_code in (403, 404, 409)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"types": []}, "types"),
            ({"types": ["unlucky"]}, "types.0"),
            ({"types": ["fake"] * 5}, "types"),
            ({"uscc": "91110108MA00TTT09X"}, "uscc"),
            ({"reason": ""}, "reason"),
            ({"name": "甲"}, "name"),
            ({"school_code": "19902"}, "school_code"),
            ({"status": "lifted"}, "status"),
            ({"expires_on": "2020-01-01"}, "expires_on"),
            ({"file_ids": [str(uuid4())] * 10}, "file_ids"),
        ],
    )
    async def test_refuses_what_cannot_be_and_names_the_field(
        self, schools: Schools, changes: dict[str, Any], field: str
    ) -> None:
        answer = await schools.try_to_mark(await schools.one("19901"), **changes)
        assert answer.status_code == 422
        assert field in [fault["field"] for fault in answer.json()["errors"]]

    async def test_takes_evidence_of_the_own_school_alone(self, identity: ServiceHarness, schools: Schools) -> None:
        user = await schools.one("19901")
        own = await uploaded(identity, "school:19901", "warning_evidence")
        others = await uploaded(identity, "school:19902", "warning_evidence")
        another_purpose = await uploaded(identity, "school:19901", "rescission_proof")
        refused = await schools.try_to_mark(user, file_ids=[own, others, another_purpose])
        assert refused.status_code == 404
        assert [fault["field"] for fault in refused.json()["errors"]] == ["file_ids.1", "file_ids.2"]
        assert (await schools.mark(user, file_ids=[own]))["file_ids"] == [own]


class TestChangingAndRemoving:
    async def test_a_change_is_told_and_kept_in_the_history(self, identity: ServiceHarness, schools: Schools) -> None:
        user = await schools.one("19901")
        mark = await schools.mark(user)
        body = {"version": 1, "types": ["discrimination"], "reason": "只招男性"}
        path = f"/v1/warning-marks/{mark['mark_id']}"
        changed = (await identity.client(user).put(path, json=body)).json()
        assert [step["action"]["code"] for step in changed["history"]] == ["mark", "change"]
        assert [step["types"][0]["code"] for step in changed["history"]] == ["fake", "discrimination"]
        assert (await identity.emitted(EmployerMarked))[-1].reason == "只招男性"
        stale = await identity.client(user).put(path, json=body)
        assert (stale.status_code, stale.json()["code"]) == (409, "identity.warning_mark_changed")

    async def test_removing_lifts_it_and_lets_the_school_mark_again(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        user = await schools.one("19901")
        mark = await schools.mark(user)
        removed = await schools.remove(user, mark["mark_id"])
        assert removed["status"] == {"code": "removed", "label": "已删除"}
        assert (await identity.emitted(EmployerMarkLifted))[0].because == "removed"
        assert (await identity.emitted(WarningEmployerChanged))[-1].marks == []
        assert await schools.listed(user) == []
        assert len(await schools.listed(user, status="removed")) == 1
        await schools.mark(user)

    async def test_nobody_touches_or_reads_another_schools_mark(
        self, identity: ServiceHarness, schools: Schools
    ) -> None:
        mine, theirs = await schools.open(2)
        path = f"/v1/warning-marks/{(await schools.mark(mine))['mark_id']}"
        client = identity.client(theirs)
        body = {"version": 1, "types": ["fake"], "reason": "改动"}
        answers = [
            await client.get(path),
            await client.put(path, json=body),
            await client.post(f"{path}/remove", json={}),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert await schools.listed(theirs) == []

    async def test_a_removed_mark_cannot_be_changed(self, identity: ServiceHarness, schools: Schools) -> None:
        user = await schools.one("19901")
        mark = await schools.mark(user)
        await schools.remove(user, mark["mark_id"])
        answer = await identity.client(user).post(f"/v1/warning-marks/{mark['mark_id']}/remove", json={})
        assert (answer.status_code, answer.json()["rule"]) == (409, "mark_is_live")

    async def test_history_rows_cannot_be_rewritten(self, identity: ServiceHarness, schools: Schools) -> None:
        await schools.mark(await schools.one("19901"))
        with pytest.raises(Exception, match="append-only"):
            await identity.rows("DELETE FROM warning_history RETURNING 1")


class TestExpiry:
    async def test_ends_a_mark_after_its_last_day(
        self, identity: ServiceHarness, schools: Schools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user, today = await schools.one("19901"), clock.today()
        await schools.mark(user, expires_on=today.isoformat())
        assert await identity.run_job("expire_warning_marks") == 0
        tomorrow = clock.now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: tomorrow)
        assert await identity.run_job("expire_warning_marks") == 1
        assert [row["status"]["label"] for row in await schools.listed(user, status="expired")] == ["已过期"]
        assert (await identity.emitted(EmployerMarkLifted))[0].because == "expired"
        assert (await identity.emitted(WarningEmployerChanged))[-1].marks == []


class TestLists:
    async def test_are_filtered_by_type_name_and_code(self, schools: Schools) -> None:
        user = await schools.one("19901")
        await schools.mark(user)
        await schools.mark(user, uscc=None, name="北京无码工作室", types=["irregular"])
        assert len(await schools.listed(user)) == 2
        for wanted in ({"type": "irregular"}, {"name": "无码"}):
            assert [row["name"] for row in await schools.listed(user, **wanted)] == ["北京无码工作室"]
        assert [row["name"] for row in await schools.listed(user, uscc="91110108")] == [NAME]
        assert await schools.listed(user, name="%") == []

    async def test_come_in_pages(self, identity: ServiceHarness, schools: Schools) -> None:
        user = await schools.one("19901")
        for place in range(3):
            await schools.mark(user, uscc=None, name=f"第{place}公司")
        first = (await identity.client(user).get("/v1/warning-marks", params={"limit": 2})).json()
        rest = (
            await identity.client(user).get("/v1/warning-marks", params={"limit": 2, "cursor": first["next_cursor"]})
        ).json()
        assert [row["name"] for row in first["items"] + rest["items"]] == ["第2公司", "第1公司", "第0公司"]

    async def test_show_the_centre_every_schools_marks(self, identity: ServiceHarness, schools: Schools) -> None:
        for user in await schools.open(2):
            await schools.mark(user)
        centre = CentreUser(id=uuid4(), name="中心")
        rows = await schools.listed(centre)
        assert {row["school"]["code"] for row in rows} == {"19901", "19902"}
        assert [row["actions"] for row in rows] == [[], []]
        detail = await identity.client(centre).get(f"/v1/warning-marks/{rows[0]['mark_id']}")
        assert detail.json()["history"][0]["action"]["label"] == "标记"
