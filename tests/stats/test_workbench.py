"""工作台: an employer's counts per tab and status."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser, Graduate
from common.messaging.envelope import seal
from tests.stats.world import COHORT, Agreement, World, department_user, employer_user, school_user


def tabs(workbench: Any) -> dict[str, int]:
    return {tab["label"]: tab["count"] for tab in workbench["tabs"]}


class TestWorkbench:
    async def test_counts_per_tab_with_the_guides_labels(self, world: World) -> None:
        employer = uuid4()
        for life in (
            ("sent",),
            ("sent", "accepted"),
            ("sent", "accepted", "passed"),
            ("sent", "accepted", "passed", "signed"),
            ("sent", "declined"),
            ("sent", "expired"),
            ("sent", "accepted", "rejected"),
        ):
            await world.live(Agreement(await world.enrol(), employer), *life)
        workbench = await world.workbench(employer)
        assert tabs(workbench) == {
            "签约中": 3,
            "已签约": 1,
            "签约失败": 3,
            "解约中": 0,
            "已解约": 0,
            "解约失败": 0,
            "已作废": 0,
            "失效": 0,
        }
        assert workbench["tabs"][0]["statuses"][:2] == [
            {"code": "awaiting_graduate", "label": "等待学生应约", "count": 1},
            {"code": "in_review", "label": "学生已应约提交审核中", "count": 2},
        ]
        assert [status["count"] for status in workbench["tabs"][2]["statuses"]] == [1, 1, 1, 0, 0, 0, 0]

    async def test_follows_each_step_at_once(self, world: World) -> None:
        agreement = Agreement(await world.enrol())
        for kind, expected in (("sent", (1, 0)), ("accepted", (1, 0)), ("passed", (1, 0)), ("signed", (0, 1))):
            await world.live(agreement, kind)
            counts = tabs(await world.workbench(agreement.employer_id))
            assert (counts["签约中"], counts["已签约"]) == expected

    async def test_adds_up_over_schools_and_keeps_cohorts_apart(self, world: World) -> None:
        employer = uuid4()
        for changes in ({}, {"school_code": "19902"}, {"cohort": 2026}):
            await world.live(Agreement(await world.enrol(**changes), employer), "sent")
        assert tabs(await world.workbench(employer))["签约中"] == 2
        assert tabs(await world.workbench(employer, cohort=2026))["签约中"] == 1

    async def test_shows_nothing_of_other_employers(self, world: World) -> None:
        await world.live(Agreement(await world.enrol()), "sent")
        assert set(tabs(await world.workbench(uuid4())).values()) == {0}

    async def test_says_how_fresh_it_is(self, world: World) -> None:
        employer = uuid4()
        assert (await world.workbench(employer))["as_of"] is None
        newest = datetime(2026, 11, 21, 8, tzinfo=UTC)
        for at in (newest, newest - timedelta(hours=1)):
            event, sequence = Agreement(await world.enrol(), employer).event("sent")
            sealed = seal(event, sequence=sequence, correlation_id=None, causation_id=None)
            await world.harness.deliver_envelope(sealed.model_copy(update={"time": at + timedelta(days=3650)}))
        assert datetime.fromisoformat((await world.workbench(employer))["as_of"]) == newest + timedelta(days=3650)


class TestRefusals:
    @pytest.mark.parametrize(
        "reader",
        [
            school_user,
            department_user,
            CentreUser(id=uuid4(), name="中心"),
            Graduate(id=uuid4(), name="生", graduate_id=uuid4(), school_code="19901", cohort=COHORT, confirmed=True),
        ],
        ids=lambda actor: actor.role,
    )
    async def test_of_every_other_role(self, world: World, reader: Any) -> None:
        answer = await world.harness.client(reader).get("/v1/workbench")
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")

    async def test_of_a_user_without_employer(self, world: World) -> None:
        answer = await world.harness.client(employer_user(None)).get("/v1/workbench")
        assert answer.json()["code"] == "employer_data_missing"

    async def test_without_a_token(self, world: World) -> None:
        assert (await world.harness.client().get("/v1/workbench")).status_code == 401

    @pytest.mark.parametrize("cohort", ["abc", "1999", "2101", "20277", ""])
    async def test_of_a_cohort_that_is_none(self, world: World, cohort: str) -> None:
        answer = await world.harness.client(employer_user(uuid4())).get("/v1/workbench", params={"cohort": cohort})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "cohort"
