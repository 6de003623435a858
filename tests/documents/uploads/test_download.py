"""Who may see an upload, and how it leaves."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from common.auth.actors import Actor
from common.contracts.event import Event
from common.contracts.identity import EmployerCorrectionRequested, EmployerVerificationSubmitted, WarningAppealed
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from tests.documents.actors import centre_user, employer_user, graduate, others, school_user
from tests.documents.objects import Objects
from tests.documents.uploads.sending import upload
from tests.support import files

EMPLOYER_ID, GRADUATE_ID = UUID(int=1), UUID(int=2)
OWNERS = {
    "employer": (employer_user(EMPLOYER_ID), employer_user(EMPLOYER_ID), "business_licence"),
    "graduate": (graduate(GRADUATE_ID), graduate(GRADUATE_ID), "destination_proof"),
    "school": (school_user(), school_user(), "rescission_proof"),
}


async def stored(documents: ServiceHarness, actor: Actor, purpose: str = "business_licence") -> str:
    answer = await upload(documents, actor, files.png_scan(), name="执照 正本.png", purpose=purpose)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


def submitted(*file_ids: str, employer_id: UUID = EMPLOYER_ID) -> EmployerVerificationSubmitted:
    return EmployerVerificationSubmitted(
        employer_id=employer_id,
        name="杭州云栖数据有限公司",
        verification_id=uuid4(),
        method="material",
        file_ids=[UUID(file_id) for file_id in file_ids],
    )


def correction(file_id: str, employer_id: UUID = EMPLOYER_ID) -> EmployerCorrectionRequested:
    facts = {"name": "杭州云栖数据有限公司", "correction_id": uuid4(), "file_ids": [UUID(file_id)]}
    return EmployerCorrectionRequested.model_validate({"employer_id": employer_id, **facts})


def appeal(file_id: str, employer_id: UUID = EMPLOYER_ID) -> WarningAppealed:
    return WarningAppealed(
        employer_key="uscc:91330106MA2KD5T43X",
        name="杭州云栖数据有限公司",
        uscc="91330106MA2KD5T43X",
        mark_id=uuid4(),
        appeal_id=uuid4(),
        employer_id=employer_id,
        school_code="10335",
        file_ids=[UUID(file_id)],
    )


class TestOwner:
    @pytest.mark.parametrize(("sender", "reader", "purpose"), OWNERS.values(), ids=OWNERS.keys())
    async def test_every_user_of_the_owner_reads_and_downloads(
        self, documents: ServiceHarness, objects: Objects, sender: Actor, reader: Actor, purpose: str
    ) -> None:
        file_id = await stored(documents, sender, purpose)
        assert (await documents.client(reader).get(f"/v1/files/{file_id}")).json()["purpose"]["code"] == purpose
        answer = await documents.client(reader).get(f"/v1/files/{file_id}/content")
        assert (answer.status_code, answer.content) == (200, objects.read(objects.keys()[0]))

    async def test_a_download_is_saved_under_its_name_and_never_run(self, documents: ServiceHarness) -> None:
        owner = employer_user(EMPLOYER_ID)
        answer = await documents.client(owner).get(f"/v1/files/{await stored(documents, owner)}/content")
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["content-disposition"] == (
            "attachment; filename=\"_____.png\"; filename*=UTF-8''%E6%89%A7%E7%85%A7%20%E6%AD%A3%E6%9C%AC.png"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["cache-control"] == "private, no-store"


class TestOthers:
    @pytest.mark.parametrize("actor", others(), ids=lambda actor: actor.role)
    @pytest.mark.parametrize(("sender", "_reader", "purpose"), OWNERS.values(), ids=OWNERS.keys())
    async def test_find_nothing(
        self, documents: ServiceHarness, actor: Actor, sender: Actor, _reader: Actor, purpose: str
    ) -> None:
        file_id = await stored(documents, sender, purpose)
        for path in (f"/v1/files/{file_id}", f"/v1/files/{file_id}/content"):
            answer = await documents.client(actor).get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "documents.file_not_found")

    async def test_who_is_not_signed_in_is_told_nothing(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID))
        for path in (f"/v1/files/{file_id}", f"/v1/files/{file_id}/content", f"/v1/files/{uuid4()}"):
            assert (await documents.client().get(path)).json()["code"] == "unauthenticated"

    async def test_an_unknown_file_looks_like_anothers(self, documents: ServiceHarness) -> None:
        answer = await documents.client(employer_user(EMPLOYER_ID)).get(f"/v1/files/{uuid4()}")
        assert (answer.status_code, answer.json()["code"]) == (404, "documents.file_not_found")

    async def test_an_id_that_is_none_is_refused(self, documents: ServiceHarness) -> None:
        answer = await documents.client(employer_user(EMPLOYER_ID)).get("/v1/files/../../etc/passwd")
        assert answer.status_code in {404, 422}
        answer = await documents.client(employer_user(EMPLOYER_ID)).get("/v1/files/1")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file_id")


class TestGrants:
    async def test_the_centre_sees_what_was_submitted_for_verification(
        self, documents: ServiceHarness, objects: Objects
    ) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID))
        assert await documents.deliver(submitted(file_id)) == Done()
        answer = await documents.client(centre_user()).get(f"/v1/files/{file_id}/content")
        assert answer.content == objects.read(objects.keys()[0])

    async def test_what_was_not_submitted_stays_closed(self, documents: ServiceHarness) -> None:
        handed_in, kept = [await stored(documents, employer_user(EMPLOYER_ID)) for _ in range(2)]
        await documents.deliver(submitted(handed_in))
        assert (await documents.client(centre_user()).get(f"/v1/files/{kept}")).status_code == 404

    async def test_nobody_hands_in_the_files_of_others(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, graduate(GRADUATE_ID), "destination_proof")
        assert await documents.deliver(submitted(file_id)) == Done()
        assert (await documents.client(centre_user()).get(f"/v1/files/{file_id}")).status_code == 404

    async def test_everybody_else_still_finds_nothing(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID))
        await documents.deliver(submitted(file_id))
        outside = [actor for actor in others() if actor.role != "centre_user"]
        answers = [await documents.client(actor).get(f"/v1/files/{file_id}") for actor in outside]
        assert {answer.status_code for answer in answers} == {404}

    async def test_the_same_news_again_and_unknown_files_change_nothing(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID))
        for _ in range(2):
            assert await documents.deliver(submitted(file_id, str(uuid4()))) == Done()
        assert len(await documents.rows("SELECT * FROM file_grants")) == 1


class TestDecisions:
    """Corrections are decided by the centre, appeals by the school that made the mark."""

    @pytest.mark.parametrize(
        ("purpose", "news", "decides", "does_not"),
        [
            ("correction_proof", correction, centre_user(), school_user()),
            ("appeal_evidence", appeal, school_user(), centre_user()),
        ],
    )
    async def test_are_made_by_who_may_see_the_files(
        self,
        documents: ServiceHarness,
        purpose: str,
        news: Callable[[str], Event],
        decides: Actor,
        does_not: Actor,
    ) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID), purpose)
        assert (await documents.client(decides).get(f"/v1/files/{file_id}")).status_code == 404
        assert await documents.deliver(news(file_id)) == Done()
        assert (await documents.client(decides).get(f"/v1/files/{file_id}/content")).status_code == 200
        for actor in (does_not, *(actor for actor in others() if actor.role != decides.role)):
            assert (await documents.client(actor).get(f"/v1/files/{file_id}")).status_code == 404

    async def test_an_appeal_opens_files_to_the_school_it_goes_to_alone(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID), "appeal_evidence")
        await documents.deliver(appeal(file_id))
        assert (await documents.client(school_user("19902")).get(f"/v1/files/{file_id}")).status_code == 404

    @pytest.mark.parametrize("news", [correction, appeal])
    async def test_open_no_files_of_others(self, documents: ServiceHarness, news: Callable[[str, UUID], Event]) -> None:
        file_id = await stored(documents, employer_user(EMPLOYER_ID))
        assert await documents.deliver(news(file_id, uuid4())) == Done()
        assert await documents.rows("SELECT * FROM file_grants") == []

    async def test_evidence_of_a_mark_stays_with_its_school(self, documents: ServiceHarness) -> None:
        file_id = await stored(documents, school_user(), "warning_evidence")
        answers = [await documents.client(actor).get(f"/v1/files/{file_id}") for actor in others()]
        assert {answer.status_code for answer in answers} == {404}


class TestDamage:
    @pytest.mark.parametrize("damage", ["change", "loss"])
    async def test_bytes_that_are_not_those_stored_are_not_handed_out(
        self, documents: ServiceHarness, objects: Objects, damage: str
    ) -> None:
        owner = employer_user(EMPLOYER_ID)
        file_id = await stored(documents, owner)
        (key,) = objects.keys()
        await (objects.replace(key, b"other bytes") if damage == "change" else objects.remove(key))
        answer = await documents.client(owner).get(f"/v1/files/{file_id}/content")
        assert (answer.status_code, answer.json()["code"]) == (503, "documents.stored_object_damaged")
