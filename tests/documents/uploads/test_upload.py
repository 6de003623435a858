"""What people upload, and what becomes of it."""

import asyncio
import hashlib
from collections.abc import Callable
from uuid import UUID

import pytest
from PIL import Image

from common.auth.actors import Actor
from common.contracts.documents import FileStored
from common.testing.harness import ServiceHarness
from documents.uploads.states import Purpose, purposes_of
from tests.documents.actors import centre_user, department_user, employer_user, graduate, school_user
from tests.documents.inspection import bad_files
from tests.documents.objects import Objects
from tests.documents.uploads.sending import nothing_happened, upload
from tests.support import files

EMPLOYER_ID = UUID(int=1)
LI = employer_user(EMPLOYER_ID)


class TestUpload:
    async def test_stores_the_file_and_says_so(self, documents: ServiceHarness, objects: Objects) -> None:
        sent = files.pdf_scan()
        answer = await upload(documents, LI, sent, name="网签授权书.pdf", purpose="authorisation_letter")
        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert told["name"] == "网签授权书.pdf"
        assert told["media_type"] == "application/pdf"
        assert told["purpose"] == {"code": "authorisation_letter", "label": "网签授权书"}
        (key,) = objects.keys()
        assert told["file_id"] in key
        assert (told["size"], told["sha256"]) == summed(objects.read(key)) == summed(sent)
        (said,) = await documents.everything_emitted()
        assert said == FileStored(
            file_id=UUID(told["file_id"]),
            owner=f"employer:{EMPLOYER_ID}",
            purpose="authorisation_letter",
            media_type="application/pdf",
            size=told["size"],
            sha256=told["sha256"],
        )

    async def test_stores_a_picture_without_the_place_where_it_was_taken(
        self, documents: ServiceHarness, objects: Objects
    ) -> None:
        sent = files.jpeg_scan()
        answer = await upload(documents, LI, sent, name="执照.JPG")
        stored = objects.read(objects.keys()[0])
        assert (answer.json()["size"], answer.json()["sha256"]) == summed(stored)
        assert b"Exif" in sent
        assert b"Exif" not in stored

    async def test_names_the_file_by_its_content(self, documents: ServiceHarness) -> None:
        answer = await upload(documents, LI, files.png_scan(), name="..\\营业执照.pdf.exe")
        assert answer.json()["name"] == "营业执照.png"

    @pytest.mark.parametrize(
        ("actor", "purpose", "owner"),
        [
            (LI, "business_licence", f"employer:{EMPLOYER_ID}"),
            (LI, "verification_material", f"employer:{EMPLOYER_ID}"),
            (graduate(UUID(int=7)), "destination_proof", f"graduate:{UUID(int=7)}"),
            (LI, "correction_proof", f"employer:{EMPLOYER_ID}"),
            (LI, "appeal_evidence", f"employer:{EMPLOYER_ID}"),
            (school_user("10335"), "rescission_proof", "school:10335"),
            (school_user("10335"), "warning_evidence", "school:10335"),
        ],
    )
    async def test_belongs_to_the_employer_the_graduate_or_the_school(
        self, documents: ServiceHarness, actor: Actor, purpose: str, owner: str
    ) -> None:
        assert (await upload(documents, actor, files.png_scan(), purpose=purpose)).status_code == 201
        assert [said.owner for said in await documents.emitted(FileStored)] == [owner]

    async def test_uploads_at_the_same_time_are_all_stored(self, documents: ServiceHarness, objects: Objects) -> None:
        sent = [upload(documents, LI, files.png_scan(f"第{page}页")) for page in range(9)]
        answers = await asyncio.gather(*sent)
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["file_id"] for answer in answers}) == len(objects.keys()) == 9


