"""Fresh databases for tests: migrated once into a template, copied for each test."""

from collections.abc import Callable
from itertools import count

from common.service import Service
from deploy.embedded.postgres import EmbeddedPostgres


class Databases:
    """Hands out databases of services, each used by one test."""

    def __init__(self, server: EmbeddedPostgres, upgrade: Callable[[Service, str], None]) -> None:
        self._server = server
        self._upgrade = upgrade
        self._migrated: set[str] = set()
        self._numbers = count(1)

    def fresh(self, service: Service) -> str:
        """The DSN of a new database of the service, at the newest migration. Blocks: call it from a thread."""
        template = f"{service.name}_template"
        if template not in self._migrated:
            self._server.create_database(template)
            self._upgrade(service, self._server.dsn(template))
            self._migrated.add(template)
        return self._copy(service.name, template)

    def empty(self, name: str) -> str:
        """The DSN of a new database without any table."""
        fresh = f"{name}_{next(self._numbers)}"
        self._server.create_database(fresh)
        return self._server.dsn(fresh)

    def drop(self, dsn: str) -> None:
        """Give a database back."""
        self._server.drop_database(dsn.rpartition("/")[2])

    def _copy(self, name: str, template: str) -> str:
        fresh = f"{name}_{next(self._numbers)}"
        self._server.create_database(fresh, template=template)
        return self._server.dsn(fresh)
