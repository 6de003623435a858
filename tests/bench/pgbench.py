"""The limit: pgbench with the same SQL on the same database."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.psql import binaries, plain_environment
from tests.bench.ids import SCHOOLS
from tests.bench.said import MOST_VARIABLES, Script, Statement

LINE = re.compile(r"^\d+ \d+ (\d+) ", re.MULTILINE)


@dataclass(frozen=True)
class Limit:
    """What the database alone does."""

    per_second: float
    milliseconds: list[float]
    as_text: bool
    """Too many values for a prepared statement."""
    used_up: bool
    """The rows did not last; the last transactions found nothing to do."""

    @property
    def note(self) -> str:
        """What the reader has to know of it."""
        return " ".join([*(["sent as text"] * self.as_text), *(["ROWS USED UP"] * self.used_up)])


def run_pgbench(
    dsn: str, statements: list[Statement], script: Script, rows: range, *, clients: int, seconds: float, folder: Path
) -> Limit:
    """Let each client work through its share of the rows, so many of them in each transaction as `rows.step`.

    Raises:
        RuntimeError: pgbench failed; the message is its own.
    """
    lines = [f"\\set i :i + 1\n\\set n {rows.start} + {rows.step} * (:client_id + {clients} * :i)", *SCHOOL]
    said = script.lines(statements)
    path = folder / "said.sql"
    path.write_text("\n".join([*lines, *said]) + "\n")
    prepared = max(line.count(":n") + line.count(":s") for line in said) <= MOST_VARIABLES
    each = len(rows) // clients
    for old in folder.glob("latency.*"):
        old.unlink()
    command = [
        *(str(binaries() / "pgbench"), "-n", "-M", "prepared" if prepared else "simple", "-f", str(path)),
        *("-c", str(clients), "-j", "1", "-D", "i=-1", "-l", f"--log-prefix={folder / 'latency'}"),
        *("-T", str(max(1, round(seconds))), dsn),
    ]
    done = subprocess.run(command, env=plain_environment(), capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or rate is None:
        raise RuntimeError(f"pgbench: {done.stderr[-2000:]}")
    found = [int(us) / 1000 for log in folder.glob("latency.*") for us in LINE.findall(log.read_text())]
    return Limit(float(rate[1]), sorted(found), as_text=not prepared, used_up=len(found) > each * clients)


SCHOOL = ["\\set h :n * 48271 % 65537", f"\\set s int({SCHOOLS} * pow(:h / 65537.0, 2))"]
"""The school of row `n`, as the population has it."""
