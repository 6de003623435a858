"""What people read is written with Chinese punctuation (guides/004 §2: 信息确认无误，进入系统)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HALF_WIDTH = re.compile(
    "[\u4e00-\u9fff”》][,;:!?](?! ?[A-Za-z/])"  # 核对,确认
    "|[,;:!?][\u4e00-\u9fff“《]"  # UUID),重试
    r"|[\u4e00-\u9fff]\([^)]|\([\u4e00-\u9fff]|\)[\u4e00-\u9fff]"  # 学信网(沙箱)登录
)
GUIDES_OWN = re.compile(r"\((?:学院|学校审核(?:不)?通过)\)")
"""Labels of guides/000 §4 that screens show to the letter."""
PATTERN = re.compile(r"\[0-9\]")
"""A regular expression: its brackets group."""
ENDS = ("。", "？", "！")
SEPARATED = {"ValueError"}
"""A model's own validator says "<reason>;<remedy>", which the error handler takes apart."""


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """All string literals with their lines, without docstrings, and without those whose semicolon separates."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in SEPARATED:
        return
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str) and not PATTERN.search(tree.value):
        yield tree.lineno, tree.value
    for part in ast.iter_child_nodes(tree):
        yield from texts(part)


def findings(source: str) -> list[str]:
    """Texts with ASCII punctuation next to a Chinese character, and their lines."""
    return [f"{line}: {text}" for line, text in texts(ast.parse(source)) if HALF_WIDTH.search(GUIDES_OWN.sub("", text))]


def half_sentences(source: str) -> list[str]:
    """Remedies of problems that do not end as sentences do; those of `FieldFault` are ended by the class."""
    told = [
        part.value
        for part in ast.walk(ast.parse(source))
        if (isinstance(part, ast.Assign) and any(getattr(name, "id", "") == "remedy" for name in part.targets))
        or (isinstance(part, ast.keyword) and part.arg == "remedy")
    ]
    ends = [(text, text.values[-1] if isinstance(text, ast.JoinedStr) else text) for text in told]
    return [
        f"{text.lineno}: {ast.unparse(text)}"
        for text, end in ends
        if isinstance(end, ast.Constant) and isinstance(end.value, str) and not (end.value or "。").endswith(ENDS)
    ]


def page_findings(page: str) -> list[str]:
    """The same of a template, by line; what templates compute is no text."""
    bare = (re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "", line) for line in page.splitlines())
    return [f"{number}: {text}" for number, text in enumerate(bare, start=1) if HALF_WIDTH.search(text)]


class TestTexts:
    @pytest.mark.parametrize("place", ["services", "libs/common/common", "deploy"])
    def test_use_full_width_punctuation(self, place: str) -> None:
        found = {
            str(path.relative_to(ROOT)): faults
            for path in sorted((ROOT / place).rglob("*.py"))
            if (faults := findings(path.read_text(encoding="utf-8")))
        }
        assert found == {}

    @pytest.mark.parametrize("place", ["services", "libs/common/common"])
    def test_that_advise_are_sentences(self, place: str) -> None:
        found = {
            str(path.relative_to(ROOT)): faults
            for path in sorted((ROOT / place).rglob("*.py"))
            if (faults := half_sentences(path.read_text(encoding="utf-8")))
        }
        assert found == {}

    def test_of_pages_do_too(self) -> None:
        found = {
            str(path.relative_to(ROOT)): faults
            for path in sorted((ROOT / "deploy").rglob("*.html"))
            if (faults := page_findings(path.read_text(encoding="utf-8")))
        }
        assert found == {}


class TestTheRule:
    @pytest.mark.parametrize(
        "text",
        [
            "'信息确认无误,进入系统'",
            "f'请稍后重试;若仍{x}失败'",
            "'填写 UUID),重试时不变'",
            "f'可选:{names}'",
            "'学信网(沙箱)登录'",
            "'请选择:'",
        ],
    )
    def test_finds(self, text: str) -> None:
        assert len(findings(f"title = {text}")) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "'信息确认无误，进入系统'",
            "'a,b;c'",
            "['甲', '乙']",
            "ValueError('不对;请改')",
            "'等待学校(学院)审核'",
            "'届别, e.g. 2026届'",
        ],
    )
    def test_leaves_alone(self, text: str) -> None:
        assert findings(f"title = {text}") == []

    @pytest.mark.parametrize("source", ["remedy = '请重试'", "Invalid(remedy=f'{x}请重试')"])
    def test_finds_half_sentences(self, source: str) -> None:
        assert len(half_sentences(source)) == 1

    def test_leaves_whole_sentences_alone(self) -> None:
        assert half_sentences("remedy = '请重试。'\nremedy = ''\nInvalid(remedy=other)") == []

    def test_finds_it_in_a_page(self) -> None:
        assert page_findings("<p>数据在 <code>.run/</code>,重启后仍在</p>") == ["1: 数据在 .run/,重启后仍在"]
