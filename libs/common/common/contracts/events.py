"""All contracts of events, imported once so that every event type is known."""

from common.contracts import agreements, destinations, documents, identity
from common.contracts.event import REGISTRY, Event

__all__ = ["agreements", "destinations", "documents", "identity", "said_events"]


def said_events() -> list[type[Event]]:
    """Every event that is really said, by type (shared bases have no version)."""
    return [REGISTRY[name] for name in sorted(REGISTRY) if name.rpartition(".")[2].startswith("v")]
