"""The fonts an agreement is drawn with, and which characters they can really draw.

Debian/Ubuntu packages, installed by deploy/setup.sh; the names must match there:

    fonts-noto-cjk        Noto Serif CJK SC: everything usual, in the Song style of official paper
    fonts-noto-core       the other scripts of GB 18030-2022: Tibetan, Uyghur (Arabic), Mongolian, Yi, Tai; symbols
    fonts-babelstone-han  rare names in mainland shapes, parts of CJK extensions A-H (widest packaged font for G and H)
    fonts-hanazono        the rest of CJK extensions B-F, which is all that GB 18030-2022 asks for
    fonts-symbola         the emoji that people put into offers, in black

Measured on Debian 12: the basic block and extensions A-F without a gap, G 3,045 of 4,939, H 2,271 of 4,192.
WeasyPrint also needs libharfbuzz-subset0: without it it warns about every font, and a warning stops the rendering.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont


@dataclass(frozen=True)
class Face:
    """One font face: the family that the style sheet names, its file, and the package that brings it."""

    family: str
    file: str
    package: str


# The order is the order in which a character looks for a font. BabelStone comes before Hanazono because its shapes are
# the mainland's; both come after the script fonts, because they hold a few stray letters of those scripts.
FACES = (
    Face("Noto Serif CJK SC", "NotoSerifCJK-Regular.ttc", "fonts-noto-cjk"),
    Face("Noto Serif Tibetan", "NotoSerifTibetan-Regular.ttf", "fonts-noto-core"),
    Face("Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf", "fonts-noto-core"),
    Face("Noto Sans Mongolian", "NotoSansMongolian-Regular.ttf", "fonts-noto-core"),
    Face("Noto Sans Yi", "NotoSansYi-Regular.ttf", "fonts-noto-core"),
    Face("Noto Sans Tai Le", "NotoSansTaiLe-Regular.ttf", "fonts-noto-core"),
    Face("Noto Sans New Tai Lue", "NotoSansNewTaiLue-Regular.ttf", "fonts-noto-core"),
    Face("BabelStone Han", "BabelStoneHan.ttf", "fonts-babelstone-han"),
    Face("HanaMinA", "HanaMinA.ttf", "fonts-hanazono"),
    Face("HanaMinB", "HanaMinB.ttf", "fonts-hanazono"),
    Face("Noto Sans Symbols", "NotoSansSymbols-Regular.ttf", "fonts-noto-core"),
    Face("Noto Sans Symbols2", "NotoSansSymbols2-Regular.ttf", "fonts-noto-core"),
    Face("Symbola", "Symbola_hint.ttf", "fonts-symbola"),
)

# Drawn as two glyphs, of which BabelStone Han has only one.
_THAI_SARA_AM = 0x0E33

FAMILIES = tuple(face.family for face in FACES)

# Where fontconfig looks on Debian, Ubuntu and most other systems.
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)


class FontsMissing(RuntimeError):
    """The machine lacks fonts without which agreements would look different from place to place."""

    def __init__(self, packages: list[str]) -> None:
        """`packages` are the Debian packages to install."""
        self.packages = packages
        super().__init__(f"fonts are missing; install the packages: {' '.join(packages)}")


class UndrawableText(ValueError):
    """A text holds characters that no installed font can draw.

    Rendering refuses rather than print empty boxes. The way out is `spelling.spell_out`, which prints the code point
    instead and says so on the sheet; nobody's agreement is held up for good by the name in it.
    """

    def __init__(self, characters: list[str]) -> None:
        """`characters` in the order of their first appearance, each once."""
        self.characters = characters
        named = "、".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"以下字符没有可用的字形：{named}")


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that no font of `FACES` can draw, each once, in order of appearance.

    Computed from the fonts' own tables. Private-use characters always count as missing: the fonts do have shapes
    there, but not the ones the writer meant.
    """
    drawable = coverage()
    return [c for c in dict.fromkeys(text) if ord(c) not in drawable and not _needs_no_glyph(c)]


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """Every code point that the installed faces can draw. Raises `FontsMissing`. Takes about a second, once."""
    found = _installed_files()
    absent = sorted({face.package for face in FACES if face.file not in found})
    if absent:
        raise FontsMissing(absent)
    points: set[int] = set()
    for face in FACES:
        points.update(_code_points(found[face.file], face.family))
    points.discard(_THAI_SARA_AM)
    return frozenset(point for point in points if unicodedata.category(chr(point)) not in {"Co", "Cc", "Cf", "Cs"})


def _installed_files() -> dict[str, Path]:
    wanted = {face.file for face in FACES}
    return {path.name: path for path in _font_files() if path.name in wanted}


def _font_files() -> Iterator[Path]:
    for folder in FONT_FOLDERS:
        if folder.is_dir():
            yield from folder.rglob("*.tt[cf]")


def _code_points(path: Path, family: str) -> set[int]:
    if path.suffix == ".ttf":
        with TTFont(path, lazy=True) as font:
            return set(font.getBestCmap())
    with TTCollection(path, lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(1) == family:
                return set(font.getBestCmap())
    raise FontsMissing([face.package for face in FACES if face.family == family])


def _needs_no_glyph(character: str) -> bool:
    """Line ends, joiners and variation selectors steer the drawing and have no shape of their own."""
    point = ord(character)
    return character in "\n\u200c\u200d" or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
