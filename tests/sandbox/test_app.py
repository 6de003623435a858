"""The sandbox as a whole."""

import ast
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

import deploy.sandbox
from deploy.sandbox.settings import SandboxSettings

FOLDER = Path(deploy.sandbox.__file__).parent
SERVICES = {"identity", "agreements", "destinations", "documents", "notifications", "stats"}


def imported_by(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


class TestSandbox:
    async def test_is_healthy(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/health")).status_code == 200

    async def test_describes_every_operation(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/docs")).status_code == 200
        document = (await client.get("/openapi.json")).json()
        operations = [operation for path in document["paths"].values() for operation in path.values()]
        assert len(operations) > 25
        assert [operation["operationId"] for operation in operations if not operation.get("description")] == []

    def test_imports_no_service(self) -> None:
        modules = list(FOLDER.rglob("*.py"))
        assert modules
        assert [module for module in modules if imported_by(module) & SERVICES] == []


class TestSettings:
    def test_come_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WANGQIAN_SANDBOX_PORT", "9999")
        monkeypatch.setenv("WANGQIAN_SANDBOX_CHSI_REDIRECT_URIS", '["https://a.example/cb"]')
        settings = SandboxSettings()
        assert settings.port == 9999
        assert settings.chsi_redirect_uris == ("https://a.example/cb",)

    def test_are_frozen(self) -> None:
        with pytest.raises(ValidationError):
            SandboxSettings().port = 1  # type: ignore[misc]

    def test_do_not_show_secrets(self) -> None:
        assert "development" not in repr(SandboxSettings())
