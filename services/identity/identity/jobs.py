"""What identity does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.jobs import Jobs
from common.service import Context
from identity.graduates.commands import forget_abandoned_logins
from identity.job_platform.commands import forget_abandoned_logins as forget_abandoned_job_platform_logins
from identity.joining.commands import expire_requests
from identity.keys.commands import rotate_keys
from identity.sessions.commands import forget_ended_sessions
from identity.sms_codes.commands import forget_codes
from identity.staff.commands.employment import sync_accounts
from identity.warnings.commands import expire_next

jobs = Jobs()
HOURLY = 3600


@jobs.every(seconds=600)
async def rotate_signing_keys(session: AsyncSession, context: Context) -> int:
    """A new signing key when the current one has served its days; old ones go when their tokens are gone."""
    return await rotate_keys(session, context)


@jobs.every(seconds=HOURLY)
async def forget_sessions(session: AsyncSession, context: Context) -> int:
    """Sessions, refresh tokens and counted failures that can mean nothing any more."""
    return await forget_ended_sessions(session, context)


@jobs.every(seconds=HOURLY)
async def forget_sms_codes(session: AsyncSession, context: Context) -> int:
    """Verification codes that no cap counts any more."""
    return await forget_codes(session)


@jobs.every(seconds=600)
async def forget_chsi_logins(session: AsyncSession, context: Context) -> int:
    """Logins of graduates that were sent to CHSI and never came back."""
    return await forget_abandoned_logins(session)


@jobs.every(seconds=600)
async def forget_job_platform_logins(session: AsyncSession, context: Context) -> int:
    """Logins of employer users that were sent to the job platform and never came back."""
    return await forget_abandoned_job_platform_logins(session)


@jobs.every(seconds=600)
async def expire_warning_marks(session: AsyncSession, context: Context) -> int:
    """Marks whose last day has passed, one in each transaction; their employers are counted anew."""
    return await expire_next(session, context.settings.warnings.national_from)


@jobs.every(seconds=60)
async def sync_employment_accounts(session: AsyncSession, context: Context) -> int:
    """Accounts that the employment system changed or closed; sessions of closed ones end."""
    return await sync_accounts(session, context)


@jobs.every(seconds=600)
async def expire_join_requests(session: AsyncSession, context: Context) -> int:
    """Requests to join an employer that nobody has answered in time."""
    return await expire_requests(session)
