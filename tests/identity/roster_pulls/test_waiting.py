"""What a pull cannot take at once: unreadable items, rows that have to wait, removals that are too many."""

from typing import Any

import pytest

from common.contracts.identity import GraduateRemoved
from tests.identity.roster.support import centre, open_school, stored, upload
from tests.identity.roster_pulls.support import PAGE, Source, counts, item, serving
from tests.support.roster import SCHOOL_CODE, roster_rows

NUL = "\x00"
PERSON = ("姓名", "性别", "身份证号", "出生日期")


def as_person_of(row: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """The row of one 考生号 with the person of another."""
    return row | {name: other[name] for name in PERSON}


class TestRowsThatHaveToWait:
    async def test_a_corrected_exam_number_is_taken_when_the_old_one_goes_in_a_later_pull(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(6)
        await source.state(rows)
        await source.pull()
        corrected = dict(rows[0], 考生号="99990108159999")
        await source.state([corrected])
        result = await source.pull()
        assert counts(result) == {"faulty": 1}
        assert (result["faults"][0]["exam_number"], result["faults"][0]["field"]) == ("99990108159999", "身份证号")
        await source.remove(rows[0])
        assert counts(await source.pull()) == {"new": 1, "removed": 1}
        assert await source.names() == {row["姓名"] for row in rows}
        assert counts(await source.pull()) == {}

    async def test_id_numbers_swapped_over_two_pages_are_both_taken(self, source: Source) -> None:
        await open_school(source.identity)
        first, second = roster_rows(2)
        await source.state([first, second])
        await source.pull()
        swapped = as_person_of(first, second), as_person_of(second, first)
        async with serving(source, [item(swapped[0], 8)], [item(swapped[1], 9)]):
            assert counts(await source.pull()) == {"changed": 2}
        assert await source.identity.rows("SELECT 1 FROM roster_pending") == []

    async def test_rows_with_a_name_that_the_school_gets_later_are_taken_then(self, source: Source) -> None:
        await open_school(source.identity)
        await source.state([dict(row, 毕业院校="示例科技大学") for row in roster_rows(2)])
        assert counts(await source.pull()) == {"faulty": 2}
        body = {"version": 1, "reason": "教育部批准更名", "name": "示例科技大学"}
        answer = await source.identity.client(centre()).patch(f"/v1/schools/{SCHOOL_CODE}", json=body)
        assert answer.status_code == 200
        assert counts(await source.pull()) == {"new": 2}

    async def test_are_sealed_and_replaced_by_what_is_stated_later(self, source: Source) -> None:
        await open_school(source.identity)
        row = roster_rows(1)[0]
        await source.state([dict(row, 民族="1")])
        await source.pull()
        assert row["身份证号"] not in str(await source.identity.rows("SELECT * FROM roster_pending"))
        await source.state([dict(row, 民族="2")])
        assert counts(await source.pull()) == {"faulty": 1}
        assert len(await source.identity.rows("SELECT 1 FROM roster_pending")) == 1

    async def test_are_forgotten_when_the_source_has_them_no_more(self, source: Source) -> None:
        await open_school(source.identity)
        async with serving(source, [item(dict(roster_rows(1)[0], 民族="1"), 1)]):
            assert counts(await source.pull()) == {"faulty": 1}
        async with serving(source, []):
            assert counts(await source.pull("full")) == {}
        assert await source.identity.rows("SELECT 1 FROM roster_pending") == []


class TestUnreadableItems:
    @pytest.mark.parametrize(
        "bad",
        [
            {"exam_number": ""},
            {"exam_number": None},
            {"exam_number": f"1{NUL}2"},
            {"exam_number": "9" * 101},
            {"sequence": None},
            {"sequence": -1},
            {"sequence": 2**70},
            {"removed": "perhaps"},
            {"row": ["a"]},
            {"removed": True, "reason": f"退{NUL}学"},
            {"removed": True, "reason": "长" * 501},
            {"row": {f"头{NUL}": "x"}},
            {"row": {"学制": f"四{NUL}"}},
            {"row": {"学制": "x" * 100_000}},
        ],
        ids=str,
    )
    @pytest.mark.parametrize("mode", ["full", "incremental"])
    async def test_are_told_and_the_others_taken(self, source: Source, mode: str, bad: dict[str, Any]) -> None:
        await open_school(source.identity)
        good, other = roster_rows(2)
        async with serving(source, [item(other, 1) | bad, item(good, 2)]):
            result = await source.pull(mode)
        assert (result["status"]["code"], counts(result)) == ("done", {"new": 1, "faulty": 1})
        assert all(fault["field"] and fault["reason"] and fault["remedy"] for fault in result["faults"])

    @pytest.mark.parametrize("bad", ["text", None, 7, [], {}])
    async def test_may_be_anything(self, source: Source, bad: object) -> None:
        await open_school(source.identity)
        async with serving(source, [bad, item(roster_rows(1)[0], 2)]):
            assert counts(await source.pull()) == {"new": 1, "faulty": 1}

    async def test_of_a_known_graduate_do_not_make_him_vanish(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(6)
        await upload(source.identity, rows)
        items = [item(row, at) for at, row in enumerate(rows)]
        async with serving(source, [items[0] | {"sequence": None}, *items[1:]]):
            assert counts(await source.pull("full")) == {"unchanged": 5, "faulty": 1}

    async def test_of_nobody_knows_whom_let_nobody_vanish_unconfirmed(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(6)
        await upload(source.identity, rows)
        items = [item(row, at) for at, row in enumerate(rows)]
        page = [items[0] | {"exam_number": ""}, *items[1:]]
        async with serving(source, page):
            assert counts(await source.pull("full")) == {"unchanged": 5, "faulty": 1, "withheld": 1}
        async with serving(source, page):
            result = await source.pull("full", confirm_removals=True)
        assert counts(result) == {"unchanged": 5, "faulty": 1, "removed": 1}


class TestSourceThatCountsAnew:
    async def test_is_taken_by_a_full_pull_and_followed_from_there(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(3)
        async with serving(source, [item(row, 100 + at) for at, row in enumerate(rows)]):
            await source.pull("full")
        renumbered = [item(dict(row, 专业="哲学"), 1 + at) for at, row in enumerate(rows)]
        async with serving(source, renumbered[:2], renumbered[2:]):
            assert counts(await source.pull("full", confirm_removals=True)) == {"changed": 3}
        async with serving(source, [item(rows[0], 4)]):
            assert counts(await source.pull()) == {"changed": 1}
        assert await source.identity.emitted(GraduateRemoved) == []
        assert await source.identity.rows("SELECT max(sequence) FROM roster_sources") == [(4,)]

    async def test_forgets_how_far_it_had_come_with_who_has_vanished(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(6)
        async with serving(source, [item(row, 100 + at) for at, row in enumerate(rows)]):
            await source.pull("full")
        async with serving(source, [item(row, 1 + at) for at, row in enumerate(rows[:5])]):
            assert counts(await source.pull("full")) == {"unchanged": 5, "removed": 1}
        assert await source.identity.rows("SELECT max(sequence) FROM roster_sources") == [(5,)]

    async def test_within_one_full_pull_the_latest_counts_whatever_the_order(self, source: Source) -> None:
        await open_school(source.identity)
        row = roster_rows(1)[0]
        async with serving(source, [item(row, 7)], [item(dict(row, 专业="哲学"), 3)]):
            await source.pull("full")
        assert await stored(source.identity) == (1, 1)


class TestFlaggedRemovals:
    async def test_that_are_too_many_wait_until_somebody_confirms(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(2 * PAGE + 2)
        await source.state(rows)
        await source.pull()
        for row in rows[:5]:  # over two pages, each of them under the limit
            await source.remove(row)
        result = await source.pull()
        assert counts(result) == {"withheld": 5}
        assert ("10 人有 5 人" in result["faults"][0]["reason"], "确认移除" in result["faults"][0]["remedy"]) == (
            True,
            True,
        )
        assert counts(await source.pull()) == {"withheld": 5}
        assert len(await source.names()) == 10
        assert counts(await source.pull(confirm_removals=True)) == {"removed": 5}
        assert {one.reason for one in await source.identity.emitted(GraduateRemoved)} == {"退学"}

    async def test_that_were_withheld_are_dropped_when_the_source_lists_them_again(self, source: Source) -> None:
        await open_school(source.identity)
        rows = roster_rows(4)
        await source.state(rows)
        await source.pull()
        for row in rows[:2]:
            await source.remove(row)
        assert counts(await source.pull()) == {"withheld": 2}
        await source.state(rows[:2])
        assert counts(await source.pull()) == {"unchanged": 2}
        assert len(await source.names()) == 4
