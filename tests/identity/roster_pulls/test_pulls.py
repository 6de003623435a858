"""Pulling the roster from the employment system (guides/003 §4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
import time_machine

from common import clock
from common.contracts.identity import GraduateCorrected, GraduateEnrolled, GraduateRemoved
from common.contracts.values.cohort import current_cohort
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import (
    COHORT,
    OTHER_CODE,
    OTHER_NAME,
    centre,
    department,
    graduate_actor,
    graduate_id_of,
    open_school,
    school,
    service_account,
    stored,
    upload,
)
from tests.identity.roster_pulls.support import PAGE, Source, counts
from tests.support.roster import roster_rows


class TestFullPull:
    async def test_takes_the_former_and_the_new_name_of_a_renamed_school(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(2)
        await source.state(rows)
        await source.pull("full")
        body = {"version": 1, "reason": "教育部批准更名", "name": "示例科技大学"}
        assert (await source.identity.client(centre()).patch("/v1/schools/19901", json=body)).status_code == 200
        await source.state([dict(rows[0], 毕业院校="示例科技大学")])
        assert counts(await source.pull("full")) == {"changed": 1, "unchanged": 1}
        assert set(await source.identity.rows("SELECT identity_version FROM graduates")) == {(1,)}

    async def test_takes_the_whole_list_over_many_pages(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(3 * PAGE + 1)
        await source.state(rows)
        result = await source.pull("full")
        assert result["status"] == {"code": "done", "label": "已完成"}
        assert counts(result) == {"new": 13}
        assert await source.names() == {row["姓名"] for row in rows}
        assert len(await source.identity.emitted(GraduateEnrolled)) == 13

    async def test_again_changes_nothing(self, source: Source) -> None:
        await open_school(source.identity)
        await source.state(roster_rows(6))
        await source.pull("full")
        assert counts(await source.pull("full")) == {"unchanged": 6}
        assert await stored(source.identity) == (6, 6)

    async def test_puts_right_what_was_changed_here_since(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(5)
        await source.state(rows)
        await source.pull("full")
        await upload(source.identity, [dict(rows[0], 专业="哲学")])
        assert counts(await source.pull()) == {}
        assert counts(await source.pull("full")) == {"changed": 1, "unchanged": 4}

    async def test_who_is_listed_there_is_taken_off_there(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(6)
        await source.state(rows[:5])
        await source.pull("full")
        await upload(source.identity, [rows[5]])
        client = source.identity.client(school())

        async def removed(row: dict[str, str]) -> httpx.Response:
            graduate_id = await graduate_id_of(source.identity, row["姓名"])
            return await client.post(f"/v1/graduates/{graduate_id}/remove", json={"reason": "退学"})

        refused = await removed(rows[1])
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.graduate_still_listed")
        assert len(await source.names()) == 6
        assert (await removed(rows[5])).status_code == 204
        await source.remove(rows[1])
        assert counts(await source.pull())["removed"] == 1
        assert await source.names() == {row["姓名"] for row in (rows[0], *rows[2:5])}

    async def test_removes_what_has_vanished(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(10)
        await upload(source.identity, rows)
        await source.state(rows[:8])
        assert counts(await source.pull("full")) == {"unchanged": 8, "removed": 2}
        said = await source.identity.emitted(GraduateRemoved)
        assert {one.name for one in said} == {row["姓名"] for row in rows[8:]}
        assert {one.reason for one in said} == {"就业管理系统的名单中已没有该生"}

    async def test_keeps_them_when_they_are_too_many_until_somebody_confirms(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(10)
        await upload(source.identity, rows)
        await source.state(rows[:7])
        result = await source.pull("full")
        assert counts(result) == {"unchanged": 7, "withheld": 3}
        (fault,) = result["faults"]
        assert ("10 人有 3 人" in fault["reason"], "确认移除" in fault["remedy"]) == (True, True)
        assert await source.identity.emitted(GraduateRemoved) == []
        assert counts(await source.pull("full", confirm_removals=True)) == {"unchanged": 7, "removed": 3}
        assert await source.names() == {row["姓名"] for row in rows[:7]}

    async def test_of_an_empty_source_removes_nobody(self, source: Source) -> None:
        await open_school(source.identity)
        await upload(source.identity, roster_rows(3))
        assert counts(await source.pull("full")) == {"withheld": 3}
        assert len(await source.names()) == 3

    async def test_leaves_other_cohorts_alone(self, source: Source) -> None:
        await open_school(source.identity)
        earlier = [dict(row, 入学时间="202209", 毕业时间="202607") for row in roster_rows(3)]
        await upload(source.identity, earlier, cohort=2026)
        await source.state(roster_rows(3))
        assert counts(await source.pull("full")) == {"new": 3}
        assert await source.identity.emitted(GraduateRemoved) == []


class TestIncrementalPull:
    async def test_takes_what_has_changed_since(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(6)
        await source.state(rows)
        assert counts(await source.pull()) == {"new": 6}
        await source.state([dict(rows[2], 院系="新设学院"), *roster_rows(7)[6:]])
        await source.remove(rows[4], "转学")
        assert counts(await source.pull()) == {"new": 1, "changed": 1, "removed": 1}
        (corrected,) = await source.identity.emitted(GraduateCorrected)
        (removed,) = await source.identity.emitted(GraduateRemoved)
        assert (corrected.department, removed.reason, removed.on_roster) == ("新设学院", "转学", False)

    async def test_brings_back_who_is_listed_again(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(5)
        await source.state(rows)
        await source.pull()
        await source.remove(rows[0])
        assert counts(await source.pull()) == {"removed": 1}
        await source.state(rows[:1])
        assert counts(await source.pull()) == {"changed": 1}
        assert len(await source.identity.emitted(GraduateEnrolled)) == 6
        assert len(await source.names()) == 5

    async def test_never_removes_what_the_source_does_not_mention(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(5)
        await upload(source.identity, rows)
        await source.state(rows[:1])
        assert counts(await source.pull()) == {"unchanged": 1}
        assert len(await source.names()) == 5

    async def test_tells_in_the_history_where_a_change_came_from(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(1)
        await source.state(rows)
        await source.pull()
        path = f"/v1/graduates/{await graduate_id_of(source.identity, rows[0]['姓名'])}/versions"
        (version,) = (await source.identity.client(school()).get(path)).json()["items"]
        assert version["changed_by"] == "就业管理系统"

    @pytest.mark.parametrize(
        ("mode", "stated", "may_sign"),
        [("21", "是", False), ("41", "是", False), ("22", "是", True), ("22", "否", False), ("42", "是", True)],
    )
    async def test_lists_contracted_graduates_and_lets_the_school_say_who_signs(
        self, source: Source, mode: str, stated: str, may_sign: bool
    ) -> None:
        await open_school(source.identity)
        await source.state([dict(roster_rows(1)[0], 培养方式=mode, 是否可以签约=stated)])
        assert counts(await source.pull()) == {"new": 1}
        (said,) = await source.identity.emitted(GraduateEnrolled)
        assert (said.may_sign, said.on_roster) == (may_sign, True)


class TestFaultyRows:
    async def test_are_told_and_left_out_while_sound_ones_are_taken(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(8)
        faulty = [dict(rows[1], 学历层次="小学"), dict(rows[5], 毕业院校="别的大学"), dict(rows[6], 身份证号="")]
        await source.state([rows[0], faulty[0], *rows[2:5], faulty[1], faulty[2], rows[7]])
        result = await source.pull("full")
        assert counts(result) == {"new": 5, "faulty": 3}
        assert [(fault["exam_number"], fault["field"]) for fault in result["faults"]] == [
            (rows[1]["考生号"], "学历层次"),
            (rows[5]["考生号"], "毕业院校"),
            (rows[6]["考生号"], "身份证号"),
        ]
        assert all(fault["reason"] and fault["remedy"] for fault in result["faults"])

    async def test_are_taken_once_they_are_put_right(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(2)
        await source.state([rows[0], dict(rows[1], 民族="1")])
        assert counts(await source.pull()) == {"new": 1, "faulty": 1}
        await source.state(rows)
        assert counts(await source.pull()) == {"new": 1}

    async def test_do_not_count_as_vanished(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(3)
        await upload(source.identity, rows)
        await source.state([rows[0], rows[1], dict(rows[2], 专业="")])
        assert counts(await source.pull("full")) == {"unchanged": 2, "faulty": 1}
        assert len(await source.names()) == 3

    async def test_never_repeat_an_id_number(self, source: Source) -> None:
        await open_school(source.identity)
        row = roster_rows(1)[0]
        wrong = row["身份证号"][:17] + ("0" if row["身份证号"][17] != "0" else "1")
        await source.state([dict(row, 身份证号=wrong)])
        result = await source.pull()
        assert (result["faulty"], wrong in str(result)) == (1, False)
        assert wrong not in str(await source.identity.rows("SELECT * FROM roster_pull_faults"))

    async def test_of_hostile_text_do_no_harm(self, source: Source) -> None:
        await open_school(source.identity)
        row = roster_rows(1)[0]
        await source.state([dict(row, 姓名="'; DROP TABLE graduates; --", 专业="=1+1", 院系="<script>")])
        assert counts(await source.pull()) == {"faulty": 1}


class TestWhoMayPull:
    @pytest.mark.parametrize(
        "actor", [centre(), department("文学院"), graduate_actor(), service_account()], ids=lambda actor: actor.role
    )
    async def test_only_school_users(self, source: Source, actor: Any) -> None:
        await open_school(source.identity)
        assert (await source.begin(by=actor)).status_code == 403

    async def test_not_who_sees_only_part_of_the_school(self, source: Source) -> None:
        await open_school(source.identity)
        part = replace(school(), data_scope="undergraduate")
        answer = await source.begin(by=part)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity.roster_pull_needs_whole_school")

    async def test_nor_reads_its_records(self, source: Source) -> None:
        await open_school(source.identity)
        pull_id = await source.begun()
        part = source.identity.client(replace(school(), data_scope="undergraduate"))
        for path in ("/v1/roster-pulls", f"/v1/roster-pulls/{pull_id}"):
            answer = await part.get(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "identity.roster_pull_needs_whole_school")

    async def test_and_no_other_school_reads_the_record(self, source: Source) -> None:
        await open_school(source.identity)
        await open_school(source.identity, OTHER_CODE, OTHER_NAME)
        pull_id = await source.begun()
        stranger = source.identity.client(school(OTHER_CODE))
        assert (await stranger.get(f"/v1/roster-pulls/{pull_id}")).status_code == 404
        assert (await stranger.get("/v1/roster-pulls")).json()["items"] == []
        assert (await stranger.get(f"/v1/roster-pulls/{uuid4()}")).status_code == 404

    async def test_not_a_school_that_has_not_opened(self, source: Source) -> None:
        assert (await source.begin()).json()["code"] == "identity.school_not_opened"

    @pytest.mark.parametrize("body", [{}, {"cohort": COHORT, "mode": "half"}, {"cohort": COHORT, "school_code": "1"}])
    async def test_malformed_requests_are_refused(self, source: Source, body: dict[str, Any]) -> None:
        await open_school(source.identity)
        assert (await source.identity.client(school()).post("/v1/roster-pulls", json=body)).status_code == 422


class TestHistory:
    async def test_lists_the_newest_first(self, source: Source) -> None:
        await open_school(source.identity)
        pulls = [(await source.pull(mode))["id"] for mode in ("full", "incremental", "full")]
        client = source.identity.client(school())
        assert [one["id"] for one in (await client.get("/v1/roster-pulls")).json()["items"]] == pulls[::-1]
        page = (await client.get("/v1/roster-pulls", params={"limit": 2})).json()
        rest = (await client.get("/v1/roster-pulls", params={"cursor": page["next_cursor"]})).json()
        assert [one["id"] for one in rest["items"]] == pulls[:1]
        assert (await client.get("/v1/roster-pulls", params={"cohort": 2026})).json()["items"] == []


class TestClock:
    async def test_pulls_every_school_when_it_is_due_and_not_before(self, source: Source) -> None:
        await open_school(source.identity)
        cohort = current_cohort(clock.today())
        rows = [dict(row, 入学时间=f"{cohort - 4}09", 毕业时间=f"{cohort}07") for row in roster_rows(2)]
        await source.state(rows, cohort)
        await source.identity.run_job("begin_roster_pulls")
        assert await source.identity.run_job("pull_rosters") == 0
        with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
            await source.identity.run_job("begin_roster_pulls")
            assert await source.identity.run_job("pull_rosters") == 1
            await source.identity.run_job("begin_roster_pulls")
            assert await source.identity.run_job("pull_rosters") == 0
        (pull,) = (await source.identity.client(school()).get("/v1/roster-pulls")).json()["items"]
        assert (pull["started_by"], pull["mode"]["code"], pull["new"]) == ("系统定时", "incremental", 2)

    async def test_forgets_what_is_over_for_a_month(self, source: Source) -> None:
        await open_school(source.identity)
        await source.pull()
        assert await source.identity.run_job("forget_roster_pulls") == 0
        with time_machine.travel(clock.now() + timedelta(days=31), tick=True):
            assert await source.identity.run_job("forget_roster_pulls") == 1


async def test_the_database_lets_one_pull_run(identity: ServiceHarness) -> None:
    await open_school(identity)
    columns = "id, school_code, cohort, mode, status, started_by, started_by_name, confirm_removals, position,"
    columns += " new, changed, unchanged, removed, withheld, faulty, attempts, next_try_at, started_at"
    values = "'19901', 2027, 'full', 'running', 'x', 'x', false, 0, 0, 0, 0, 0, 0, 0, 0, now(), now()"
    with pytest.raises(Exception, match="uq_roster_pulls_running"):
        await identity.rows(
            f"INSERT INTO roster_pulls ({columns}) VALUES (gen_random_uuid(), {values}), (gen_random_uuid(), {values})"
            " RETURNING id"
        )
