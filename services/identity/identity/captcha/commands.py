"""Making captchas and checking what was answered."""

import asyncio
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from captcha.image import ImageCaptcha
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.service import Context
from identity.captcha import states, store
from identity.captcha.errors import CaptchaNeeded, CaptchaWrong, TooManyCaptchas
from identity.captcha.states import CaptchaAnswer
from identity.visitors import Visitor

HOUR = timedelta(hours=1)
FORGET_BATCH = 1000


@dataclass(frozen=True)
class MadeCaptcha:
    """A picture to be read by a person."""

    id: UUID
    png: bytes
    expires_at: datetime


async def make_captcha(context: Context, visitor: Visitor) -> MadeCaptcha:
    """A new picture. It is counted and kept first and drawn then, while no lock and no connection is held.

    Raises:
        TooManyCaptchas: the address has had its share of the hour.
    """
    settings, now = context.settings.captcha, clock.now()
    address_index = context.resources.cipher.blind_index(visitor.network, "captchas.address")
    captcha_id, text = uuid7(), random_text(settings.signs)
    expires_at = now + timedelta(minutes=settings.minutes)
    async with context.resources.aside.transaction() as own:
        await store.count_alone(own, address_index)
        if await store.made_for(own, address_index, now - HOUR) >= settings.per_address_and_hour:
            raise TooManyCaptchas(retry_after=int(HOUR.total_seconds()))
        await store.add(
            own,
            id=captcha_id,
            address_index=address_index,
            answer_hash=_answer_hash(context, captcha_id, text),
            created_at=now,
            expires_at=expires_at,
        )
    return MadeCaptcha(captcha_id, await asyncio.to_thread(_draw, text), expires_at)


async def pass_captcha(context: Context, answer: CaptchaAnswer | None) -> None:
    """Let through who has read the picture. Each picture is good for one try, right or wrong.

    Raises:
        CaptchaNeeded: nothing was answered.
        CaptchaWrong: something else, or too late.
    """
    if answer is None:
        raise CaptchaNeeded
    # A transaction of its own: the picture is used up although we refuse.
    async with context.resources.aside.transaction() as own:
        right = await store.use(own, answer.id, clock.now())
    given = _answer_hash(context, answer.id, answer.text)
    if right is None or not hmac.compare_digest(right, given):
        raise CaptchaWrong


async def forget_captchas(session: AsyncSession) -> int:
    """One batch of captchas that no cap counts any more."""
    return await store.forget(session, clock.now() - HOUR, FORGET_BATCH)


def random_text(signs: int) -> str:
    """What the next picture says."""
    return "".join(secrets.choice(states.SIGNS) for _ in range(signs))


def _draw(text: str) -> bytes:
    return ImageCaptcha().generate(text).getvalue()


def _answer_hash(context: Context, captcha_id: UUID, text: str) -> str:
    # Keyed: the plain hash of four signs can be looked up.
    return context.resources.cipher.blind_index(f"{captcha_id}:{states.same(text)}", "captchas.answer")
