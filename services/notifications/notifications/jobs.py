"""What notifications does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.jobs import Jobs
from common.service import Context
from notifications.deliveries.commands import receipts
from notifications.deliveries.commands.by_sms import sms
from notifications.deliveries.commands.by_wechat import wechat
from notifications.deliveries.commands.send import send_batch
from notifications.text_orders.commands import address_batch

jobs = Jobs()


@jobs.every(seconds=1)
async def send_deliveries(session: AsyncSession, context: Context) -> int:
    """Send what is due over WeChat."""
    return await send_batch(session, context, wechat(context))


@jobs.every(seconds=1)
async def send_texts(session: AsyncSession, context: Context) -> int:
    """Send notices that are due as text messages."""
    return await send_batch(session, context, sms(context))


@jobs.every(seconds=1)
async def address_texts(session: AsyncSession, context: Context) -> int:
    """Find out who an employer's users are. `session` stays unused: each step has a short transaction of its own."""
    return await address_batch(context)


@jobs.every(seconds=60)
async def abandon_deliveries(session: AsyncSession, context: Context) -> int:
    """Give up what is too late, and what killed its senders again and again."""
    return await receipts.abandon_hopeless(session, context)


@jobs.every(seconds=60)
async def hand_on_stuck_deliveries(session: AsyncSession, context: Context) -> int:
    """What WeChat has not taken shortly before its deadline goes out as a text message."""
    return await receipts.hand_on_stuck(session, context)
