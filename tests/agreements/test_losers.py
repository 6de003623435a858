"""Whoever loses a race is told what everybody else is: the rule, what to do, who can change it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from agreements import etags
from agreements.records import errors
from agreements.records.store.single import refusal_of
from agreements.records.tables import ONE_LIVE_AGREEMENT, ONE_OPEN_INVITATION
from agreements.service import service
from common.errors import Conflict, Forbidden, Problem
from tests.agreements.test_refusals import ours

SOURCES = Path(etags.__file__).parent
VERDICT = 'duplicate key value violates unique constraint "{}"'


def refusals() -> dict[str, type[Problem]]:
    assert service.name == "agreements"  # whose import has loaded all of them
    return {kind.__name__: kind for kind in {*ours(Conflict), *ours(Forbidden)}}


def said(node: ast.AST, known: dict[str, type[Problem]]) -> tuple[type[Problem], bool] | None:
    """The refusal that this code makes, and whether it names who can change it."""
    bare = isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute)
    made = node.exc if bare and isinstance(node, ast.Raise) else node.func if isinstance(node, ast.Call) else None
    name = made.attr if isinstance(made, ast.Attribute) else made.id if isinstance(made, ast.Name) else ""
    if name not in known:
        return None
    named = isinstance(node, ast.Call) and any(word.arg in ("who_can_change", None) for word in node.keywords)
    return known[name], named or "__init__" in vars(known[name])


def unnamed() -> Iterator[str]:
    known = refusals()
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = said(node, known)
            if found is not None and not found[1]:
                yield f"{path.relative_to(SOURCES)}: {found[0].__name__}"


class TestLosers:
    @pytest.mark.parametrize(
        "refusal",
        [
            refusal_of(VERDICT.format(ONE_LIVE_AGREEMENT)),
            refusal_of(VERDICT.format(ONE_OPEN_INVITATION)),
            errors.was_faster(),
            etags.was_first(),
        ],
        ids=["live", "open", "changed", "first"],
    )
    def test_are_told_the_rule_the_remedy_and_who(self, refusal: Problem) -> None:
        assert refusal.status == 409
        assert refusal.facts["rule"]
        assert refusal.advice
        assert refusal.who_can_change

    def test_nothing_that_is_refused_anywhere_leaves_out_who_can_change_it(self) -> None:
        assert list(unnamed()) == []
