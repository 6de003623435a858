"""A RabbitMQ of one's own in a container, where a Docker engine answers and has or gets the image."""

import os
import secrets
import socket
import time
from importlib import import_module
from typing import Any
from urllib.parse import quote, urlsplit

from deploy.embedded.process import ServerDidNotStart, free_port
from deploy.embedded.rabbit_management import RabbitManagement

_IMAGE = "rabbitmq:4-management"
_USER = "wangqian"
_START_SECONDS = 90.0
_POLL_SECONDS = 0.1


class NoContainerEngine(RuntimeError):
    """No Docker engine answers, or it has no RabbitMQ image and cannot get it."""


class ContainerRabbit:
    """One RabbitMQ container. Its data outlives `stop` and `kill`, and goes with `close` or with this process."""

    def __init__(self) -> None:
        """Raises: NoContainerEngine."""
        _require_image()
        from testcontainers.core.container import DockerContainer  # here, because only developers have it

        self._password = secrets.token_hex(20)
        # Fixed host ports, so that clients find a restarted broker.
        self._amqp_port, management_port = free_port(), free_port()
        self._container = (
            DockerContainer(_IMAGE)
            .with_env("RABBITMQ_DEFAULT_USER", _USER)
            .with_env("RABBITMQ_DEFAULT_PASS", self._password)
            .with_bind_ports(5672, self._amqp_port)
            .with_bind_ports(15672, management_port)
        )
        self._host = self._container.get_container_host_ip()
        self._created = False
        self._management = RabbitManagement(f"http://{self._host}:{management_port}", _USER, self._password)

    def amqp_url(self, vhost: str = "/") -> str:
        return f"amqp://{_USER}:{self._password}@{self._host}:{self._amqp_port}/{quote(vhost, safe='')}"

    def start(self) -> None:
        """Start the container, or start it again, and wait until it answers. Raises: ServerDidNotStart."""
        if self._created:
            self._container.get_wrapped_container().start()
        else:
            self._container.start()
            self._created = True
        deadline = time.monotonic() + _START_SECONDS
        while not self._management.answers():
            if time.monotonic() > deadline:
                raise ServerDidNotStart(f"The RabbitMQ container did not answer. Its log:\n{self._log()}")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        self._container.get_wrapped_container().stop()

    def kill(self) -> None:
        self._container.get_wrapped_container().kill()

    def close(self) -> None:
        """Remove the container with its data."""
        self._management.close()
        self._container.stop()

    def create_vhost(self, name: str) -> None:
        self._management.create_vhost(name)

    def delete_vhost(self, name: str) -> None:
        self._management.delete_vhost(name)

    def _log(self) -> str:
        output: bytes = self._container.get_wrapped_container().logs(tail=25)
        return output.decode(errors="replace")


def _require_image() -> None:
    if not _engine_listens():
        raise NoContainerEngine("no Docker engine answers")
    try:
        docker: Any = import_module("docker")  # here, because only developers have it; it comes with testcontainers
    except ImportError as missing:
        raise NoContainerEngine("testcontainers is not installed") from missing
    try:
        client = docker.from_env(timeout=10)
    except docker.errors.DockerException as failure:
        raise NoContainerEngine("no Docker engine answers") from failure
    try:
        client.images.get(_IMAGE)
    except docker.errors.ImageNotFound:
        _pull(client, docker.errors.APIError)
    finally:
        client.close()


def _engine_listens() -> bool:
    """Asked of the socket first: Docker's client leaves its own open when nobody is there."""
    address = urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    try:
        if address.scheme == "unix":
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(2)
                probe.connect(address.path)
        elif address.hostname and address.port:
            socket.create_connection((address.hostname, address.port), timeout=2).close()
    except OSError:
        return False
    return True


def _pull(client: Any, refused: type[Exception]) -> None:
    try:
        client.images.pull(_IMAGE)
    except (refused, OSError) as failure:
        raise NoContainerEngine(f"the Docker engine cannot get the image {_IMAGE}") from failure
