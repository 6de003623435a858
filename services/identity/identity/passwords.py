"""Passwords: argon2id, in a thread, because one hash keeps a processor busy for a tenth of a second."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from identity.settings import PasswordSettings


class Passwords:
    """Hashes and compares passwords without holding up other requests."""

    def __init__(self, settings: PasswordSettings) -> None:
        self._hasher = PasswordHasher(settings.time_cost, settings.memory_kib, settings.parallelism)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """What is stored: algorithm, costs, salt and hash in one text."""
        return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether it is the password. Without a stored hash the answer is no, and takes as long as any other."""
        return await asyncio.to_thread(self._matches, stored, password)

    def _matches(self, stored: str | None, password: str) -> bool:
        if self._nobody is None:
            self._nobody = self._hasher.hash("nobody has this password")
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except VerifyMismatchError:
            return False
