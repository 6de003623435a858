"""Running a server as somebody else than root: PostgreSQL refuses root, RabbitMQ need not have it."""

import os
import pwd
import shutil
from collections.abc import Iterable
from pathlib import Path


class NoUnprivilegedUser(RuntimeError):
    """We are root and there is nobody else to run a server as."""


class Account:
    """Who a server runs as: ourselves, or as root the first of some accounts that exists on this machine."""

    def __init__(self, *preferred: str) -> None:
        self._entry = _first_existing(preferred) if os.geteuid() == 0 else None

    @property
    def prefix(self) -> list[str]:
        """What to put before a command.

        As root, CAP_DAC_OVERRIDE alone is kept: a checkout may lie under /root, which other accounts cannot enter,
        and opening the home directory to everybody for that would be worse.
        """
        if self._entry is None:
            return []
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise NoUnprivilegedUser(
                "Running as root needs `setpriv` (package util-linux), or start as an ordinary user."
            )
        capability = "-all,+dac_override"
        return [
            *(setpriv, f"--reuid={self._entry.pw_uid}", f"--regid={self._entry.pw_gid}", "--clear-groups"),
            *(f"--inh-caps={capability}", f"--ambient-caps={capability}", f"--bounding-set={capability}"),
            # access(2), by which Mnesia looks whether it may write, leaves capabilities out for others than root.
            "--securebits=+no_setuid_fixup",
            # A change of user clears the parent-death signal that the guard has set, so it is set again.
            "--pdeathsig=KILL",
        ]

    def own(self, folders: Iterable[Path]) -> None:
        """Give folders, not what is in them, to the account."""
        if self._entry is None:
            return
        for folder in folders:
            os.chown(folder, self._entry.pw_uid, self._entry.pw_gid)


def _first_existing(names: Iterable[str]) -> pwd.struct_passwd:
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoUnprivilegedUser(f"None of these accounts exists: {', '.join(names)}. Start as an ordinary user.")
