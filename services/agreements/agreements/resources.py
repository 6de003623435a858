"""What agreements holds while it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from common.crypto import Cipher
from common.service import Context


@dataclass(frozen=True)
class Resources:
    """Made once, from the settings."""

    cipher: Cipher


@asynccontextmanager
async def open_resources(context: Context) -> AsyncIterator[Resources]:
    """For as long as the service runs."""
    yield Resources(cipher=Cipher(context.settings.cipher))


async def _cipher(request: Request) -> Cipher:
    return request.app.state.context.resources.cipher


SealedBy = Annotated[Cipher, Depends(_cipher)]
"""Seals and opens the phone numbers that are stored."""
