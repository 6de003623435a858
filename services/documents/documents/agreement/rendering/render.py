"""From a sheet to the bytes of a PDF."""

import hashlib
import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache

import segno
import weasyprint
from markupsafe import Markup
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from documents.agreement.rendering.assets import BASE_URL, AssetFetcher, templates
from documents.agreement.rendering.fonts import FAMILIES
from documents.agreement.rendering.sheet import AgreementSheet
from documents.agreement.rendering.spelling import ensure_drawable

TITLE = "全国普通高等学校毕业生就业协议书"

# Archivable (Unicode text, all fonts inside, sRGB), as 电子签名法 art. 4-6 asks of what must be kept for years.
PDF_VARIANT = "pdf/a-3u"

# One thread draws everything: Pango's font map serves one at a time, the log watch below must not see another
# document's messages, and every further thread would keep 80 MB of fonts of its own.
_drawing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")


@dataclass(frozen=True)
class RenderedDocument:
    """A finished PDF: its bytes, its number of pages, and the SHA-256 of the bytes in hexadecimal."""

    pdf: bytes
    pages: int
    sha256: str


class RenderingFailed(RuntimeError):
    """The PDF would have been incomplete: a font, a glyph, an image or a style was refused or not found."""


def render_agreement(sheet: AgreementSheet, *, check_url: str) -> RenderedDocument:
    """Draw the agreement. `check_url` is the public check page of this very document; the QR code carries it.

    The same sheet, address, fonts and library versions give the same bytes. Takes some hundred milliseconds of CPU
    and blocks: call it from a worker thread. Raises `UndrawableText` for characters without a glyph (see
    `spelling.spell_out`), `FontsMissing` when the machine is not set up, `RenderingFailed` for whatever would leave
    a gap.
    """
    ensure_drawable(sheet)
    return draw(_html(sheet, check_url))


def draw(html: str) -> RenderedDocument:
    """Draw a page of our own templates, in which every character has a glyph (`spelling`).

    Blocks while others draw. Raises `FontsMissing`, `RenderingFailed`.
    """
    return _drawing.submit(_draw, html).result()


def _draw(html: str) -> RenderedDocument:
    with _complaints_are_errors(), _icc_file_left_open():
        document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=AssetFetcher()).render(
            font_config=_font_configuration(), pdf_variant=PDF_VARIANT
        )
        pdf = document.write_pdf(pdf_variant=PDF_VARIANT, pdf_tags=True, pdf_identifier=True)
    _refuse_foreign_fonts(document)
    return RenderedDocument(pdf=pdf, pages=len(document.pages), sha256=hashlib.sha256(pdf).hexdigest())


def _html(sheet: AgreementSheet, check_url: str) -> str:
    return (
        templates()
        .get_template("agreement.html.j2")
        .render(
            title=TITLE,
            sheet=sheet,
            check_url=check_url,
            qr=_qr(check_url),
        )
    )


def _qr(address: str) -> Markup:
    """The address as inline SVG, built from our own data only; 15 % of it may be damaged."""
    svg = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, title="查验二维码")
    return Markup(svg)  # noqa: S704 -- drawn by segno, which escapes the title; the address is in the modules only


@lru_cache(maxsize=1)
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@contextmanager
def _complaints_are_errors() -> Iterator[None]:
    """WeasyPrint logs what it could not draw and goes on; here that ends the rendering."""
    watch = _Watch(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(watch)
    try:
        yield
    except FatalURLFetchingError as refusal:
        raise RenderingFailed(str(refusal)) from refusal
    finally:
        logger.removeHandler(watch)
    if watch.complaints:
        raise RenderingFailed("; ".join(watch.complaints))


def _icc_file_left_open() -> AbstractContextManager[object]:
    """WeasyPrint 70 leaves its colour profile to the garbage collector to close; strict runs would fail on that."""
    return warnings.catch_warnings(action="ignore", category=ResourceWarning)


class _Watch(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.complaints.append(record.getMessage())


def _refuse_foreign_fonts(document: weasyprint.Document) -> None:
    """A family outside our list means that fontconfig stepped in, and that other machines would draw otherwise."""
    if foreign := sorted({font.family for font in document.fonts.values()} - set(FAMILIES)):
        raise RenderingFailed(f"fonts outside the list were used: {', '.join(foreign)}")
