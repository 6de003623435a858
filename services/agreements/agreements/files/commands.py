"""Keeping the copy of uploads, and handing uploads in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.files import store
from agreements.files.tables import KnownFile
from common.contracts.documents import FileStored
from common.errors import FieldFault, Invalid

PURPOSES = {
    "agreement_copy": "盖章的就业协议",
    "agreement_proof": "纸质就业协议书图像",
    "rescission_proof": "解约证明材料",
    "dispute_proof": "异议证明材料",
}
"""What files of agreements are uploaded for, as documents names it."""


async def keep_file(session: AsyncSession, event: FileStored, sequence: int) -> None:
    """Keep what documents tells of uploads for agreements; others are no business of ours."""
    if event.purpose in PURPOSES:
        values = {"owner": event.owner, "purpose": event.purpose, "media_type": event.media_type}
        await store.keep(session, event.file_id, sequence, **values)


async def claim_files(
    session: AsyncSession, file_ids: Sequence[UUID], *, owner: str, purposes: Sequence[str], field: str = "file_ids"
) -> None:
    """Make sure that all files may be handed in: nobody hands in what is another's, or was uploaded for something else.

    Args:
        owner: `queries.owner_of` whoever hands them in.
        purposes: keys of `PURPOSES`; any of them will do.
        field: where the request has them.

    Raises:
        Invalid: all faulty ones are named.
    """
    known = await store.known(session, file_ids)
    faults = [
        FieldFault(field=f"{field}.{place}", reason=fault[0], remedy=fault[1])
        for place, file_id in enumerate(file_ids)
        if (fault := _fault(known.get(file_id), owner, purposes))
    ]
    if faults:
        raise Invalid(errors=faults)


def _fault(file: KnownFile | None, owner: str, purposes: Sequence[str]) -> tuple[str, str] | None:
    """Another's file is told like one that does not exist."""
    if file is None or file.owner != owner:
        return "没有找到该文件", "请先上传文件，再用返回的文件编号提交；刚上传的文件请稍候几秒重试。"
    if file.purpose not in purposes:
        wanted = "”或“".join(PURPOSES[purpose] for purpose in purposes)
        return f"上传时的用途应为“{wanted}”", f"请按用途“{wanted}”重新上传该文件。"
    return None
