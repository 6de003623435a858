"""What agreements holds while it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from common.crypto import Cipher
from common.service import Context

BATCHES_AT_ONCE = 4
"""So many requests about hundreds of agreements are worked on at once by one process."""


@dataclass(frozen=True)
class Resources:
    """Made once, from the settings."""

    cipher: Cipher
    batches: asyncio.Semaphore


@asynccontextmanager
async def open_resources(context: Context) -> AsyncIterator[Resources]:
    """For as long as the service runs."""
    yield Resources(cipher=Cipher(context.settings.cipher), batches=asyncio.Semaphore(BATCHES_AT_ONCE))


async def _cipher(request: Request) -> Cipher:
    return request.app.state.context.resources.cipher


SealedBy = Annotated[Cipher, Depends(_cipher)]
"""Seals and opens the phone numbers that are stored."""


async def _its_turn(request: Request) -> AsyncIterator[None]:
    async with request.app.state.context.resources.batches:
        yield


InTurn = Annotated[None, Depends(_its_turn)]
"""A request about hundreds of agreements: a few at a time, so that memory and connections are left for signing. It is
declared before anything that uses the request's transaction: whoever waits holds no connection."""
