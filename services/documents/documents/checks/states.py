"""The rules of the public check: how often one may ask, in which form the answer goes out. Pure."""

import math
import re
from collections import OrderedDict

WINDOW_SECONDS = 60
ADDRESSES_REMEMBERED = 10_000


def prefers_html(accept: str) -> bool:
    """Whether an Accept header (RFC 9110 §12.5.1) asks for a page rather than data, as browsers do."""
    wanted = dict(_weights(accept))
    anything = wanted.get("*/*", 0.0)
    html = wanted.get("text/html", wanted.get("text/*", anything))
    return html > wanted.get("application/json", wanted.get("application/*", anything))


def _weights(accept: str) -> list[tuple[str, float]]:
    found = []
    for entry in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in entry.split(";"))
        quality = next((part[2:] for part in parameters if re.fullmatch(r"q=[01](\.[0-9]{0,3})?", part)), "1")
        found.append((kind, float(quality)))
    return found


class Visits:
    """How often each address asked in its present minute. The least recent addresses are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def seconds_to_wait(self, address: str, now: float) -> int:
        """0 lets the visitor in and counts the visit; otherwise so many whole seconds are left. `now` in seconds."""
        began, count = self._windows.get(address, (now, 0))
        if now - began >= WINDOW_SECONDS:
            began, count = now, 0
        if count >= self._most:
            return math.ceil(began + WINDOW_SECONDS - now)
        self._windows[address] = (began, count + 1)
        self._windows.move_to_end(address)
        if len(self._windows) > ADDRESSES_REMEMBERED:
            self._windows.popitem(last=False)
        return 0
