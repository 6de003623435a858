"""Settings with which each service opens in a test that does not care for them."""

from typing import Any

from deploy.embedded.configuration import Surroundings, settings_of
from deploy.embedded.secrets import SERVICES, Secrets

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
NOWHERE = "http://127.0.0.1:9"


def settings_for(service: str) -> dict[str, Any]:
    """Whatever is asked over the network is asked of a port where nobody answers."""
    around = Surroundings(
        database_url=lambda name: f"postgresql://nobody@127.0.0.1:9/{name}",
        bus={"kind": "local"},
        storage={"endpoint": "127.0.0.1:9", "access_key": "a", "secret_key": "b"},
        peer_url=NOWHERE + "/{service}",
        gateway_url=NOWHERE,
        sandbox_url=NOWHERE,
        secrets=Secrets(KEY, KEY, dict.fromkeys(SERVICES, "secret"), "receipts", "password"),
    )
    return {name: value for name, value in settings_of(service, around).items() if name != "database"}
