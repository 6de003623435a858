"""Logs name no person: telling fields and the rows that a database quotes are masked, in both forms."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from common.logging import SENSITIVE, configure_logging, get_logger

SECRET = "110101200001011234"


@pytest.fixture(params=["json", "console"])
def form(request: pytest.FixtureRequest) -> Iterator[str]:
    """Logging set up as in a process, and put back."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield request.param
    root.handlers, root.level = before
    structlog.reset_defaults()


class TestMasking:
    @pytest.mark.parametrize("field", sorted(SENSITIVE))
    def test_a_telling_field_never_shows_its_value(
        self, form: str, field: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        configure_logging(form=form)
        get_logger("test").warning("something happened", **{field: SECRET}, agreement="a-1")
        shown = capsys.readouterr().err
        assert SECRET not in shown
        assert ("***" in shown, "a-1" in shown) == (True, True)

    def test_a_telling_field_of_the_request_is_masked_too(self, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(form=form)
        with structlog.contextvars.bound_contextvars(mobile=SECRET):
            get_logger("test").warning("something happened")
        assert SECRET not in capsys.readouterr().err

    def test_an_exception_keeps_its_row_to_itself(self, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(form=form)
        try:
            raise ValueError(f"duplicate key\nDETAIL: Key (id_number)=({SECRET}) already exists.")
        except ValueError as fault:
            logging.getLogger("test").error("failed", exc_info=fault)
        shown = capsys.readouterr().err
        assert SECRET not in shown
        assert ("duplicate key" in shown, "***" in shown) == (True, True)
