"""Waiting for facts that come true a little later. Never sleep for a guess."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

Fact = TypeVar("Fact")


async def eventually(
    probe: Callable[[], Awaitable[Fact]], *, is_true: Callable[[Fact], Any] = bool, within: float = 45.0
) -> Fact:
    """Ask until the answer is the wanted one, and return it.

    Args:
        within: seconds after which the last answer is reported as a failure.
    """
    deadline = time.monotonic() + within
    while True:
        fact = await probe()
        if is_true(fact):
            return fact
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come true within {within:g} s; last answer: {fact!r}")
        await asyncio.sleep(0.05)
