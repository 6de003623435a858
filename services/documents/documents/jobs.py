"""What documents does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.jobs import Jobs
from common.service import Context
from documents.agreement.issuing import issue_next
from documents.uploads import commands

jobs = Jobs()


@jobs.every(seconds=0.5)
async def issue_agreements(session: AsyncSession, context: Context) -> int:
    """PDFs of agreements that were signed. `session` stays unused: each step has a short transaction of its own."""
    return await issue_next(context)


@jobs.every(seconds=3600)
async def delete_originals(session: AsyncSession, context: Context) -> int:
    """Pictures as they were sent, when their days are over."""
    return await commands.delete_originals(session, context.resources.storage)


@jobs.every(seconds=6 * 3600)
async def sweep_orphans(session: AsyncSession, context: Context) -> int:
    """Objects of uploads that were never finished."""
    return await commands.sweep_orphans(session, context)
