"""Structured logs: one JSON object a line, ids and codes only, never people."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars

__all__ = ["bind_contextvars", "clear_contextvars", "configure_logging", "correlation_id", "get_logger"]

ROW_VALUES = re.compile(r"(DETAIL:|\[parameters:).*")
SENSITIVE = frozenset(
    {"id_number", "mobile", "phone", "email", "password", "code", "token", "authorization", "secret", "account_number"}
)


def configure_logging(level: str = "INFO", form: str = "json") -> None:
    """Set up structlog and route the standard library's records through the same renderer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask_sensitive,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_row_values,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "aiormq", "aio_pika", "uvicorn.access", "fontTools", "alembic"):
        logging.getLogger(noisy).setLevel("WARNING")


def get_logger(name: str) -> Any:
    """The logger of a module: `log = get_logger(__name__)`."""
    return structlog.stdlib.get_logger(name)


def correlation_id() -> str | None:
    """The id that ties a request, its events and the reactions to them together."""
    return structlog.contextvars.get_contextvars().get("correlation_id")


def without_values(fault: BaseException) -> str:
    """What went wrong, without the values it went wrong with: a unique violation's text quotes the row."""
    state = getattr(getattr(fault, "orig", fault), "sqlstate", None)
    return f"{type(fault).__name__} {state}" if state else f"{type(fault).__name__}: {fault}"


def _without_row_values(_logger: Any, _method: str, entry: Any) -> Any:
    if isinstance(entry.get("exception"), str):
        entry["exception"] = ROW_VALUES.sub(r"\1 ***", entry["exception"])
    return entry


def _mask_sensitive(_logger: Any, _method: str, entry: Any) -> Any:
    """Last line of defence: a field with a telling name never shows its value."""
    for key in SENSITIVE & entry.keys():
        entry[key] = "***"
    return entry
