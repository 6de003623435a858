"""Pulls that are cut off, come twice, come in disorder, or meet each other."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine

from common import clock
from common.contracts.identity import GraduateEnrolled
from identity.roster import commands as roster_commands
from identity.roster_pulls.commands import rows as taking
from tests.identity.roster.support import (
    open_school,
    stored,
)
from tests.identity.roster_pulls.support import PAGE, Source, counts
from tests.support.roster import roster_rows


class TestInterrupted:
    async def test_goes_on_where_it_was_and_loses_nothing(
        self, source: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await open_school(source.identity)
        rows = roster_rows(3 * PAGE)
        await source.state(rows)
        pull_id = await source.begun("full")
        keep, calls = roster_commands.keep_versions, []

        async def dies_at_the_second_page(*what: Any) -> None:
            calls.append(1)
            await keep(*what)
            if len(calls) == 2:
                raise RuntimeError("the worker is gone")

        monkeypatch.setattr(taking, "keep_versions", dies_at_the_second_page)
        with pytest.raises(RuntimeError):
            await source.identity.run_job("pull_rosters")
        assert (await source.result(pull_id))["new"] == PAGE
        assert await source.identity.run_job("pull_rosters") == 0  # the page is still its first worker's
        with time_machine.travel(clock.now() + timedelta(minutes=1, seconds=1), tick=True):
            await source.identity.run_job("pull_rosters")
        assert counts(await source.result(pull_id)) == {"new": 3 * PAGE}
        assert len(await source.identity.emitted(GraduateEnrolled)) == 3 * PAGE

    async def test_by_a_source_that_is_away_is_tried_again(self, source: Source) -> None:
        await open_school(source.identity)
        await source.state(roster_rows(2))
        pull_id = await source.begun()
        await source.fails("down")
        await source.identity.run_job("pull_rosters")
        assert (await source.result(pull_id))["status"]["code"] == "running"
        await source.recovers()
        with time_machine.travel(clock.now() + timedelta(minutes=1, seconds=1), tick=True):
            await source.identity.run_job("pull_rosters")
        assert counts(await source.result(pull_id)) == {"new": 2}

    @pytest.mark.parametrize("mode", ["down", "limit", "reject"])
    async def test_too_often_fails_and_the_next_one_can_begin(self, source: Source, mode: str) -> None:
        await open_school(source.identity)
        await source.state(roster_rows(2))
        pull_id = await source.begun()
        await source.fails(mode)
        for hour in range(7):
            with time_machine.travel(clock.now() + timedelta(hours=hour), tick=True):
                await source.identity.run_job("pull_rosters")
        result = await source.result(pull_id)
        assert (result["status"]["label"], "6 次" in result["failure"]) == ("同步失败", True)
        await source.recovers()
        assert counts(await source.pull()) == {"new": 2}

    @pytest.mark.parametrize(
        "body", ["<html>", "{}", '{"items": [], "next": 0, "latest": 0}', '{"items": [{}], "next": null, "latest": 1}']
    )
    async def test_by_nonsense_stores_nothing_and_ends_the_round(self, source: Source, body: str) -> None:
        await open_school(source.identity)
        await source.begun()
        nonsense = httpx.MockTransport(lambda request: httpx.Response(200, text=body))
        async with httpx.AsyncClient(transport=nonsense) as odd:
            source.identity.context.http = odd
            assert await source.identity.run_job("pull_rosters") == 1
        assert await stored(source.identity) == (0, 0)


class TestDuplicatesAndDisorder:
    async def test_of_pages_do_no_harm(self, source: Source) -> None:
        await open_school(source.identity)
        row = roster_rows(1)[0]
        old = {"sequence": 1, "removed": False, "exam_number": row["考生号"], "row": row, "reason": None}
        new = old | {"sequence": 3, "row": dict(row, 专业="哲学")}
        pages = iter([[new, old], [old], [new], []])

        def answer(request: httpx.Request) -> httpx.Response:
            items = next(pages)
            after = int(request.url.params["after"]) + 1 if len(items) else None
            return httpx.Response(200, json={"items": items, "next": after, "latest": 3})

        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as odd:
            source.identity.context.http = odd
            await source.pull()
        assert await stored(source.identity) == (1, 1)
        (said,) = await source.identity.emitted(GraduateEnrolled)
        assert said.major_name == "哲学"

    async def test_two_workers_take_every_page_once(self, source: Source) -> None:
        await open_school(source.identity)
        await source.state(roster_rows(4 * PAGE))
        pull_id = await source.begun("full")
        await asyncio.gather(*(source.identity.run_job("pull_rosters") for _ in range(3)))
        await source.identity.run_job("pull_rosters")
        assert counts(await source.result(pull_id)) == {"new": 4 * PAGE}


class TestOneAtATime:
    async def test_a_second_one_is_refused_and_told_of_the_first(self, source: Source) -> None:
        await open_school(source.identity)
        first = await source.begun()
        answer = await source.begin("full")
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.roster_pull_running")
        assert answer.json()["pull_id"] == first

    async def test_of_two_at_once_one_begins(self, source: Source) -> None:
        await open_school(source.identity)
        answers = await asyncio.gather(*(source.begin() for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
