"""A private RabbitMQ node of the machine's own `rabbitmq-server`: its ports, folders, name and cookie are its own."""

import os
import secrets
import time
from pathlib import Path
from urllib.parse import quote

from deploy.embedded.privileges import Account
from deploy.embedded.process import FolderLock, ServerDidNotStart, ServerProcess, accepts_connections, free_port
from deploy.embedded.rabbit_installation import program, server_path
from deploy.embedded.rabbit_management import RabbitManagement

_USER = "wangqian"
_NODE = "wangqian@127.0.0.1"
_START_SECONDS = 90.0
_QUEUES_ON_DISK_SECONDS = 0.7
# Few schedulers that sleep when idle, and the distribution on this machine alone. Our own epmd is running already.
_ERLANG = "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"


class LocalRabbit:
    """One RabbitMQ node on 127.0.0.1 over one folder, with the management API on a private port.

    The ports are picked at the first start and kept by later ones, so that clients find a restarted broker.
    """

    def __init__(self, folder: Path) -> None:
        """Raises: RabbitNotInstalled."""
        self._server = server_path()
        self.folder = folder.resolve()
        self._account = Account("rabbitmq", "nobody")
        self._node = ServerProcess("RabbitMQ", self.folder / "rabbitmq.log", grace_seconds=30)
        self._epmd = ServerProcess("epmd", self.folder / "epmd.log", grace_seconds=2)
        self._amqp_port = self._management_port = 0
        self._management: RabbitManagement | None = None

    @property
    def management_url(self) -> str:
        """`http://127.0.0.1:<port>`; the login is that of `amqp_url`."""
        return f"http://127.0.0.1:{self._management_port}"

    def amqp_url(self, vhost: str = "/") -> str:
        """`amqp://user:password@127.0.0.1:port/vhost` with the virtual host's name escaped."""
        return f"amqp://{_USER}:{self._password()}@127.0.0.1:{self._amqp_port}/{quote(vhost, safe='')}"

    def start(self) -> None:
        """Start the node, or start it again over its data, and wait until it takes connections.

        Raises: FolderInUse, ServerDidNotStart.
        """
        self._prepare_folder()
        lock = FolderLock(self.folder).acquire()
        try:
            environment = self._configure()
            epmd = [
                *self._account.prefix,
                program("epmd"),
                "-address",
                "127.0.0.1",
                "-port",
                environment["ERL_EPMD_PORT"],
            ]
            self._epmd.start(epmd, env=environment, cwd=self.folder)
            self._epmd.wait_until(lambda: accepts_connections(int(environment["ERL_EPMD_PORT"])))
        except BaseException:
            os.close(lock)
            raise
        self._node.start([*self._account.prefix, str(self._server)], env=environment, cwd=self.folder, lock=lock)
        self._management = RabbitManagement(self.management_url, _USER, self._password())
        try:
            self._node.wait_until(self._answers, seconds=_START_SECONDS)
        except ServerDidNotStart:
            self.close()
            raise

    def stop(self) -> None:
        """Shut the node down in order; its durable queues and messages stay in the folder.

        Takes six seconds, five of them RabbitMQ's management agent's. `close` is for data that is thrown away.
        """
        self._hang_up()
        self._node.stop()
        self._epmd.kill()

    def kill(self) -> None:
        """End the node as a crash would, with every queue that was there before this call."""
        # RabbitMQ confirms a new quorum queue up to half a second before it is on disk (Ra opens its directory of
        # queues with `auto_save` 500 ms). Killed in between, it keeps the queue's name without the queue, for ever.
        # That is a defect of the broker, not something a client could be tested against.
        time.sleep(_QUEUES_ON_DISK_SECONDS)
        self.close()

    def close(self) -> None:
        """End the node at once, for who throws its data away."""
        self._hang_up()
        self._node.kill()
        self._epmd.kill()

    def create_vhost(self, name: str) -> None:
        self._running().create_vhost(name)

    def delete_vhost(self, name: str) -> None:
        self._running().delete_vhost(name)

    def _hang_up(self) -> None:
        """Close our own idle connection, which the node would wait for."""
        if self._management is not None:
            self._management.close()
            self._management = None

    def _running(self) -> RabbitManagement:
        if self._management is None:
            raise RuntimeError("RabbitMQ is not running: call start() first.")
        return self._management

    def _answers(self) -> bool:
        return accepts_connections(self._amqp_port) and self._running().answers()

    def _prepare_folder(self) -> None:
        for name in ("home", "mnesia", "logs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._account.own([self.folder / name for name in ("home", "mnesia", "logs")])
        for path in (self.folder / "password", self._cookie):
            if not path.exists():
                path.touch(mode=0o600)
                path.write_text(secrets.token_hex(20))
        self._account.own([self._cookie])  # Erlang reads a cookie only from its own user's file

    def _configure(self) -> dict[str, str]:
        """Write the configuration and return the environment that leads the node to it."""
        self._amqp_port = self._amqp_port or free_port()
        self._management_port = self._management_port or free_port()
        configuration = self.folder / "rabbitmq.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration())
        (self.folder / "enabled_plugins").write_text("[rabbitmq_management].\n")
        (self.folder / "environment.conf").write_text("# empty, so that the machine's own is not read\n")
        return self._environment()

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": str(free_port()),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_CRASH_DUMP": os.devnull,
            "RABBITMQ_NODENAME": _NODE,
            "RABBITMQ_USE_LONGNAME": "true",  # an address is one, and needs no name service
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "environment.conf"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.folder / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG,
            # The start script then becomes the node itself, with no shell between it and our signals.
            "RUNNING_UNDER_SYSTEMD": "1",
        }

    def _configuration(self) -> str:
        lines = {
            "listeners.tcp.1": f"127.0.0.1:{self._amqp_port}",
            "management.tcp.ip": "127.0.0.1",
            "management.tcp.port": self._management_port,
            "default_user": _USER,
            "default_pass": self._password(),
            "default_user_tags.administrator": "true",
            "vm_memory_high_watermark.absolute": "1GB",
            "raft.wal_max_size_bytes": 32_000_000,
            "log.console.level": "warning",
        }
        return "".join(f"{name} = {value}\n" for name, value in lines.items())

    @property
    def _cookie(self) -> Path:
        return self.folder / "home" / ".erlang.cookie"

    def _password(self) -> str:
        return (self.folder / "password").read_text().strip()
