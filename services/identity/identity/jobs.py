"""What identity does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.jobs import Jobs
from common.service import Context
from identity.attempts.commands import forget_attempts
from identity.audit.commands import forget_sign_ins
from identity.captcha.commands import forget_captchas
from identity.graduates.commands import forget_abandoned_logins
from identity.job_platform.commands import forget_abandoned_logins as forget_abandoned_job_platform_logins
from identity.joining.commands import expire_requests
from identity.keys.commands import rotate_keys
from identity.remittance.commands import give_up_unanswered, talk_to_the_bank
from identity.roster_imports.commands import forget_rehearsals
from identity.roster_pulls.commands import begin_due_pulls, forget_old_pulls, take_next_page
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
    """Sessions and refresh tokens that can mean nothing any more."""
    return await forget_ended_sessions(session)


@jobs.every(seconds=HOURLY)
async def forget_guesses(session: AsyncSession, context: Context) -> int:
    """Counted failures that lock nothing any more."""
    return await forget_attempts(session, context)


@jobs.every(seconds=HOURLY)
async def forget_pictures(session: AsyncSession, context: Context) -> int:
    """Captchas that no cap counts any more."""
    return await forget_captchas(session)


@jobs.every(seconds=HOURLY)
async def forget_old_sign_ins(session: AsyncSession, context: Context) -> int:
    """The record of sign-ins of more than half a year ago."""
    return await forget_sign_ins(session, context)


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


@jobs.every(seconds=60)
async def begin_roster_pulls(session: AsyncSession, context: Context) -> int:
    """What has changed in the employment system is pulled for every school, each in its turn."""
    return await begin_due_pulls(session, context)


@jobs.every(seconds=2)
async def pull_rosters(session: AsyncSession, context: Context) -> int:
    """The next page of the pulls that are under way."""
    return await take_next_page(session, context)


@jobs.every(seconds=HOURLY)
async def forget_roster_pulls(session: AsyncSession, context: Context) -> int:
    """Pulls that have been over for weeks; their versions stay."""
    return await forget_old_pulls(session, context)


@jobs.every(seconds=600)
async def forget_roster_rehearsals(session: AsyncSession, context: Context) -> int:
    """Checked workbooks whose day is over."""
    return await forget_rehearsals(session)


@jobs.every(seconds=2)
async def remit(session: AsyncSession, context: Context) -> int:
    """Orders of verification amounts that go to the bank, or that it is asked about."""
    return await talk_to_the_bank(session, context)


@jobs.every(seconds=60)
async def expire_remittances(session: AsyncSession, context: Context) -> int:
    """Attempts whose amount nobody has entered in time, one in each transaction."""
    return await give_up_unanswered(session)
