"""Every relative link in the documentation leads to a file that is there, and to a heading that it has."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = frozenset({".venv", "node_modules", ".git", ".library"})
PAGES = sorted(page for page in ROOT.rglob("*.md") if not NOT_OURS.intersection(page.relative_to(ROOT).parts))
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
LINK = re.compile(r"\]\(<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+\"[^\"]*\")?\)")
LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
NAMED = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def slug(heading: str) -> str:
    """GitHub's anchor of a heading: small letters, spaces as hyphens, no punctuation. Chinese characters stay, Chinese
    punctuation does not."""
    text = LINKED.sub(r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(text: str) -> set[str]:
    """All anchors of a page; a heading that stands there again has a number."""
    found, met = set(NAMED.findall(text)), Counter[str]()
    for heading in HEADING.findall(FENCED.sub("", text)):
        name = slug(heading)
        found.add(f"{name}-{met[name]}" if met[name] else name)
        met[name] += 1
    return found


def faults(page: Path, text: str) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for link in LINK.findall(CODE.sub("", FENCED.sub("", text))):
        if ELSEWHERE.match(link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            yield link
        elif anchor and target.suffix == ".md":
            own = text if target == page else target.read_text(encoding="utf-8")
            if anchor not in anchors(own):
                yield link


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_lead_somewhere(self, page: Path) -> None:
        assert list(faults(page, page.read_text(encoding="utf-8"))) == []

    @pytest.mark.parametrize(
        ("heading", "anchor"),
        [
            ("Settings (beside common's)", "settings-beside-commons"),
            ("签约状态（学校）", "签约状态学校"),
            ("`agreements` – 线上签约, in full", "agreements--线上签约-in-full"),
            ("not_found_per_day", "not_found_per_day"),
            ("See [the states](docs/states.md)", "see-the-states"),
        ],
    )
    def test_anchors_are_githubs(self, heading: str, anchor: str) -> None:
        assert slug(heading) == anchor

    def test_a_heading_that_stands_twice_has_a_number(self) -> None:
        assert anchors("# 签约\n\n## 签约\n```\n# none\n```\n") == {"签约", "签约-1"}

    @pytest.mark.parametrize("link", ["no-such-page.md", "README.md#no-such-heading", "#没有"])
    def test_one_that_leads_nowhere_is_found(self, link: str) -> None:
        assert list(faults(ROOT / "README.md", f"# 有\n\n[here]({link}) [there](#有) `[code](gone.md)`")) == [link]
