"""What people read is written with Chinese punctuation (guides/004 §2: 信息确认无误，进入系统)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;][\u4e00-\u9fff]")
SEPARATED = {"ValueError"}
"""A model's own validator says "<reason>;<remedy>", which the error handler takes apart."""


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """All string literals with their lines, without those whose semicolon separates."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in SEPARATED:
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.lineno, tree.value
    for part in ast.iter_child_nodes(tree):
        yield from texts(part)


def findings(source: str) -> list[str]:
    """Texts with an ASCII comma or semicolon between two Chinese characters, and their lines."""
    return [f"{line}: {text}" for line, text in texts(ast.parse(source)) if HALF_WIDTH.search(text)]


class TestTexts:
    @pytest.mark.parametrize("place", ["services", "libs/common/common"])
    def test_use_full_width_commas_and_semicolons(self, place: str) -> None:
        found = {
            str(path.relative_to(ROOT)): faults
            for path in sorted((ROOT / place).rglob("*.py"))
            if (faults := findings(path.read_text(encoding="utf-8")))
        }
        assert found == {}


class TestTheRule:
    @pytest.mark.parametrize("text", ["'信息确认无误,进入系统'", "f'请稍后重试;若仍{x}失败'", '"""核对,确认."""'])
    def test_finds(self, text: str) -> None:
        assert len(findings(f"title = {text}")) == 1

    @pytest.mark.parametrize("text", ["'信息确认无误，进入系统'", "'a,b;c'", "['甲', '乙']", "ValueError('不对;请改')"])
    def test_leaves_alone(self, text: str) -> None:
        assert findings(f"title = {text}") == []
