"""PDFs: which pass unchanged, and which are refused."""

import hashlib

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from documents.uploads.inspection import inspect_upload
from documents.uploads.inspection.refusals import (
    UploadActive,
    UploadBomb,
    UploadDamaged,
    UploadEncrypted,
    UploadTooLarge,
    UploadTypeNotAccepted,
)
from tests.documents.inspection import bad_files
from tests.documents.inspection.bad_files import action, pdf_with
from tests.documents.rendering.sheets import rendered, sheet
from tests.support import files

SCRIPT = TextStringObject("app.alert('opened');")


class TestAcceptedPdfs:
    def test_is_stored_byte_for_byte(self) -> None:
        sent = files.pdf_scan()
        stored = inspect_upload(sent, "授权书.PDF")
        assert stored.data == sent
        assert stored.sha256 == hashlib.sha256(sent).hexdigest()
        assert (stored.name, stored.media_type, stored.pages) == ("授权书.pdf", "application/pdf", 1)
        assert (stored.width, stored.height, stored.original_kept) == (None, None, False)

    def test_our_own_agreement_passes(self) -> None:
        assert inspect_upload(rendered(sheet()).pdf, "就业协议书.pdf").pages == 2

    def test_counts_pages(self) -> None:
        assert inspect_upload(bad_files.pdf_of_pages(7), "a.pdf").pages == 7

    def test_opening_at_a_page_and_a_web_address_are_harmless(self) -> None:
        assert inspect_upload(pdf_with(OpenAction=action("GoTo")), "a.pdf").pages == 1
        assert inspect_upload(pdf_with(OpenAction=action("URI", URI=TextStringObject("https://x"))), "a.pdf").pages == 1

    def test_a_line_end_after_the_end_is_forgiven(self) -> None:
        assert inspect_upload(files.pdf_scan() + b"\r\n\r\n", "a.pdf").pages == 1


class TestActivePdfs:
    @pytest.mark.parametrize(
        "sent",
        [
            files.pdf_with_javascript(),
            pdf_with(OpenAction=action("JavaScript", JS=SCRIPT)),
            pdf_with(OpenAction=action("Launch", F=TextStringObject("cmd.exe"))),
            pdf_with(OpenAction=action("GoTo", Next=ArrayObject([action("Launch")]))),
            pdf_with(AA=DictionaryObject({NameObject("/WC"): action("SubmitForm")})),
            pdf_with(AcroForm=DictionaryObject({NameObject("/XFA"): ArrayObject()})),
            bad_files.pdf_with_attachment(),
        ],
        ids=["script", "opening script", "launch", "launch after goto", "submit on close", "xfa", "attachment"],
    )
    def test_is_refused(self, sent: bytes) -> None:
        with pytest.raises(UploadActive):
            inspect_upload(sent, "a.pdf")

    def test_a_script_in_a_compressed_object_is_found(self) -> None:
        sent = bad_files.pdf_with_script_in_an_object_stream()
        assert b"JavaScript" not in sent
        with pytest.raises(UploadActive):
            inspect_upload(sent, "a.pdf")

    def test_a_script_under_an_escaped_name_is_found(self) -> None:
        sent = pdf_with(OpenAction=action("JavaScript", JS=SCRIPT))
        escaped = sent.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
        with pytest.raises(UploadActive):
            inspect_upload(escaped, "a.pdf")

    def test_a_script_that_the_table_leaves_out_is_found(self) -> None:
        orphan = b"99 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj\n"
        sent = files.pdf_scan().replace(b"%%EOF", orphan + b"%%EOF")
        with pytest.raises(UploadActive):
            inspect_upload(sent, "a.pdf")


class TestOtherRefusedPdfs:
    def test_with_a_password(self) -> None:
        with pytest.raises(UploadEncrypted):
            inspect_upload(files.pdf_encrypted(), "a.pdf")

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_one_that_breaks_off(self, share: float) -> None:
        whole = files.pdf_scan()
        with pytest.raises(UploadDamaged):
            inspect_upload(whole[: int(len(whole) * share)], "a.pdf")

    @pytest.mark.parametrize(
        "body", [b"", b"\nhello\n", b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n"]
    )
    def test_one_without_pages(self, body: bytes) -> None:
        with pytest.raises(UploadDamaged):
            inspect_upload(b"%PDF-1.7" + body + b"%%EOF", "a.pdf")

    def test_an_exe_that_begins_like_a_pdf(self) -> None:
        with pytest.raises(UploadDamaged):
            inspect_upload(b"%PDF-1.7\n" + files.disguised_exe() + b"%%EOF", "a.pdf")

    def test_one_that_is_an_archive_too(self) -> None:
        with pytest.raises(UploadTypeNotAccepted, match="压缩包"):
            inspect_upload(bad_files.pdf_and_zip(files.pdf_scan()), "a.pdf")

    def test_a_stream_that_unpacks_without_end(self) -> None:
        sent = bad_files.pdf_stream_bomb()
        assert len(sent) < 1_000_000
        with pytest.raises(UploadBomb):
            inspect_upload(sent, "a.pdf")

    def test_a_stream_packed_many_times(self) -> None:
        with pytest.raises(UploadBomb):
            inspect_upload(bad_files.pdf_with_many_filters(), "a.pdf")

    def test_more_than_a_hundred_pages(self) -> None:
        with pytest.raises(UploadTooLarge, match="100 页"):
            inspect_upload(bad_files.pdf_of_pages(101), "a.pdf")
