"""A RabbitMQ for the tests and for `make run BUS=rabbit`: the one that is given, a container, or the machine's own."""

import os
import sys
from pathlib import Path
from typing import Protocol

from deploy.embedded.container_rabbit import ContainerRabbit, NoContainerEngine
from deploy.embedded.local_rabbit import LocalRabbit
from deploy.embedded.rabbit_installation import RabbitNotInstalled, is_installed
from deploy.embedded.remote_rabbit import RemoteRabbit

__all__ = ["LocalRabbit", "NoRabbitAvailable", "OwnRabbit", "Rabbit", "ensure_rabbit", "own_rabbit"]


class NoRabbitAvailable(RuntimeError):
    """There is no way to a RabbitMQ on this machine."""


class Rabbit(Protocol):
    """A running broker."""

    def amqp_url(self, vhost: str = "/") -> str: ...

    def create_vhost(self, name: str) -> None: ...

    def delete_vhost(self, name: str) -> None: ...

    def close(self) -> None:
        """Let go of it; one of our own is ended, and a container's data with it."""


class OwnRabbit(Rabbit, Protocol):
    """A broker that is ours alone, to be stopped and crashed."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def kill(self) -> None: ...


def ensure_rabbit(folder: Path) -> Rabbit:
    """A running broker for tests: `WANGQIAN_TEST_AMQP_URL` if given, else a container where a Docker engine allows,
    else the machine's rabbitmq-server over `folder`.

    Raises: RemoteRabbitUnusable, NoRabbitAvailable, ServerDidNotStart.
    """
    given = os.environ.get("WANGQIAN_TEST_AMQP_URL")
    if given:
        return RemoteRabbit(given, os.environ.get("WANGQIAN_TEST_RABBIT_MANAGEMENT_URL"))
    return _started(_container() or _local(folder))


def own_rabbit(folder: Path) -> OwnRabbit:
    """A started broker of our own, to be kept, stopped or crashed: the machine's rabbitmq-server, whose data stays in
    `folder`, else a container.

    Raises: NoRabbitAvailable, ServerDidNotStart.
    """
    return _started((_container() if not is_installed() else None) or _local(folder))


def _started(rabbit: OwnRabbit) -> OwnRabbit:
    rabbit.start()
    return rabbit


def _container() -> OwnRabbit | None:
    try:
        return ContainerRabbit()
    except NoContainerEngine as reason:
        sys.stderr.write(f"RabbitMQ: {reason}; using the machine's rabbitmq-server.\n")
        return None


def _local(folder: Path) -> OwnRabbit:
    try:
        return LocalRabbit(folder)
    except RabbitNotInstalled as missing:
        raise NoRabbitAvailable(
            "There is no RabbitMQ. Run `deploy/setup.sh test`, which installs rabbitmq-server on Debian and Ubuntu; or "
            "start a Docker engine; or give a broker's URL in WANGQIAN_TEST_AMQP_URL."
        ) from missing
