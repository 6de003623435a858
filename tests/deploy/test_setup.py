"""What sets the project up: the lock, the lists of native packages, the commands of the Makefile."""

import re
import subprocess
import tomllib
from pathlib import Path

from deploy.sandbox.page import SYSTEMS
from documents.agreement.rendering.fonts import FACES

ROOT = Path(__file__).parents[2]
_LOCK = (ROOT / "requirements.lock").read_text()
_MEMBERS = [ROOT / "pyproject.toml", *ROOT.glob("libs/*/pyproject.toml"), *ROOT.glob("services/*/pyproject.toml")]


def _normal(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


def _wanted(path: Path) -> set[str]:
    document = tomllib.loads(path.read_text())
    groups = document.get("dependency-groups", {}).values()
    every = [*document["project"]["dependencies"], *(name for group in groups for name in group)]
    return {_normal(name) for name in every if not name.startswith("wangqian")}


def _words(path: str) -> set[str]:
    return set(re.findall(r"[\w.+-]+", (ROOT / path).read_text()))


class TestLock:
    def test_holds_every_dependency_of_every_member(self) -> None:
        locked = {_normal(name) for name in re.findall(r"^([\w.-]+)==", _LOCK, re.MULTILINE)}
        missing = {path: _wanted(path) - locked for path in [*_MEMBERS, ROOT / "deploy/pyproject.toml"]}
        assert {path: names for path, names in missing.items() if names} == {}

    def test_names_exact_versions_with_hashes(self) -> None:
        for entry in re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", _LOCK).strip()):
            assert re.match(r"[\w.-]+==\S+ (; .+ )?\\\n    --hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]

    def test_holds_no_address(self) -> None:
        assert "://" not in _LOCK
        assert "--index" not in _LOCK


class TestNativePackages:
    def test_fonts_are_the_same_for_the_machine_the_image_and_the_renderer(self) -> None:
        wanted = {face.package for face in FACES}
        assert wanted <= _words("deploy/setup.sh")
        assert wanted <= _words("deploy/Dockerfile")

    def test_libraries_are_the_same_for_the_machine_and_the_image(self) -> None:
        listed = re.search(r"libraries=\((.*)\)", (ROOT / "deploy/setup.sh").read_text())
        assert listed is not None
        named = set(listed[1].split())
        assert named
        assert named <= _words("deploy/Dockerfile")


class TestScripts:
    def test_setup_says_what_modes_there_are(self) -> None:
        done = subprocess.run(["deploy/setup.sh", "everything"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "it is run, test or nothing" in done.stderr

    def test_the_last_thing_ci_does_is_the_readmes_test_command(self) -> None:
        lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
        assert lines[-2:] == ["make check", "make test"]


class TestMakefile:
    def test_help_lists_every_target(self) -> None:
        targets = set(re.findall(r"^\.PHONY: (\w+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))
        shown = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert set(re.findall(r"^  make (\w+) +\S", shown.stdout, re.MULTILINE)) == targets
        assert {"demo", "run", "test", "check", "fmt", "lock", "docs", "clean"} <= targets


class TestTryingIt:
    def test_runs_on_the_ports_that_are_asked_for(self) -> None:
        command = ["make", "-n", "run", "PORT=8001", "SANDBOX_PORT=8091"]
        shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert "--port 8001 --sandbox-port 8091" in shown.stdout

    def test_the_start_page_names_every_system_that_the_sandbox_plays(self) -> None:
        page = (ROOT / "deploy/gateway/start.html").read_text()
        played = {"短信" if system.startswith("sms") else title for system, title in SYSTEMS.items()}
        assert {title for title in played if title.removesuffix("公众号") not in page} == set()
