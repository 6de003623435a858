"""The tree keeps the rules, and each rule catches what it is there for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).parents[2]
TREE_RULES = [rules.strange_rooms, rules.walls, rules.layers, rules.purity, rules.commits, rules.sql_outside_stores]

HOLDERS = ("agreements/signing/commands.py", "agreements/signing/queries/parts.py", "agreements/resources.py")
QUESTIONS = (
    "async def f(s):\n    await s.execute('x')",
    "async def f(s):\n    await s.scalar('x')",
    "async def f(session):\n    session.add(1)",
    "async def f(session):\n    await session.stream('x')",
    "async def f(delivery):\n    await delivery.session.get(int, 1)",
    "async def f(session):\n    await session.merge(1)",
    "async def f(session):\n    await session.flush()",
)


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
            (rules.layers, "agreements/signing/commands.py", "from . import routes"),
            (rules.layers, "agreements/signing/commands.py", "from ..policy.store import find"),
            (rules.layers, "agreements/signing/commands/answers.py", "from ...policy.tables import SignSettings"),
            (rules.layers, "agreements/signing/commands/__init__.py", "from ..routes import router"),
            (rules.layers, "agreements/signing/states/table.py", "from agreements.signing.commands import accept"),
            (rules.layers, "agreements/signing/states.py", "from agreements.signing.tables import Agreement"),
            (rules.layers, "agreements/signing/states.py", "from agreements.signing import store"),
            (rules.layers, "agreements/signing/schemas.py", "from agreements.signing.tables import Agreement"),
            (rules.layers, "agreements/signing/schemas.py", "from agreements.signing import store"),
            (rules.layers, "agreements/favourites/routes.py", "from agreements.favourites import store"),
            (rules.layers, "agreements/signing/routes.py", "from agreements import service"),
            (rules.layers, "agreements/jobs.py", "from agreements.signing import store"),
            (rules.layers, "agreements/etags.py", "from agreements.policy.store import find"),
            (rules.purity, "agreements/signing/states.py", "from sqlalchemy import select"),
            (rules.purity, "agreements/signing/states.py", "from fastapi import Request"),
            (rules.purity, "agreements/signing/states.py", "import os"),
            (rules.purity, "agreements/signing/states.py", "from minio import Minio"),
            (rules.purity, "agreements/signing/states.py", "from common.storage import Storage"),
            (rules.purity, "agreements/signing/states.py", "from common.clock import now"),
            (rules.purity, "agreements/signing/states/rules.py", "from agreements.settings import SearchSettings"),
            (rules.purity, "agreements/signing/states/rules.py", "from ..queries import situation_of"),
            (rules.purity, "stats/school/formulas.py", "import httpx"),
            (rules.commits, "agreements/signing/commands.py", "async def f(s):\n    await s.commit()"),
            *((rules.sql_outside_stores, module, source) for module in HOLDERS for source in QUESTIONS),
            (rules.strange_rooms, "agreements/signing/helpers.py", ""),
            (rules.strange_rooms, "agreements/signing/sub/thing.py", ""),
            (rules.strange_rooms, "agreements/utils.py", ""),
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
            ("agreements/signing/commands/answers.py", "from .. import store, states"),
            ("agreements/signing/states/table.py", "from .rules import Case"),
            ("agreements/signing/commands.py", "def f(letter):\n    return letter.get('x')"),
            ("agreements/signing/store.py", "async def f(session):\n    await session.execute('x')"),
            ("documents/agreement/rendering/render.py", "import weasyprint"),
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
