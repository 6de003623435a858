"""Writing down who looked at what."""

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import Actor
from identity.audit import store


async def record_reveal(
    session: AsyncSession, reader: Actor, subject: str, what: str, version: int | None = None
) -> None:
    """Write down that somebody is shown particulars that are masked elsewhere (个人信息保护法 art. 51).

    Args:
        subject: `graduate:<id>`, `employer:<id>`, `employer_user:<id>` or `staff_user:<id>`.
        what: what was shown, a word such as `record` or `contact`.
        version: of the subject's record, where it has versions.
    """
    await store.add_reveal(
        session,
        subject=subject,
        version=version,
        reader=reader.key,
        reader_name=reader.name,
        what=what,
        revealed_at=clock.now(),
    )
