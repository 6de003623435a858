"""How long a message waits before it is tried again, on both buses."""

from collections.abc import Sequence

PATIENT_STEPS = 4
"""What waits for something that is away goes through so many delays and then repeats the last of them (10 minutes)."""


def retry_delay(delays: Sequence[float], attempt: int, patient: bool) -> float | None:
    """Seconds until the next try after `attempt` earlier failures; None when it is given up."""
    if patient:
        return delays[min(attempt, len(delays[:PATIENT_STEPS]) - 1)]
    return delays[attempt] if attempt < len(delays) else None
