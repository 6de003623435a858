"""A service goes away for a while: signing goes on, and afterwards nothing is missing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from deploy.demo.data import COHORT
from deploy.demo.people import until
from deploy.demo.stage import Facts, Stage, or_refused, refusal, was_done
from deploy.embedded.processes import ProcessPlatform
from documents.agreement.issuing import LEASE
from tests.journeys.conftest import SetStage

AWAY = ["identity", "documents", "notifications", "stats"]


@pytest.mark.parametrize("platform", ["rabbit"], indirect=True)
class TestServiceAway:
    @pytest.mark.parametrize("away", AWAY)
    async def test_signing_goes_on_and_nothing_is_lost(
        self, set_stage: SetStage, platform: ProcessPlatform, away: str
    ) -> None:
        stage = await set_stage()
        graduate = await stage.enter(0)
        async with without(platform, away):
            agreement = await stage.invite(stage.employer, stage.data.employer)
            await stage.accept(graduate, agreement)
            signed = await stage.pass_both_steps(agreement)
            assert signed["status"]["code"] == "signed"
        await everything_followed(stage, signed)

    async def test_what_needs_the_absent_service_says_so(self, set_stage: SetStage, platform: ProcessPlatform) -> None:
        stage = await set_stage()
        async with without(platform, "stats"):
            refused = await refusal(stage.employer.get("/stats/v1/workbench", cohort=COHORT))
        assert (refused.status, refused.code) == (503, "service_unavailable")

    async def test_a_killed_service_goes_on_where_it_was(self, set_stage: SetStage, platform: ProcessPlatform) -> None:
        stage = await set_stage()
        agreement = await stage.sign(0)
        platform.services["agreements"].kill()
        platform.services["documents"].kill()
        platform.services["agreements"].serve()
        platform.services["documents"].serve()
        colleague = stage.in_the_same_department(0)
        assert (await stage.sign(colleague))["status"]["code"] == "signed"
        await everything_followed(stage, agreement, signed_in_all=2)


@asynccontextmanager
async def without(platform: ProcessPlatform, name: str) -> AsyncIterator[None]:
    """One service is stopped during the block."""
    platform.services[name].stop()
    try:
        yield
    finally:
        platform.services[name].serve()


async def everything_followed(stage: Stage, agreement: Facts, signed_in_all: int = 1) -> None:
    """PDF, notices and counts are there in the end."""
    graduate = await stage.enter(0)
    path = f"/documents/v1/agreements/{agreement['id']}"
    # Whoever was killed while it drew has held the order, until its lease is over.
    await until(lambda: or_refused(graduate.get(path)), was_done, within=LEASE.total_seconds() + 60)
    assert (await graduate.download(f"{path}/content")).startswith(b"%PDF")
    await until(graduate.notices, lambda titles: {"签约成功", "电子就业协议书已生成"} <= set(titles), within=60)
    await until(
        lambda: stage.school.get("/stats/v1/school-statistics", cohort=COHORT),
        lambda found: found["total"]["counts"]["signed"] == signed_in_all,
        within=60,
    )
