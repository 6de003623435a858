"""Saying all present facts again: copies are built from nothing, and copies that are up to date do not change."""

import asyncio
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from agreements.service import service as agreements_service
from common.cli import command_line
from common.contracts.event import Event
from common.contracts.identity import (
    EmployerRestated,
    EmployerVerified,
    GraduateRestated,
    SchoolRestated,
    WarningEmployerRestated,
)
from common.messaging.consumer import Done
from common.messaging.envelope import Envelope
from common.testing.harness import ServiceHarness
from identity.replay import commands
from identity.replay.commands import Subject, replay
from identity.service import service
from notifications.service import service as notifications_service
from tests.conftest import HarnessOf
from tests.contracts.settings import settings_for
from tests.identity.conftest import SECRET
from tests.identity.roster.support import OTHER_CODE, OTHER_NAME, enrol, graduate_id_of, open_school, school, upload
from tests.identity.warnings.support import MARK, registered_employer

RESTATED = (SchoolRestated, EmployerRestated, GraduateRestated, WarningEmployerRestated)
COPIES = ("schools", "employers", "graduates", "warning_employers")


async def say_again(identity: ServiceHarness, *subjects: Subject, school_code: str | None = None) -> list[Envelope]:
    """Replay. Returns what was said by it."""
    before = len(await identity.envelopes())
    await replay(identity.context, subjects or list(Subject), school_code, lambda subject, count: None)
    return (await identity.envelopes())[before:]


async def hear(consumer: ServiceHarness, envelopes: list[Envelope]) -> None:
    for envelope in envelopes:
        assert await consumer.deliver_envelope(envelope) == Done()


async def copies(consumer: ServiceHarness) -> dict[str, list[Any]]:
    return {table: [tuple(row) for row in await consumer.rows(f"SELECT * FROM {table} ORDER BY 1")] for table in COPIES}


@pytest.fixture
async def world(identity: ServiceHarness) -> list[dict[str, str]]:
    """A school with graduates, one of them corrected and one removed; a verified employer that the school warns of."""
    rows = await enrol(identity, 4)
    await upload(identity, [rows[0] | {"专业": "哲学"}])
    removed = await graduate_id_of(identity, rows[1]["姓名"])
    answer = await identity.client(school()).post(f"/v1/graduates/{removed}/remove", json={"reason": "休学"})
    assert answer.status_code == 204, answer.text
    await registered_employer(identity)
    marked = await identity.client(school()).post("/v1/warning-marks", json=MARK)
    assert marked.status_code == 201, marked.text
    return rows


@pytest.fixture
async def agreements(harness_of: HarnessOf) -> ServiceHarness:
    return await harness_of(agreements_service, **settings_for("agreements"))


