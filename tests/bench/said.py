"""What the service said to the database, as the database logged it, made into a script for pgbench.

So pgbench does exactly the same statements, in the same transactions, with the same sizes of values.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tests.bench.ids import FIRST, PREFIXES, number_of

ENTRY = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC \[(\d+)\] (LOG|DETAIL):  (.*)$", re.DOTALL)
STATEMENT = re.compile(r"^(?:statement|execute [^:]*): (.*)$", re.DOTALL)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
UUIDS = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
UUID_LIST = re.compile(rf"\{{({UUIDS.pattern},?)*\}}")
HASH = re.compile("[0-9a-f]{64}")
PINGS = (";", "SELECT 1")
MOST_VARIABLES = 250
"""pgbench prepares statements with at most so many variables; longer ones it has to send as text."""


@dataclass(frozen=True)
class Statement:
    """One statement with its parameters as the server understood them; None is NULL."""

    sql: str
    parameters: Mapping[int, str | None]


def statements_in(log: Path, start: int) -> list[Statement]:
    """What was executed since the log had this size."""
    found: list[Statement] = []
    for _, kind, text in _entries(log.read_bytes()[start:].decode()):
        executed = STATEMENT.match(text)
        if kind == "LOG" and executed and executed[1].strip() not in PINGS:
            found.append(Statement(executed[1], {}))
        elif kind == "DETAIL" and text.startswith("Parameters: ") and found:
            said = {int(number): _unquoted(value) for number, value in PARAMETER.findall(text)}
            found[-1] = Statement(found[-1].sql, said)
    return found


@dataclass
class Script:
    """A transaction of pgbench: `:n` is the number of the row it is about."""

    base: int
    """The number that the recorded request was about."""
    texts: Mapping[str, str]
    """Values that are another for each row: the text that was recorded, and the expression in its place."""
    employer: str = "0"
    """The expression of the employer's number."""

    def __post_init__(self) -> None:
        self._strangers: dict[str, int] = {}

    def lines(self, statements: list[Statement]) -> list[str]:
        """The statements, one per line."""
        return [self._line(statement) for statement in statements]

    def _line(self, statement: Statement) -> str:
        keyed = "idempotency_keys" in statement.sql
        values = {number: self._value(value, keyed) for number, value in statement.parameters.items()}
        sql = re.sub(r"\$(\d+)", lambda found: values[int(found[1])], statement.sql)
        return " ".join(sql.split("\n")).strip().rstrip(";") + ";"

    def _value(self, value: str | None, keyed: bool) -> str:
        if value is None:
            return "NULL"
        if value in self.texts:
            return f"({self.texts[value]})"
        if keyed and HASH.fullmatch(value):
            return f"(md5('{value[:8]}' || :n) || md5((:n)::text))"
        parts = [part for part in UUIDS.split(value) if part]
        if not any(UUIDS.fullmatch(part) for part in parts):
            return _literal(value)
        joined = " || ".join(self._id(part) if UUIDS.fullmatch(part) else _literal(part) for part in parts)
        form = "::uuid" if UUIDS.fullmatch(value) else "::uuid[]" if UUID_LIST.fullmatch(value) else ""
        return f"({joined}){form}"

    def _id(self, text: str) -> str:
        known = number_of(UUID(text))
        if known is None:
            # A new id: another one for each row, and the same in all statements about it.
            stranger = self._strangers.setdefault(text, len(self._strangers) + 1)
            return f"'{stranger:08x}-0000-7000-8000-' || ({FIRST} + :n)"
        kind, number = known
        own = self.employer if kind == "employer" else f":n + {number - self.base}"
        return f"'{PREFIXES[kind]}' || ({FIRST} + {own})"


def _entries(log: str) -> Iterator[tuple[str, str, str]]:
    entry = ""
    for line in [*log.split("\n"), "2000-01-01 00:00:00.0 UTC [0] LOG:  end"]:
        if re.match(r"\d{4}-\d\d-\d\d \d\d:", line):
            if found := ENTRY.match(entry):
                yield found[1], found[2], found[3]
            entry = line
        else:
            entry += "\n" + line.removeprefix("\t")


def _unquoted(value: str) -> str | None:
    return None if value == "NULL" else value[1:-1].replace("''", "'")


def _literal(text: str) -> str:
    # pgbench takes every `:name` for a variable, also inside quotes.
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a").replace("\n", "\\n")
    return f"E'{escaped}'" if escaped != text else f"'{text}'"
