"""docker-compose.yml fits the services' settings, keeps no secret, and starts everything in order."""

import importlib
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from common.crypto import Cipher
from deploy.sandbox.settings import SandboxSettings
from tests.deploy.compose import ROOT, SERVICES, Missing, filled, made_environment, raw

_ONE_SHOT = {f"{name}-migrate" for name in SERVICES}
_SECRET = re.compile(r"PASSWORD|SECRET|CIPHER|INDEX_KEY|SMS_._KEY|DATABASE__URL|BUS__URL")


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return made_environment(tmp_path_factory.mktemp("env"))


@pytest.fixture(scope="module")
def services(variables: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = filled(raw()["services"], variables)
    return found


@pytest.fixture
def settings_in(monkeypatch: pytest.MonkeyPatch, services: dict[str, Any]) -> Any:
    """`settings_in(container, settings_class)`: what the class reads there."""

    def read(container: str, kind: Any) -> Any:
        for name in [name for name in os.environ if name.startswith("WANGQIAN_")]:
            monkeypatch.delenv(name)
        for name, value in services[container]["environment"].items():
            monkeypatch.setenv(name, value)
        return kind()

    return read


def _settings_class(service: str) -> Any:
    return importlib.import_module(f"{service}.service").service.settings


class TestSettings:
    @pytest.mark.parametrize("service", SERVICES)
    @pytest.mark.parametrize("part", ["api", "worker", "migrate"])
    def test_every_container_gives_its_service_all_it_needs(self, service: str, part: str, settings_in: Any) -> None:
        settings = settings_in(f"{service}-{part}", _settings_class(service))
        assert settings.bus.kind == "rabbit"
        assert f"@postgres:5432/{service}" in settings.database.url.get_secret_value()
        assert settings.peer_url.format(service="identity") == "http://identity-api:8000"

    @pytest.mark.parametrize("service", ["identity", "agreements", "notifications"])
    def test_the_made_keys_encrypt(self, service: str, settings_in: Any) -> None:
        cipher = settings_in(f"{service}-api", _settings_class(service)).cipher
        Cipher(cipher)
        assert list(cipher.keys) == [1]

    def test_fingerprints_are_equal_in_all_services_and_keys_are_not(self, settings_in: Any) -> None:
        ciphers = [
            settings_in(f"{name}-api", _settings_class(name)).cipher
            for name in ("identity", "agreements", "notifications")
        ]
        assert len({cipher.index_key for cipher in ciphers}) == 1
        assert len({cipher.keys[1] for cipher in ciphers}) == 3

    @pytest.mark.parametrize("service", SERVICES)
    def test_identity_knows_every_services_own_secret(self, service: str, settings_in: Any) -> None:
        known = settings_in("identity-api", _settings_class("identity")).service_secrets
        assert known[service] == settings_in(f"{service}-worker", _settings_class(service)).tokens.client_secret

    def test_the_sandbox_and_the_adapters_share_their_secrets(self, settings_in: Any) -> None:
        sandbox = settings_in("sandbox", SandboxSettings)
        identity = settings_in("identity-api", _settings_class("identity"))
        notifications = settings_in("notifications-worker", _settings_class("notifications"))
        assert sandbox.chsi_client_secret == identity.chsi_client_secret
        assert sandbox.jobplatform_client_secret == identity.jobplatform_client_secret
        assert sandbox.employment_client_secret == identity.employment_client_secret
        assert sandbox.sms_a_key == notifications.sms_a_key
        assert sandbox.sms_b_key == notifications.sms_b_key
        assert sandbox.wechat_secret == notifications.wechat_secret
        assert sandbox.wechat_appid == notifications.wechat_appid
        assert sandbox.chsi_redirect_uris == (f"{identity.public_url}/v1/chsi/callback",)
        assert sandbox.jobplatform_redirect_uris == (f"{identity.public_url}/v1/job-platform/callback",)


class TestSecrets:
    def test_none_is_written_in_the_file(self) -> None:
        for name, service in raw()["services"].items():
            for variable, value in service.get("environment", {}).items():
                assert not _SECRET.search(variable) or "${" in value, f"{name}: {variable}"

    def test_a_missing_one_stops_compose_with_the_remedy(self, variables: dict[str, str]) -> None:
        for name in variables:
            if not _SECRET.search(name):
                continue
            with pytest.raises(Missing, match=r"deploy/make-env\.sh"):
                filled(raw()["services"], {**variables, name: ""})

    def test_every_installation_has_its_own(self, tmp_path: Path, variables: dict[str, str]) -> None:
        other = made_environment(tmp_path)
        assert other.keys() == variables.keys()
        assert not [name for name in other if _SECRET.search(name) and other[name] == variables[name]]

    def test_they_are_kept_when_made_again_and_only_the_owner_reads_them(self, tmp_path: Path) -> None:
        assert made_environment(tmp_path) == made_environment(tmp_path)
        assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600

    def test_the_file_is_out_of_git_and_of_the_image(self) -> None:
        assert "/.env" in (ROOT / ".gitignore").read_text().splitlines()
        assert "**/.env*" in (ROOT / ".dockerignore").read_text().splitlines()


class TestContainers:
    @pytest.mark.parametrize("service", SERVICES)
    def test_each_service_has_its_three(self, service: str, services: dict[str, Any]) -> None:
        commands = [services[f"{service}-{part}"]["command"][:2] for part in ("migrate", "api", "worker")]
        assert commands == [[service, "migrate"], [service, "api"], [service, "worker"]]

    def test_no_api_or_worker_starts_before_all_migrations_are_done(self, services: dict[str, Any]) -> None:
        for name in (f"{service}-{part}" for service in SERVICES for part in ("api", "worker")):
            waits = services[name]["depends_on"]
            done = {other for other, how in waits.items() if how["condition"] == "service_completed_successfully"}
            assert done == _ONE_SHOT, name

    def test_each_can_be_scaled(self, services: dict[str, Any]) -> None:
        assert [name for name, service in services.items() if "container_name" in service] == []
        assert {name for name, service in services.items() if "ports" in service} == {"gateway", "sandbox"}

    def test_whatever_goes_on_running_tells_its_health(self, services: dict[str, Any]) -> None:
        assert {name for name, service in services.items() if "healthcheck" not in service} == _ONE_SHOT

    def test_data_is_in_named_volumes(self, services: dict[str, Any]) -> None:
        named = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
        assert set(raw()["volumes"]) == {volume for volume in named if not volume.startswith(".")}

    def test_every_mounted_file_is_there(self, services: dict[str, Any]) -> None:
        mounted = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])]
        assert [path for path in mounted if path.startswith(".") and not (ROOT / path).is_file()] == []


class TestGateway:
    def test_leads_to_every_service(self) -> None:
        configuration = (ROOT / "deploy/gateway/nginx.conf").read_text()
        paths = " ".join(re.findall(r"location [^{]+", configuration))
        assert [name for name in SERVICES if name not in paths] == []

    def test_headers_for_the_services_are_set_in_one_place(self) -> None:
        """nginx drops all inherited `proxy_set_header` in a location that has one, and callers could forge them."""
        configuration = (ROOT / "deploy/gateway/nginx.conf").read_text()
        locations = configuration[configuration.index("location = /health") :]
        assert "proxy_set_header" not in locations