class TestReplay:
    async def test_says_every_fact_once_with_the_version_of_its_row(
        self, identity: ServiceHarness, world: list[dict[str, str]]
    ) -> None:
        said = await say_again(identity)
        kinds = [envelope.type for envelope in said]
        assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
            SchoolRestated.type: 1,
            EmployerRestated.type: 1,
            GraduateRestated.type: 4,
            WarningEmployerRestated.type: 1,
        }
        versions = await identity.rows("SELECT id, version FROM graduates")
        told = {(one.subject, one.sequence) for one in said if one.type == GraduateRestated.type}
        assert told == {(str(row.id), row.version) for row in versions}
        assert sorted(row.version for row in versions) == [1, 1, 2, 2]

    async def test_builds_the_same_copies_from_nothing(
        self, identity: ServiceHarness, agreements: ServiceHarness, world: list[dict[str, str]], harness_of: HarnessOf
    ) -> None:
        live = await identity.envelopes()
        again = await say_again(identity)
        await hear(agreements, [one for one in live if "graduate" in one.type or "school" in one.type])
        rebuilt = await harness_of(agreements_service, **settings_for("agreements"))
        await hear(rebuilt, again)
        kept, anew = await copies(agreements), await copies(rebuilt)
        assert (anew["schools"], anew["graduates"]) == (kept["schools"], kept["graduates"])
        assert len(anew["graduates"]) == 4
        assert (len(anew["employers"]), len(anew["warning_employers"])) == (1, 1)

    async def test_changes_nothing_where_the_copies_are_up_to_date(
        self, identity: ServiceHarness, agreements: ServiceHarness, world: list[dict[str, str]]
    ) -> None:
        await hear(agreements, await say_again(identity))
        before = await copies(agreements)
        await hear(agreements, await say_again(identity))
        assert await copies(agreements) == before

    async def test_never_takes_a_newer_fact_back(
        self, identity: ServiceHarness, agreements: ServiceHarness, world: list[dict[str, str]]
    ) -> None:
        old = await say_again(identity)
        await upload(identity, [world[2] | {"专业": "历史学"}])
        newer = (await identity.envelopes())[-1:]
        await hear(agreements, newer)
        before = await agreements.rows("SELECT * FROM graduates")
        assert "历史学" in str(before)
        await hear(agreements, old)
        assert [row for row in await agreements.rows("SELECT * FROM graduates") if row in before] == before

    async def test_notifies_nobody(
        self, identity: ServiceHarness, world: list[dict[str, str]], harness_of: HarnessOf
    ) -> None:
        notifications = await harness_of(notifications_service, **settings_for("notifications"))
        await hear(notifications, await say_again(identity))
        for table in ("notices", "deliveries", "text_orders"):
            assert await notifications.rows(f"SELECT 1 FROM {table}") == []
        assert await notifications.envelopes() == []

    async def test_goes_on_batch_by_batch(
        self, identity: ServiceHarness, world: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(commands, "BATCH", 2)
        steps: list[tuple[Subject, int]] = []
        await replay(identity.context, [Subject.GRADUATES], None, lambda subject, count: steps.append((subject, count)))
        assert steps == [(Subject.GRADUATES, 2), (Subject.GRADUATES, 4)]
        assert len({one.graduate_id for one in await identity.emitted(GraduateRestated)}) == 4

    async def test_waits_while_the_relay_is_behind(
        self, identity: ServiceHarness, world: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(commands, "MOST_WAITING", 1)
        monkeypatch.setattr(commands, "PAUSE_SECONDS", 0.01)
        replaying = asyncio.create_task(say_again(identity, Subject.SCHOOLS))
        done, _ = await asyncio.wait({replaying}, timeout=0.3)
        assert not done
        assert await identity.emitted(SchoolRestated) == []
        replaying.cancel()
        await asyncio.gather(replaying, return_exceptions=True)

    async def test_can_be_about_one_school(self, identity: ServiceHarness, world: list[dict[str, str]]) -> None:
        await open_school(identity, OTHER_CODE, OTHER_NAME)
        said = await say_again(identity, Subject.SCHOOLS, Subject.GRADUATES, school_code=OTHER_CODE)
        assert [envelope.subject for envelope in said] == [OTHER_CODE]

    async def test_leaves_out_employers_that_never_were_verified(self, identity: ServiceHarness) -> None:
        await registered_employer(identity, verified=False)
        assert await say_again(identity, Subject.EMPLOYERS) == []

    def test_restates_the_same_fields_that_the_first_word_had(self) -> None:
        def fields(kind: type[Event]) -> set[str]:
            return set(kind.model_fields)

        assert fields(EmployerRestated) == fields(EmployerVerified)


async def run(identity: ServiceHarness, *arguments: str) -> Result:
    """The command against the harness's database."""
    environment = {
        "WANGQIAN_DATABASE__URL": identity.context.database.url,
        "WANGQIAN_TOKENS__CLIENT_SECRET": "test-secret",
        "WANGQIAN_BUS__KIND": "local",
        "WANGQIAN_CIPHER__KEYS": f'{{"1": "{SECRET}"}}',
        "WANGQIAN_CIPHER__INDEX_KEY": SECRET,
    }
    # The command has an event loop of its own.
    return await asyncio.to_thread(
        lambda: CliRunner().invoke(command_line(service), ["replay", *arguments], env=environment)
    )


class TestTheCommand:
    async def test_tells_what_it_has_said(self, identity: ServiceHarness, world: list[dict[str, str]]) -> None:
        result = await run(identity)
        assert result.exit_code == 0, result.output
        assert result.output.splitlines() == [
            "schools: 1 said again",
            "employers: 1 said again",
            "graduates: 4 said again",
            "warnings: 1 said again",
        ]
        assert len(await identity.emitted(GraduateRestated)) == 4

    async def test_takes_subjects_and_a_school(self, identity: ServiceHarness, world: list[dict[str, str]]) -> None:
        result = await run(identity, "--only", "graduates", "--school", OTHER_CODE)
        assert result.output.splitlines() == ["graduates: 0 said again"]

    async def test_refuses_what_belongs_to_no_school(self, identity: ServiceHarness) -> None:
        result = await run(identity, "--only", "employers", "--school", "19901")
        assert result.exit_code == 2
        assert "belong to no school" in result.output
