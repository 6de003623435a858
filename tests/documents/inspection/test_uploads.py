"""What every upload must pass, and what a person is told."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.uploads.inspection import UploadRefused, content_disposition, display_name, inspect_upload
from documents.uploads.inspection.kinds import Kind
from documents.uploads.inspection.refusals import UploadEmpty, UploadTooLarge, UploadTypeNotAccepted
from tests.support import files


class TestEveryUpload:
    def test_nothing_is_refused_as_empty(self) -> None:
        with pytest.raises(UploadEmpty, match="0 字节"):
            inspect_upload(files.empty(), "a.pdf")

    def test_more_than_ten_megabytes_is_refused_unread(self) -> None:
        with pytest.raises(UploadTooLarge, match="10 MB"):
            inspect_upload(files.png_scan() + bytes(10 * 1024 * 1024), "a.png")

    @pytest.mark.parametrize(
        ("sent", "named"),
        [
            (files.disguised_exe(), "Windows 程序"),
            (files.xlsx_with_macro(), "Office 文档"),
            (files.old_xls(), "旧版 Office 文档"),
            (b"GIF89a" + bytes(20), "GIF 图片"),
            (b"\x00\x00\x00\x18ftypheic" + bytes(20), "HEIC 照片"),
            (b"\x00\x00\x00\x18ftypisom" + bytes(20), "视频"),
            (b"RIFF\x00\x00\x00\x00WEBP", "WEBP 图片"),
            ("\ufeff<!DOCTYPE html><script>".encode(), "网页"),
            (b'<svg xmlns="http://www.w3.org/2000/svg">', "网页"),
        ],
    )
    def test_a_foreign_file_is_refused_by_its_own_name(self, sent: bytes, named: str) -> None:
        with pytest.raises(UploadTypeNotAccepted, match=named):
            inspect_upload(sent, "营业执照.pdf")

    @pytest.mark.parametrize("sent", [b"%PD", b" %PDF-1.7\n", b"\x00" + files.png_scan(), "营业执照".encode()])
    def test_an_unknown_file_is_refused(self, sent: bytes) -> None:
        with pytest.raises(UploadTypeNotAccepted, match="不是 PDF、JPG 或 PNG"):
            inspect_upload(sent, "a.pdf")

    @given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
    def test_whatever_comes_ends_in_a_refusal_with_code_reason_and_remedy(self, body: bytes, mark: bytes) -> None:
        with pytest.raises(UploadRefused) as refusal:
            inspect_upload(mark + body + b"%%EOF", "a.pdf")
        assert refusal.value.code.startswith("documents.upload_")
        assert refusal.value.message == str(refusal.value)
        assert refusal.value.remedy.endswith("。")


class TestDisplayName:
    @pytest.mark.parametrize(
        ("declared", "shown"),
        [
            ("授权书.PDF", "授权书.pdf"),
            ("成绩单.pdf.exe", "成绩单.pdf"),
            ("说明v1.2.pdf", "说明v1.2.pdf"),
            (r"C:\Users\wang\桌面\协议.pdf", "协议.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
            ("协议\u202efdp.exe", "协议fdp.pdf"),
            ('"><img src=x>.pdf', "img src=x.pdf"),
            ("..", "附件.pdf"),
            ("", "附件.pdf"),
            ("con.pdf", "附件.pdf"),
            ("䶮𠮷㛃.pdf", "䶮𠮷㛃.pdf"),
        ],
    )
    def test_is_clean_and_ends_as_the_content_does(self, declared: str, shown: str) -> None:
        assert display_name(declared, Kind.PDF) == shown

    @given(st.text(max_size=300))
    @example("." * 200)
    @example("长" * 300)
    def test_is_always_short_visible_and_in_one_folder(self, declared: str) -> None:
        name = display_name(declared, Kind.JPEG)
        assert name.endswith(".jpg")
        assert 4 < len(name) <= 84
        assert len(name.encode()) < 512
        assert not set(name) & set('/\\<>:"|?*;%\r\n\x00')
        assert display_name(name, Kind.JPEG) == name


class TestContentDisposition:
    def test_carries_the_real_name_beside_a_plain_one(self) -> None:
        assert content_disposition("授权书 1.pdf") == (
            "attachment; filename=\"____1.pdf\"; filename*=UTF-8''%E6%8E%88%E6%9D%83%E4%B9%A6%201.pdf"
        )

    def test_can_be_shown_in_place(self) -> None:
        assert content_disposition("a.pdf", disposition="inline").startswith("inline; ")

    @given(st.text(max_size=100))
    def test_no_name_breaks_out_of_the_header(self, declared: str) -> None:
        value = content_disposition(display_name(declared, Kind.PDF))
        assert value.isascii()
        assert value.count('"') == 2
        assert not set(value) & set("\r\n")
