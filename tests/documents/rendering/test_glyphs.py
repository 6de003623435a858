"""That every character is really drawn, and what happens to one that cannot be."""

import pytest

from documents.agreement.rendering import fonts
from documents.agreement.rendering.assets import ASSETS
from documents.agreement.rendering.fonts import FAMILIES, FontsMissing, UndrawableText, coverage, missing_glyphs
from documents.agreement.rendering.spelling import spell_out
from tests.documents.rendering.pdf import base_fonts, drawn_glyphs, fonts_of, has_outline, text_of
from tests.documents.rendering.sheets import rendered, sheet

# The characters that gave trouble elsewhere, one of every CJK extension that a packaged font has, and other scripts.
RARE = {
    "the surname 䶮 (extension A, added late)": "䶮",
    "𠮷 (extension B)": "𠮷",
    "㛃 (extension A)": "㛃",
    "extension B, only in Hanazono": "\U00020023",
    "extension C": "\U0002a700",
    "extension D": "\U0002b740",
    "extension E": "\U0002b820",
    "extension F": "\U0002ceb0",
    "extension G": "𰻞",
    "extension H": "\U000313ba",
    "the newest of the basic block": "\u9ffc",
    "〇 in a name": "〇",
    "a compatibility ideograph that stays": "﨑",
}
SCRIPTS = ["བཀྲ་ཤིས", "ئەركىن", "ᠪᠠᠲᠤ", "ꆈꌠ", "ᥖᥭᥰ", "ꓡꓲꓢꓴ"]

# No font will ever have all of plane 3.
MISSING_TODAY = next(chr(c) for c in range(0x30000, 0x3FFFE) if c not in coverage())
PRIVATE_USE = "\ue81e"


class TestRareNames:
    @pytest.mark.parametrize("name", RARE.values(), ids=RARE.keys())
    def test_is_drawn_and_can_be_copied_out(self, name: str) -> None:
        document = rendered(sheet(graduate__name=f"欧阳{name}"))
        assert f"姓名欧阳{name}" in text_of(document.pdf)

    def test_names_with_a_middle_dot_keep_it(self) -> None:
        assert "买买提·吐尔逊" in text_of(rendered(sheet()).pdf)

    @pytest.mark.parametrize("word", SCRIPTS)
    def test_the_other_scripts_of_the_national_standard_are_drawn(self, word: str) -> None:
        document = rendered(sheet(job__supplement=word))
        assert drawn_glyphs(document.pdf)

    def test_the_fonts_hold_all_of_extensions_a_to_f(self) -> None:
        blocks = [(0x3400, 0x4DBF), (0x4E00, 0x9FFC), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D)]
        blocks += [(0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)]
        assert [hex(c) for first, last in blocks for c in range(first, last + 1) if c not in coverage()] == []


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A document with something from every font."""
    rare = "".join(RARE.values())
    words = " ".join([rare, *SCRIPTS, "☑①㎡℃⭐✅☎\ufe0f👍"])
    return rendered(sheet(graduate__name=rare, job__supplement=words)).pdf


class TestEmbeddedGlyphs:
    def test_every_font_is_embedded_as_a_subset(self, pdf: bytes) -> None:
        programs = fonts_of(pdf)
        assert len(programs) > 6
        assert None not in programs.values()
        assert len(pdf) < 2_000_000

    def test_only_the_listed_families_are_used(self, pdf: bytes) -> None:
        allowed = tuple(family.replace(" ", "-") for family in FAMILIES)
        assert [name for name in base_fonts(pdf) if not name.startswith(allowed)] == []

    def test_no_box_for_a_missing_glyph_is_drawn(self, pdf: bytes) -> None:
        drawn = drawn_glyphs(pdf)
        assert sum(len(glyphs) for glyphs in drawn.values()) > 500
        assert [font for font, glyphs in drawn.items() if 0 in glyphs] == []

    def test_every_glyph_that_is_drawn_has_a_shape(self, pdf: bytes) -> None:
        programs = fonts_of(pdf)
        shapeless = {
            font: [glyph for glyph in glyphs if not has_outline(programs[font], glyph)]  # type: ignore[arg-type]
            for font, glyphs in drawn_glyphs(pdf).items()
        }
        # A space has none, and some fonts have one glyph for it, some a second one for the ideographic space.
        assert all(len(glyphs) <= 2 for glyphs in shapeless.values()), shapeless


class TestUndrawableText:
    def test_is_refused_naming_the_characters(self) -> None:
        with pytest.raises(UndrawableText) as refusal:
            rendered(sheet(graduate__name=f"欧阳{MISSING_TODAY}{PRIVATE_USE}"))
        assert refusal.value.characters == [MISSING_TODAY, PRIVATE_USE]
        assert f"U+{ord(MISSING_TODAY):X}" in str(refusal.value)

    def test_private_use_counts_as_missing_although_fonts_have_shapes_there(self) -> None:
        assert missing_glyphs(PRIVATE_USE) == [PRIVATE_USE]

    def test_names_each_missing_character_once(self) -> None:
        assert missing_glyphs(f"a{MISSING_TODAY}b{PRIVATE_USE}{MISSING_TODAY}") == [MISSING_TODAY, PRIVATE_USE]

    def test_variation_selectors_and_line_ends_need_no_glyph(self) -> None:
        assert missing_glyphs("葛\U000e0100\n") == []

    def test_can_be_spelled_out_so_that_nobody_waits_for_a_font(self) -> None:
        printed = spell_out(sheet(graduate__name=f"欧阳{MISSING_TODAY}"))
        text = text_of(rendered(printed).pdf)
        assert f"欧阳［U+{ord(MISSING_TODAY):X}］" in text
        assert "Unicode码位，与该字符具有同一含义" in text

    def test_spelling_out_leaves_a_drawable_sheet_alone(self) -> None:
        assert spell_out(sheet()) == sheet()


class TestFonts:
    def test_missing_fonts_are_named_by_their_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fonts, "FONT_FOLDERS", ())
        coverage.cache_clear()
        with pytest.raises(
            FontsMissing, match="fonts-babelstone-han fonts-hanazono fonts-noto-cjk fonts-noto-core fonts-symbola"
        ):
            missing_glyphs("一")
        coverage.cache_clear()

    @pytest.mark.parametrize("sheet", ["agreement.css", "authorisation_letter.css"])
    def test_the_style_sheets_name_the_families_in_the_same_order(self, sheet: str) -> None:
        style = (ASSETS / sheet).read_text()
        listed = (
            style.partition("font-family:")[2].partition("html {")[2].partition("font-family:")[2].partition(";")[0]
        )
        assert [name.strip().strip('"') for name in listed.split(",")] == list(FAMILIES)
