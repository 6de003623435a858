"""Cleaning of texts that people wrote, before they are printed."""

import re
import unicodedata

# Line ends that editors and office programs leave in pasted text.
_LINE_ENDS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))

# Invisible characters without a use in Chinese text. The direction overrides among them could make a printed clause
# read differently from the clause that was agreed. The last two ask for a coloured emoji and for a key around a digit.
_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
        *(0xFE0F, 0x20E3),
    ]
)

# Emoji_Presentation=Yes in UTS #51, and the hands that take a skin colour. Without a following U+FE0E, Pango draws
# these with whatever colour font it finds.
_EMOJI = re.compile(
    "([\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u261d\u2648-\u2653\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26f9\u26fa\u26fd\u2705"
    "\u270a-\u270d\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f000-\U0001faff])\ufe0e?"
)


def clean_text(text: str) -> str:
    """Normalise to NFC with plain line ends, without control and invisible characters, emoji in black, stripped."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    kept = lines.replace("\t", " ").translate(_INVISIBLE)
    visible = "".join(c for c in kept if c == "\n" or unicodedata.category(c) != "Cc")
    return _EMOJI.sub("\\1\ufe0e", visible).strip()


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean_text(text).split("\n"))
