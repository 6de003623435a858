"""The few calls of RabbitMQ's management API that the platform's own runs and tests need."""

from urllib.parse import quote

import httpx


class RabbitManagement:
    """One broker's management API, as an administrator."""

    def __init__(self, base_url: str, user: str, password: str) -> None:
        """`base_url` without `/api`, such as `http://127.0.0.1:15672`."""
        self._user = user
        # Straight to the broker: a proxy of the environment is for the world outside.
        self._client = httpx.Client(
            base_url=f"{base_url.rstrip('/')}/api", auth=(user, password), timeout=15, trust_env=False
        )

    def answers(self) -> bool:
        """Whether it lets this user in."""
        try:
            return self._client.get("/whoami").is_success
        except httpx.TransportError:
            return False

    def create_vhost(self, name: str) -> None:
        """Make an empty virtual host that this user may use; one that exists stays as it is."""
        self._client.put(f"/vhosts/{_escaped(name)}", json={}).raise_for_status()
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        path = f"/permissions/{_escaped(name)}/{_escaped(self._user)}"
        self._client.put(path, json=everything).raise_for_status()

    def delete_vhost(self, name: str) -> None:
        """Delete a virtual host with all its queues; a missing one is fine."""
        answer = self._client.delete(f"/vhosts/{_escaped(name)}")
        if answer.status_code != httpx.codes.NOT_FOUND:
            answer.raise_for_status()

    def close(self) -> None:
        self._client.close()


def _escaped(name: str) -> str:
    return quote(name, safe="")
