"""What is handed in: which uploads they are, and the moment until documents has told of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from common.service import Context
from identity.verification import store

POLL_SECONDS = 0.1
LICENCE, LETTER, MORE = "business_licence", "authorisation_letter", "verification_material"

PURPOSES = {LICENCE: "营业执照或统一社会信用代码证书", LETTER: "网签授权书", MORE: "其他认证材料"}
"""As screens name them, here and where files are uploaded."""


@dataclass(frozen=True)
class Material:
    """Which uploads prove the employer. Remittance and upgrade need no licence."""

    licence_file_id: UUID | None
    letter_file_id: UUID
    more_file_ids: Sequence[UUID] = ()

    def expected(self) -> list[tuple[str, UUID, str]]:
        """Field, file and the purpose that it must have been uploaded for."""
        licence = [("licence_file_id", self.licence_file_id, LICENCE)] if self.licence_file_id else []
        more = [(f"more_file_ids.{place}", file_id, MORE) for place, file_id in enumerate(self.more_file_ids)]
        return [*licence, ("letter_file_id", self.letter_file_id, LETTER), *more]

    def file_ids(self) -> list[UUID]:
        """All of them, in the order of the form."""
        return [file_id for _, file_id, _ in self.expected()]


async def await_news(context: Context, material: Material) -> None:
    """Wait until documents has told of all files of the form."""
    await await_files(context, material.file_ids())


async def await_files(context: Context, file_ids: Sequence[UUID]) -> None:
    """Wait until documents has told of all these files, but no longer than the settings say.

    The news of an upload comes by event and may be a moment behind the person who made it. Each look is a transaction
    of its own, so that nobody who waits holds a connection: the caller must hold none either.
    """
    wanted = set(file_ids)
    deadline = asyncio.get_running_loop().time() + context.settings.employers.file_wait_seconds
    while True:
        async with context.database.transaction() as session:
            known = await store.known_files(session, list(wanted))
        if len(known) == len(wanted) or asyncio.get_running_loop().time() >= deadline:
            return
        await asyncio.sleep(POLL_SECONDS)
