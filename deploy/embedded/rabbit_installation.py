"""Where this machine keeps its RabbitMQ, if it has one."""

import shutil
from pathlib import Path

# Debian's /usr/sbin/rabbitmq-server is a wrapper for root and the user rabbitmq only; this is what it calls.
_DEBIAN_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class RabbitNotInstalled(RuntimeError):
    """The machine has no `rabbitmq-server`."""


def is_installed() -> bool:
    """Whether this machine has a RabbitMQ to start nodes of."""
    try:
        server_path()
    except RabbitNotInstalled:
        return False
    return True


def server_path() -> Path:
    """The machine's RabbitMQ start script. Raises: RabbitNotInstalled."""
    found = _DEBIAN_SERVER if _DEBIAN_SERVER.exists() else shutil.which("rabbitmq-server")
    if found is None:
        raise RabbitNotInstalled("There is no rabbitmq-server on this machine. Run deploy/setup.sh test.")
    return Path(found)


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RabbitNotInstalled(f"There is no `{name}` (Erlang) on this machine. Run deploy/setup.sh test.")
    return found