class TestRetry:
    async def test_the_same_key_stores_once_even_with_another_boundary(
        self, documents: ServiceHarness, objects: Objects
    ) -> None:
        first = await upload(documents, LI, files.png_scan(), key="retried-by-browser")
        second = await upload(documents, LI, files.png_scan(), key="retried-by-browser")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.request.headers["content-type"] != second.request.headers["content-type"]
        assert second.json() == first.json()
        assert len(objects.keys()) == len(await documents.emitted(FileStored)) == 1

    @pytest.mark.parametrize(
        "change", [{"sent": files.png_scan("另一份")}, {"name": "b.png"}, {"purpose": "verification_material"}]
    )
    async def test_the_same_key_with_another_content_is_refused(
        self, documents: ServiceHarness, objects: Objects, change: dict
    ) -> None:
        await upload(documents, LI, files.png_scan(), key="the-one-key")
        answer = await upload(documents, LI, **({"sent": files.png_scan()} | change), key="the-one-key")
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
        assert len(objects.keys()) == 1


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "0 bytes": (files.empty, "documents.upload_empty"),
    "an .exe named .pdf": (files.disguised_exe, "documents.upload_type_not_accepted"),
    "a workbook": (files.xlsx_with_macro, "documents.upload_type_not_accepted"),
    "an old workbook": (files.old_xls, "documents.upload_type_not_accepted"),
    "a workbook bomb": (files.xlsx_bomb, "documents.upload_type_not_accepted"),
    "a picture bomb": (files.png_bomb, "documents.upload_bomb"),
    "a PDF bomb": (bad_files.pdf_stream_bomb, "documents.upload_bomb"),
    "an encrypted PDF": (files.pdf_encrypted, "documents.upload_encrypted"),
    "a PDF with a script": (files.pdf_with_javascript, "documents.upload_active_content"),
    "a PDF with an attachment": (bad_files.pdf_with_attachment, "documents.upload_active_content"),
    "a PDF that is a zip, too": (lambda: bad_files.pdf_and_zip(files.pdf_scan()), "documents.upload_type_not_accepted"),
    "half a picture": (lambda: files.png_scan()[:2000], "documents.upload_damaged"),
    "half a PDF": (lambda: files.pdf_scan()[:2000], "documents.upload_damaged"),
    "11 MB": (lambda: files.png_scan() + bytes(11 * 1024 * 1024), "documents.upload_too_large"),
}


class TestBadFiles:
    @pytest.mark.parametrize(("sent", "code"), REFUSED.values(), ids=REFUSED.keys())
    async def test_are_refused_with_reason_and_remedy(
        self, documents: ServiceHarness, objects: Objects, sent: Callable[[], bytes], code: str
    ) -> None:
        answer = await upload(documents, LI, sent(), name="营业执照.pdf")
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.headers["content-type"] == "application/problem+json"
        (fault,) = answer.json()["errors"]
        assert fault["field"] == "file"
        assert fault["reason"]
        assert fault["remedy"].endswith("。")
        await nothing_happened(documents, objects)

    async def test_far_too_large_ones_are_not_even_read(self, documents: ServiceHarness, objects: Objects) -> None:
        answer = await upload(documents, LI, bytes(13 * 1024 * 1024))
        assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
        await nothing_happened(documents, objects)

    async def test_a_refused_file_does_not_use_up_the_key(self, documents: ServiceHarness) -> None:
        assert (await upload(documents, LI, files.empty(), key="the-one-key")).status_code == 422
        assert (await upload(documents, LI, files.png_scan(), key="the-one-key")).status_code == 201


