"""The tree keeps the rules, and each rule catches what it is there for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).parents[2]
TREE_RULES = [rules.walls, rules.layers, rules.purity, rules.commits, rules.sql_outside_stores]


class TestTheTree:
    @pytest.mark.parametrize("rule", [*TREE_RULES, rules.trees], ids=lambda rule: rule.__name__)
    def test_keeps(self, rule: Callable[[Path], list[str]]) -> None:
        assert rule(ROOT / "services") == []

    def test_has_no_file_or_function_nobody_would_live_in(self) -> None:
        assert rules.sizes(ROOT, ("libs", "services", "deploy", "tests")) == []


class TestTheRules:
    @pytest.mark.parametrize(
        ("rule", "module", "source"),
        [
            (rules.walls, "agreements/signing/commands.py", "from identity.employers import store"),
            (rules.walls, "stats/service.py", "import agreements.signing.states"),
            (rules.layers, "agreements/signing/store.py", "from agreements.signing.commands import accept"),
            (rules.layers, "agreements/signing/commands.py", "from agreements.signing import routes"),
            (rules.layers, "agreements/signing/commands.py", "from agreements.policy.store import find"),
            (rules.layers, "agreements/signing/routes.py", "from agreements.policy.tables import SignSettings"),
            (rules.purity, "agreements/signing/states.py", "from sqlalchemy import select"),
            (rules.purity, "agreements/signing/states.py", "from fastapi import Request"),
            (rules.commits, "agreements/signing/commands.py", "async def f(s):\n    await s.commit()"),
            (rules.sql_outside_stores, "agreements/signing/commands.py", "async def f(s):\n    await s.execute('x')"),
        ],
    )
    def test_catches(self, tmp_path: Path, rule: Callable[[Path], list[str]], module: str, source: str) -> None:
        write(tmp_path, module, source)
        assert len(rule(tmp_path)) == 1

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("agreements/signing/commands.py", "from agreements.signing import store, states"),
            ("agreements/signing/routes.py", "from agreements.policy import queries"),
            ("agreements/signing/states.py", "from common.review import ReviewMode"),
            ("agreements/service.py", "from agreements.signing.routes import router"),
        ],
    )
    def test_lets_pass(self, tmp_path: Path, module: str, source: str) -> None:
        write(tmp_path, module, source)
        assert [fault for rule in TREE_RULES for fault in rule(tmp_path)] == []

    def test_catches_a_service_without_its_papers(self, tmp_path: Path) -> None:
        assert "stats has no README.md" in rules.trees(tmp_path)

    def test_catches_a_long_file_and_a_long_function(self, tmp_path: Path) -> None:
        write(tmp_path, "stats/long.py", "def long():\n" + "    x = 1\n" * 401)
        faults = rules.sizes(tmp_path, ("stats",))
        assert ["402 lines" in faults[0], "long has 402 lines" in faults[1]] == [True, True]


def write(services: Path, module: str, source: str) -> None:
    service, _, _ = module.partition("/")
    path = services / service / module
    path.parent.mkdir(parents=True)
    path.write_text(source)
