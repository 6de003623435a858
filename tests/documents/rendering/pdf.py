"""Looking into a finished PDF: its text, its fonts, and every glyph that it draws."""

import io
from collections import defaultdict
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream


def text_of(pdf: bytes) -> str:
    """The text of all pages without line ends and spaces, which depend on the layout."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def page_texts(pdf: bytes) -> list[str]:
    """The same, page by page."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def fonts_of(pdf: bytes) -> dict[str, TTFont | None]:
    """The embedded program of each font by its name in the PDF; None where there is none."""
    fonts: dict[str, TTFont | None] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for name, font in _font_resources(page).items():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            program = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
            fonts[name] = TTFont(io.BytesIO(program.get_object().get_data())) if program else None
    return fonts


def base_fonts(pdf: bytes) -> set[str]:
    """Names such as Noto-Serif-CJK-SC, without the subset's prefix."""
    resources = _font_resources(PdfReader(io.BytesIO(pdf)).pages[0])
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in resources.values()}


def _font_resources(page: Any) -> dict[str, Any]:
    return dict(page["/Resources"]["/Font"])


def drawn_glyphs(pdf: bytes) -> dict[str, set[int]]:
    """The glyph numbers that the pages show, by font."""
    reader = PdfReader(io.BytesIO(pdf))
    drawn: dict[str, set[int]] = defaultdict(set)
    for page in reader.pages:
        font = ""
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                font = operands[0]
            for shown in _shown(operands, operator):
                codes = shown.original_bytes
                drawn[font].update(int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2))
    return drawn


def _shown(operands: list[Any], operator: bytes) -> list[Any]:
    if operator == b"Tj":
        return [operands[0]]
    if operator == b"TJ":
        return [part for part in operands[0] if hasattr(part, "original_bytes")]
    return []


def has_outline(font: TTFont, glyph: int) -> bool:
    """Whether the embedded font holds a shape for the glyph."""
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getGlyphName(glyph)].draw(pen)
    return pen.bounds is not None