class TestBadRequests:
    @pytest.mark.parametrize(
        ("actor", "purpose"),
        [
            (LI, "destination_proof"),
            (LI, "rescission_proof"),
            (graduate(), "business_licence"),
            (school_user(), "destination_proof"),
            (LI, "warning_evidence"),
            (school_user(), "appeal_evidence"),
        ],
    )
    async def test_anothers_purpose_is_refused(
        self, documents: ServiceHarness, objects: Objects, actor: Actor, purpose: str
    ) -> None:
        answer = await upload(documents, actor, files.png_scan(), purpose=purpose)
        assert (answer.status_code, answer.json()["code"]) == (422, "documents.purpose_not_yours")
        assert answer.json()["errors"][0]["field"] == "purpose"
        await nothing_happened(documents, objects)

    @pytest.mark.parametrize("actor", [LI, graduate(), school_user()])
    async def test_an_unknown_purpose_is_refused_with_those_of_the_sender(
        self, documents: ServiceHarness, objects: Objects, actor: Actor
    ) -> None:
        answer = await upload(documents, actor, files.png_scan(), purpose="holiday_photo")
        assert answer.status_code == 422
        (fault,) = answer.json()["errors"]
        assert fault["field"] == "purpose"
        named = {purpose for purpose in Purpose if f"{purpose.value} {purpose.label}" in fault["remedy"]}
        assert named == set(purposes_of(actor))
        await nothing_happened(documents, objects)

    @pytest.mark.parametrize(
        ("sent", "missing"),
        [
            ({"data": {"purpose": "business_licence"}, "files": {"other": b"x"}}, "file"),
            ({"files": {"file": ("a.png", files.png_scan())}}, "purpose"),
            ({"data": {"purpose": "business_licence", "file": "just text"}}, "file"),
        ],
    )
    async def test_a_missing_part_is_named(
        self, documents: ServiceHarness, objects: Objects, sent: dict, missing: str
    ) -> None:
        answer = await documents.client(LI).post("/v1/files", **sent)
        assert answer.status_code == 422
        assert [fault["field"] for fault in answer.json()["errors"]] == [missing]
        asked = answer.json()["errors"][0]["remedy"]
        assert asked == ("请选择要上传的文件。" if missing == "file" else "请填写此项。")
        await nothing_happened(documents, objects)

    async def test_a_key_is_required(self, documents: ServiceHarness, objects: Objects) -> None:
        client = documents.client(LI)
        client.event_hooks = {}
        parts = {"file": ("a.png", files.png_scan())}
        answer = await client.post("/v1/files", data={"purpose": "business_licence"}, files=parts)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_missing")
        await nothing_happened(documents, objects)

    @pytest.mark.parametrize(
        ("actor", "status", "code"),
        [
            (None, 401, "unauthenticated"),
            (employer_user(None), 403, "employer_data_missing"),
            (graduate(confirmed=False), 403, "data_not_confirmed"),
            (department_user(), 403, "wrong_role"),
            (centre_user(), 403, "wrong_role"),
        ],
    )
    async def test_who_has_nothing_to_prove_is_refused(
        self, documents: ServiceHarness, objects: Objects, actor: Actor | None, status: int, code: str
    ) -> None:
        answer = await upload(documents, actor, files.png_scan())
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        await nothing_happened(documents, objects)


class TestLargePictures:
    async def test_are_made_smaller_and_the_original_is_kept_aside(
        self, documents: ServiceHarness, objects: Objects
    ) -> None:
        sent = bad_files.noise(3000, 2000, "JPEG", quality=92)
        answer = await upload(documents, LI, sent, name="执照.jpg")
        original, shown = objects.keys()
        assert original == shown.replace("uploads/", "originals/")
        assert objects.read(original) == sent
        assert (answer.json()["size"], answer.json()["sha256"]) == summed(objects.read(shown))
        with Image.open(objects.folder / shown) as picture:
            assert max(picture.size) == 2480

    async def test_only_the_smaller_one_can_be_downloaded(self, documents: ServiceHarness) -> None:
        sent = bad_files.noise(3000, 2000, "JPEG", quality=92)
        told = (await upload(documents, LI, sent)).json()
        answer = await documents.client(LI).get(f"/v1/files/{told['file_id']}/content")
        assert summed(answer.content) == (told["size"], told["sha256"])


def summed(data: bytes) -> tuple[int, str]:
    return len(data), hashlib.sha256(data).hexdigest()
