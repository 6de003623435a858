"""What identity says arrives late, twice and in disorder."""

from unittest.mock import patch
from uuid import uuid4

from agreements.parties.commands import keep_graduate
from common.contracts.identity import EmployerVerified, GraduateCorrected, GraduateEnrolled, SchoolOpened
from common.messaging.consumer import Dead, Done
from common.messaging.envelope import seal
from tests.agreements.world import World


class TestCopies:
    async def test_an_older_version_never_overwrites_a_newer_one(self, world: World) -> None:
        person = await world.graduate()
        await world.correct(person, 3, major_name="数学")
        await world.correct(person, 2, major_name="物理学")
        assert [row.major_name for row in await world.harness.rows("SELECT major_name FROM graduates")] == ["数学"]

    async def test_a_correction_may_come_before_the_enrolment(self, world: World) -> None:
        facts = (await world.graduate()).facts | {"graduate_id": uuid4()}
        corrected = GraduateCorrected.model_validate(facts | {"major_name": "数学"})
        assert await world.harness.deliver(corrected, sequence=2) == Done()
        assert await world.harness.deliver(GraduateEnrolled.model_validate(facts), sequence=1) == Done()
        rows = await world.harness.rows(
            "SELECT major_name FROM graduates WHERE graduate_id = :id", id=facts["graduate_id"]
        )
        assert [row.major_name for row in rows] == ["数学"]

    async def test_the_same_event_twice_is_one(self, world: World) -> None:
        employer = world.unverified_employer()
        event = EmployerVerified.model_validate(
            {
                "employer_id": employer.employer_id,
                "name": "甲公司",
                "uscc": "91110108MA00TTT09Y",
                "nature_code": "39",
                "industry_code": "34",
                "region_code": "110108",
                "address": "中关村大街1号",
            }
        )
        envelope = seal(event, sequence=1, correlation_id=None, causation_id=None)
        assert await world.harness.deliver_envelope(envelope) == Done()
        assert await world.harness.deliver_envelope(envelope) == Done(duplicate=True)
        assert len(await world.harness.rows("SELECT 1 FROM employers")) == 1

    async def test_a_field_that_identity_adds_later_is_left_alone(self, world: World) -> None:
        person = await world.graduate()
        told = GraduateCorrected.model_validate(person.facts | {"major_name": "数学"})
        newer = told.model_copy(update={"political_status": "群众"})
        async with world.harness.context.database.transaction() as session:
            with patch.object(GraduateCorrected, "model_dump", return_value=newer.__dict__):
                await keep_graduate(session, newer, 2)
        assert [row.major_name for row in await world.harness.rows("SELECT major_name FROM graduates")] == ["数学"]

    async def test_an_event_that_breaks_its_contract_is_put_aside(self, world: World) -> None:
        event = SchoolOpened(school_code="19903", name="学校", province_code="11")
        envelope = seal(event, sequence=1, correlation_id=None, causation_id=None)
        broken = envelope.model_copy(update={"data": {"school_code": "19903"}})
        assert isinstance(await world.harness.deliver_envelope(broken), Dead)

    async def test_a_verified_employer_may_search_at_once(self, world: World) -> None:
        employer, person = world.unverified_employer(), await world.graduate()
        search = "/v1/graduate-searches"
        assert (await world.as_(employer).post(search, json=person.as_known())).status_code == 409
        await world.verify(employer)
        assert (await world.as_(employer).post(search, json=person.as_known())).status_code == 200
