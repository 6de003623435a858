"""That a document is complete or is not made at all."""

import logging

import pytest
import weasyprint
from pydantic import ValidationError

from documents.agreement.rendering import render
from documents.agreement.rendering.assets import AssetFetcher
from documents.agreement.rendering.render import RenderingFailed, render_agreement
from documents.agreement.rendering.sheet import AgreementSheet, SchoolBlock
from documents.agreement.rendering.text import clean_line, clean_text
from tests.documents.rendering.sheets import CHECK_URL, ORDINARY, sheet


class TestFetching:
    @pytest.mark.parametrize(
        "address",
        [
            "http://169.254.169.254/latest/meta-data",
            "https://wq.example.edu.cn/logo.png",
            "file:///etc/passwd",
            "data:text/css,body{}",
            "asset://documents/../settings.py",
            "asset://documents/agreement.html.j2",
            "asset://documents.evil/agreement.css",
        ],
    )
    def test_refuses_everything_but_the_bundled_assets(self, address: str) -> None:
        with pytest.raises(PermissionError):
            AssetFetcher().fetch(address)

    def test_a_page_that_wants_a_picture_from_outside_is_not_made(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            render, "_html", lambda *_: '<html lang="zh-CN"><img src="http://127.0.0.1:9/x.png" alt="">'
        )
        with pytest.raises(RenderingFailed, match=r"127\.0\.0\.1"):
            render_agreement(sheet(), check_url=CHECK_URL)


class TestComplaints:
    @pytest.mark.parametrize(
        "page",
        [
            '<html lang="zh-CN"><p style="colour: red">错误的样式',
            '<html lang="zh-CN"><img src="data:image/png;base64,AAAA" alt="坏图">',
            "<html><p>没有语言",
        ],
    )
    def test_whatever_the_renderer_only_warns_about_is_an_error(
        self, monkeypatch: pytest.MonkeyPatch, page: str
    ) -> None:
        monkeypatch.setattr(render, "_html", lambda *_: page)
        with pytest.raises(RenderingFailed):
            render_agreement(sheet(), check_url=CHECK_URL)

    def test_a_font_from_outside_the_list_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        page = '<html lang="zh-CN" style="font-family: DejaVu Sans, Noto Sans CJK SC">字'
        monkeypatch.setattr(render, "_html", lambda *_: page)
        with pytest.raises(RenderingFailed, match="outside the list"):
            render_agreement(sheet(), check_url=CHECK_URL)

    def test_the_watch_on_the_log_ends_with_the_document(self) -> None:
        before = list(logging.getLogger("weasyprint").handlers)
        render_agreement(sheet(), check_url=CHECK_URL)
        assert logging.getLogger("weasyprint").handlers == before
        weasyprint.HTML(string="<p>")  # the library itself stays usable for others


class TestSheet:
    def test_is_frozen_and_knows_no_other_fields(self) -> None:
        with pytest.raises(ValidationError):
            sheet().cohort = "2027届"  # type: ignore[misc]
        with pytest.raises(ValidationError):
            AgreementSheet.model_validate(ORDINARY | {"salary": "1"})

    @pytest.mark.parametrize("name", ["", "   ", "\x00", "\u202e"])
    def test_a_required_entry_cannot_be_empty_or_invisible(self, name: str) -> None:
        with pytest.raises(ValidationError):
            SchoolBlock(name=name)

    def test_the_school_cannot_be_the_first_party(self) -> None:
        with pytest.raises(ValidationError):
            sheet(first_party="school")

    def test_times_without_a_zone_are_refused(self) -> None:
        with pytest.raises(ValidationError):
            sheet(issued_at="2026-03-09T10:30:00")


class TestText:
    def test_drops_what_could_turn_the_reading_around(self) -> None:
        assert clean_text("违约金\u202e0003\u202c元\u2066") == "违约金0003元"

    def test_drops_control_characters_and_keeps_line_ends(self) -> None:
        assert clean_text("一\x00\x07\r\n二\u2028三\x0b四\t五") == "一\n二\n三\n四 五"

    def test_puts_an_entry_on_one_line(self) -> None:
        assert clean_line(" 杭州\r\n西湖 ") == "杭州 西湖"

    def test_composes_accents(self) -> None:
        assert clean_text("e\u0301") == "é"

    def test_asks_for_emoji_in_black_once(self) -> None:
        assert clean_text(clean_text("✅\ufe0f包住宿")) == "✅\ufe0e包住宿"
