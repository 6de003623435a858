"""`python -m deploy.run` says which option is wrong before it starts anything."""

import pytest
import typer
from typer.testing import CliRunner

from deploy.run import main


class TestPorts:
    @pytest.mark.parametrize("arguments", [["--port", "99999"], ["--port", "0"], ["--sandbox-port", "65536"]])
    def test_that_no_machine_has_are_refused(self, arguments: list[str]) -> None:
        app = typer.Typer()
        app.command()(main)
        ran = CliRunner().invoke(app, arguments)
        assert ran.exit_code == 2
        assert arguments[0] in ran.output
