"""The uploads that prove marks and appeals."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.documents import FileStored
from common.errors import FieldFault
from identity.warnings import store
from identity.warnings.errors import EvidenceNotFound

EVIDENCE, APPEAL_EVIDENCE = "warning_evidence", "appeal_evidence"
"""What the files of marks and of appeals must have been uploaded for."""


async def remember_file(session: AsyncSession, event: FileStored, sequence: int) -> None:
    """Keep what documents tells of uploads that can prove a mark or an appeal."""
    if event.purpose in (EVIDENCE, APPEAL_EVIDENCE):
        await store.keep_file(session, event, sequence)


async def check_files(session: AsyncSession, file_ids: Sequence[UUID], owner: str, purpose: str) -> None:
    """Nobody hands in what is another's.

    Raises:
        EvidenceNotFound: all faulty ones are named.
    """
    known = await store.files(session, file_ids, owner, purpose) if file_ids else set()
    missing = [place for place, file_id in enumerate(file_ids) if file_id not in known]
    if missing:
        raise EvidenceNotFound(
            errors=[FieldFault(field=f"file_ids.{place}", reason="没有找到该文件") for place in missing]
        )
