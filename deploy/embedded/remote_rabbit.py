"""A RabbitMQ that somebody else runs, given by its URL."""

from urllib.parse import quote, unquote, urlsplit

from deploy.embedded.rabbit_management import RabbitManagement

_MANAGEMENT_PORT = 15672


class RemoteRabbitUnusable(RuntimeError):
    """The broker's management API does not answer or refuses the login, so no virtual hosts can be made."""


class RemoteRabbit:
    """A broker that is there already. It cannot be stopped or killed from here."""

    def __init__(self, amqp_url: str, management_url: str | None = None) -> None:
        """`amqp_url` with the login of an administrator; `management_url` defaults to port 15672 of the same host.

        Raises: RemoteRabbitUnusable.
        """
        self._parts = urlsplit(amqp_url)
        user, password = unquote(self._parts.username or "guest"), unquote(self._parts.password or "guest")
        base = management_url or f"http://{self._parts.hostname}:{_MANAGEMENT_PORT}"
        self._management = RabbitManagement(base, user, password)
        if not self._management.answers():
            self._management.close()
            raise RemoteRabbitUnusable(
                f"The management API of the given broker does not let {user!r} in at {base}. Each test process needs a "
                "virtual host of its own, so a single one cannot be shared. Enable rabbitmq_management, give its "
                "URL in WANGQIAN_TEST_RABBIT_MANAGEMENT_URL, or unset WANGQIAN_TEST_AMQP_URL."
            )

    def amqp_url(self, vhost: str = "/") -> str:
        """The given URL with another virtual host."""
        return self._parts._replace(path=f"/{quote(vhost, safe='')}").geturl()

    def create_vhost(self, name: str) -> None:
        self._management.create_vhost(name)

    def delete_vhost(self, name: str) -> None:
        self._management.delete_vhost(name)

    def close(self) -> None:
        self._management.close()
